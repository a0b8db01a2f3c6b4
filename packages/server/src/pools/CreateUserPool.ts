import { randomText } from '../chance.js'
import type { Operation } from '../operation.js'
import { createPool } from './create-pool.js'
import { OWN_REGION } from './pool.js'
import { poolShape } from './pool-shape.js'

export const CreateUserPool: Operation<'CreateUserPool'> = async (world, request) => {
  const poolId = `${OWN_REGION}_${randomText(world.random, 9)}`
  const pool = await createPool(world, poolId, request)
  return { UserPool: poolShape(pool, 0) }
}
