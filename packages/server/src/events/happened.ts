import type { Stores, World } from '../operation.js'
import { type Event, FOLDED_MILLISECONDS, type Happened, newEventId, uniqueInOrder } from './event.js'

type Here = Pick<World, 'caller' | 'clock' | 'random'>
type Owner = { poolId: string; userId: string }

/**
 * Puts on record what a transaction makes true: pass its own stores, so that there is no change without its event and no
 * event without its change. Who asked, and from where, is known from the world of the request. Of several, the first is
 * told first.
 */
export async function happened(
  here: Here,
  { events }: Pick<Stores, 'events'>,
  owner: Owner,
  ...what: readonly Happened[]
): Promise<void> {
  await events.add(...what.map((one) => eventOf(here, owner, one)))
}

/**
 * The same of somebody who may be nobody: for them, the same is asked of the database, and nothing is kept. An outsider
 * must not learn by the time it takes who is a user.
 */
export async function happenedToSomebody(
  here: Here,
  { events }: Pick<Stores, 'events'>,
  owner: Owner,
  ...what: readonly Happened[]
): Promise<void> {
  for (const one of what) await events.addOfUser(eventOf(here, owner, one))
}

/** The same of what changes nothing and may be said without end: once in a while, see FOLDED_MILLISECONDS. */
export async function happenedAgain(
  here: Here,
  { events }: Pick<Stores, 'events'>,
  owner: Owner,
  what: Happened,
): Promise<void> {
  const event = eventOf(here, owner, what)
  await events.addOfUser(event, new Date(event.at.getTime() - FOLDED_MILLISECONDS))
}

/** Counts the events of this process: those of one millisecond stay in their order. */
let order = 0

function eventOf({ caller, clock, random }: Here, { poolId, userId }: Owner, what: Happened): Event {
  const at = clock.now()
  order += 1
  return {
    outcome: 'pass',
    operation: caller.operation,
    ...what,
    poolId,
    userId,
    eventId: newEventId(at, uniqueInOrder(order, random.uuid())),
    at,
    address: caller.address,
    userAgent: caller.userAgent,
    operator: caller.operator,
    requestId: caller.requestId,
  }
}
