import { notFound } from '../errors.js'
import type { Pool } from './pool.js'
import type { PoolStore } from './pool-store.js'

/** The pool that an operator names. Throws ResourceNotFoundException. */
export async function requirePool(world: { stores: { pools: PoolStore } }, poolId: string): Promise<Pool> {
  const pool = await world.stores.pools.find(poolId)
  if (!pool) throw notFound(`User pool ${poolId} does not exist.`)
  return pool
}
