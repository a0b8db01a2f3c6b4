import type { TimelineEventType } from '@latchkey/wire'
import type { EventFilter } from '../events/timeline-store.js'
import type { World } from '../operation.js'
import { nameKey } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import { toldToOperators } from './told-events.js'

export type WantedEvents = {
  /** Undefined: of all pools, one after the other. */
  poolId?: string | undefined
  /** A name of a user of that pool; of one who was deleted, the sub. */
  username?: string | undefined
  /** What an operator of that name did. */
  operator?: string | undefined
  /** The first moment, and the first one that is too late. */
  from?: Date | undefined
  to?: Date | undefined
  /** Ids of events that are not wanted. */
  except?: ReadonlySet<string>
}

/** An event as operators see it, with its pool. */
export type ReadEvent = TimelineEventType & { UserPoolId: string }

type Here = Pick<World, 'stores' | 'placeOf'>

const POOLS_AT_ONCE = 100
const EVENTS_AT_ONCE = 500

/** Events of one pool or of all, oldest first in each, however many there are: page by page. */
export async function* readEvents(here: Here, wanted: WantedEvents): AsyncGenerator<ReadEvent[]> {
  if (wanted.poolId !== undefined) {
    yield* eventsOf(here, await filterOf(here, wanted.poolId, wanted), wanted.except)
    return
  }
  let after = ''
  const { operator, from, to } = wanted
  for (;;) {
    const pools = await here.stores.pools.page(after, POOLS_AT_ONCE)
    const last = pools.at(-1)
    if (!last) return
    for (const { poolId } of pools) yield* eventsOf(here, { poolId, operator, from, to }, wanted.except)
    after = last.poolId
  }
}

async function filterOf(
  here: Here,
  poolId: string,
  { username, operator, from, to }: WantedEvents,
): Promise<EventFilter> {
  const pool = await requirePool(here, poolId)
  if (username === undefined) return { poolId, operator, from, to }
  const user = await here.stores.users.findByName(poolId, nameKey(pool, username))
  return { poolId, userId: user?.userId ?? username, operator, from, to }
}

async function* eventsOf(
  here: Here,
  filter: EventFilter,
  except: ReadonlySet<string> = new Set(),
): AsyncGenerator<ReadEvent[]> {
  let after: string | undefined
  do {
    const { events, next } = await here.stores.timeline.page(filter, 'oldest first', after, EVENTS_AT_ONCE)
    const wanted = events.filter(({ eventId }) => !except.has(eventId))
    const told = await toldToOperators(here, filter.poolId, wanted)
    if (told.length > 0) yield told.map((event) => ({ UserPoolId: filter.poolId, ...event }))
    after = next
  } while (after !== undefined)
}
