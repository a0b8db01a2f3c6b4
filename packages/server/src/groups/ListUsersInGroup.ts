import type { Operation } from '../operation.js'
import { userShape } from '../users/user-shape.js'
import { pageOf } from './page-of.js'
import { requireGroup } from './require-group.js'

export const ListUsersInGroup: Operation<'ListUsersInGroup'> = async (world, request) => {
  const { pool, group } = await requireGroup(world, request)
  const list = `ListUsersInGroup ${pool.poolId} ${group.groupName}`
  const { items, NextToken } = await pageOf(world.keyring, list, request, {
    read: (after, limit) => world.stores.users.pageOfGroup(pool.poolId, group.groupName, after, limit),
    positionOf: ({ userId }) => userId,
  })
  return { Users: items.map((user) => userShape(user)), NextToken }
}
