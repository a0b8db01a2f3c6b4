import { invalidParameter } from '../errors.js'
import type { Operation } from '../operation.js'
import { refuseDuringImport } from './refuse-during-import.js'
import { requirePool } from './require-pool.js'

export const DeleteUserPool: Operation<'DeleteUserPool'> = async (world, request) => {
  await world.transaction(async (stores) => {
    const pool = await requirePool({ stores }, request.UserPoolId)
    await refuseDuringImport(stores, pool.poolId)
    if (pool.deletionProtected) throw invalidParameter(PROTECTED)
    await stores.pools.remove(pool.poolId)
  })
  return {}
}

const PROTECTED =
  'The user pool cannot be deleted because deletion protection is activated. ' +
  'Deletion protection must be inactivated first.'
