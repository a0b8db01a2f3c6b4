import type { Stores, World } from '../operation.js'
import { happened } from './happened.js'

/** What is on record of operators who change a pool, or something in it that is no user's. */

export type Acting = Pick<World, 'caller' | 'clock' | 'random' | 'transaction'>

/**
 * Makes a change, and puts on record that an operator made it.
 * @param change says whether it applied; where it did not, there is no event.
 */
export const acting = (
  world: Acting,
  poolId: string,
  change: (stores: Stores) => Promise<boolean>,
): Promise<boolean> =>
  world.transaction(async (stores) => {
    const applied = await change(stores)
    if (applied) await acted(world, stores, poolId)
    return applied
  })

/** In the transaction of the change. What a configuration file says at each start is nobody's act. */
export async function acted(
  world: Omit<Acting, 'transaction'>,
  stores: Pick<Stores, 'events'>,
  poolId: string,
): Promise<void> {
  if (world.caller.operator === undefined) return
  await happened(world, stores, { poolId, userId: '' }, { kind: 'operator_action' })
}
