import type { Stores, World } from '../operation.js'
import { type Happened, newEventId } from './event.js'

/**
 * Puts on record what a transaction makes true: pass its own stores, so that there is no change without its event and no
 * event without its change. Who asked, and from where, is known from the world of the request.
 *
 * @example
 * await world.transactionOf(user, async (stores) => {
 *   await stores.devices.forget(key, now)
 *   await happened(world, stores, user, { kind: 'device_forgotten', deviceKey: key.deviceKey })
 * })
 */
export async function happened(
  { caller, clock, random }: Pick<World, 'caller' | 'clock' | 'random'>,
  { events }: Pick<Stores, 'events'>,
  { poolId, userId }: { poolId: string; userId: string },
  what: Happened,
): Promise<void> {
  const at = clock.now()
  await events.add({
    outcome: 'pass',
    operation: caller.operation,
    ...what,
    poolId,
    userId,
    eventId: newEventId(at, random.uuid()),
    at,
    address: caller.address,
    userAgent: caller.userAgent,
    operator: caller.operator,
    requestId: caller.requestId,
  })
}
