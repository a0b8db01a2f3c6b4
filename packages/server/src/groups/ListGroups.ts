import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { groupShape } from './group-shape.js'

export const ListGroups: Operation<'ListGroups'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const asked = { limit: request.Limit, token: request.NextToken }
  const { page, next } = await pageOf(world.keyring, `ListGroups ${poolId}`, asked, {
    read: (after, limit) => world.stores.groups.page(poolId, after, limit),
    positionOf: ({ groupName }) => groupName,
  })
  return { Groups: page.map(groupShape), NextToken: next }
}
