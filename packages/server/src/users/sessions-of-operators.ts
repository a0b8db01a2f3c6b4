import { happened } from '../events/happened.js'
import type { Stores, World } from '../operation.js'
import { OPERATORS_POOL } from '../pools/pool.js'

/**
 * Sessions of users outlive their passwords, as with Cognito; those of operators do not. Whoever sets another one since
 * somebody may know the old one must not leave that somebody in the console. Run it in the transaction of the change.
 */
export async function endSessionsOfOperator(
  world: Pick<World, 'caller' | 'clock' | 'random'>,
  stores: Pick<Stores, 'sessions' | 'events' | 'operators'>,
  { poolId, userId }: { poolId: string; userId: string },
): Promise<void> {
  if (poolId !== OPERATORS_POOL) return
  const owner = { poolId, userId }
  await dropLinksOfOperator(stores, owner)
  if (await stores.sessions.revokeAll(owner, world.clock.now()))
    await happened(world, stores, owner, { kind: 'signed_out', reason: 'the password was changed' })
}

/** Links to the console that were not followed yet: what is ended must not be begun anew by one that somebody else has. */
export async function dropLinksOfOperator(
  { operators }: Pick<Stores, 'operators'>,
  owner: { poolId: string; userId: string },
): Promise<void> {
  if (owner.poolId === OPERATORS_POOL) await operators.dropLinks(owner)
}
