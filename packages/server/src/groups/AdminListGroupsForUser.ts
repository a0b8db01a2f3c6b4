import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import { groupShape } from './group-shape.js'

export const AdminListGroupsForUser: Operation<'AdminListGroupsForUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  const list = `AdminListGroupsForUser ${pool.poolId} ${user.userId}`
  const asked = { limit: request.Limit, token: request.NextToken }
  const { page, next } = await pageOf(world.keyring, list, asked, {
    read: (after, limit) => world.stores.groups.pageOfUser(user, after, limit),
    positionOf: ({ groupName }) => groupName,
  })
  return { Groups: page.map(groupShape), NextToken: next }
}
