import { invalidParameter } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, Stores, World } from '../operation.js'
import { OPERATORS_POOL } from './pool.js'
import { refuseDuringImport } from './refuse-during-import.js'
import { requirePool } from './require-pool.js'

export const DeleteUserPool: Operation<'DeleteUserPool'> = async (world, request) => {
  if (request.UserPoolId === OPERATORS_POOL) throw invalidParameter(OPERATORS)
  await world.transaction(async (stores) => {
    // An import that is started, or a protection that is switched on, comes before or after, not in between.
    await stores.pools.hold(request.UserPoolId)
    const pool = await requirePool({ stores }, request.UserPoolId)
    await refuseDuringImport(stores, pool.poolId)
    if (pool.deletionProtected) throw invalidParameter(PROTECTED)
    await stores.pools.remove(pool.poolId)
    await putOnRecord(world, stores, pool.poolId)
  })
  world.log.warn({ poolId: request.UserPoolId, operator: world.caller.operator }, 'user pool deleted')
  return {}
}

/** With the pool go its events: what is left is on record with the operators, where there are any. */
async function putOnRecord(world: World, stores: Stores, poolId: string): Promise<void> {
  if (!(await stores.pools.find(OPERATORS_POOL))) return
  const reason = `${poolId} is deleted`
  await happened(world, stores, { poolId: OPERATORS_POOL, userId: '' }, { kind: 'operator_action', reason })
}

const OPERATORS =
  'This is the pool of the operators of this server. It stays; operators leave it with latchkey operator remove.'

const PROTECTED =
  'The user pool cannot be deleted because deletion protection is activated. ' +
  'Deletion protection must be inactivated first.'
