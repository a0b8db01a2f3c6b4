import type { Operation } from '../operation.js'
import { updatePool } from './create-pool.js'
import { refuseDuringImport } from './refuse-during-import.js'
import { requirePool } from './require-pool.js'

export const UpdateUserPool: Operation<'UpdateUserPool'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  await refuseDuringImport(world.stores, pool.poolId)
  await updatePool(world, pool, request)
  return {}
}
