import { invalidParameter } from '../errors.js'
import type { Operation } from '../operation.js'
import { refuseDuringImport } from './refuse-during-import.js'
import { requirePool } from './require-pool.js'

export const DeleteUserPool: Operation<'DeleteUserPool'> = async (world, request) => {
  await world.transaction(async (stores) => {
    // An import that is started, or a protection that is switched on, comes before or after, not in between.
    await stores.pools.hold(request.UserPoolId)
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
