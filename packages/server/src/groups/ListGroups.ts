import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { groupShape } from './group-shape.js'
import { pageOf } from './page-of.js'

export const ListGroups: Operation<'ListGroups'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const { items, NextToken } = await pageOf(world.keyring, `ListGroups ${poolId}`, request, {
    read: (after, limit) => world.stores.groups.page(poolId, after, limit),
    positionOf: ({ groupName }) => groupName,
  })
  return { Groups: items.map(groupShape), NextToken }
}
