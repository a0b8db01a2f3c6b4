import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { userShape } from '../users/user-shape.js'
import { requireGroup } from './require-group.js'

export const ListUsersInGroup: Operation<'ListUsersInGroup'> = async (world, request) => {
  const { pool, group } = await requireGroup(world, request)
  const list = `ListUsersInGroup ${pool.poolId} ${group.groupName}`
  const asked = { limit: request.Limit, token: request.NextToken }
  const { page, next } = await pageOf(world.keyring, list, asked, {
    read: (after, limit) => world.stores.users.pageOfGroup(pool.poolId, group.groupName, after, limit),
    positionOf: ({ userId }) => userId,
  })
  return { Users: page.map((user) => userShape(user)), NextToken: next }
}
