import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import { groupShape } from './group-shape.js'
import { pageOf } from './page-of.js'

export const AdminListGroupsForUser: Operation<'AdminListGroupsForUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  const list = `AdminListGroupsForUser ${pool.poolId} ${user.userId}`
  const { items, NextToken } = await pageOf(world.keyring, list, request, {
    read: (after, limit) => world.stores.groups.pageOfUser(user, after, limit),
    positionOf: ({ groupName }) => groupName,
  })
  return { Groups: items.map(groupShape), NextToken }
}
