import type { Operation } from '../operation.js'
import { poolShape } from './pool-shape.js'
import { requirePool } from './require-pool.js'

export const DescribeUserPool: Operation<'DescribeUserPool'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  return { UserPool: poolShape(pool, await world.stores.pools.estimateUsers(pool.poolId)) }
}
