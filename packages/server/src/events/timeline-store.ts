import type { SelectQueryBuilder } from 'kysely'
import type { Database, Tables } from '../database/schema.js'
import { type Event, type EventKind, type EventOutcome, firstEventId } from './event.js'

export type TimelineStore = ReturnType<typeof timelineStore>

/** Whose events, and which of them; what is not said lets all through. */
export type EventFilter = {
  poolId: string
  /** Undefined: of everybody in the pool. */
  userId?: string | undefined
  deviceKey?: string | undefined
  kinds?: readonly EventKind[] | undefined
  outcome?: EventOutcome | undefined
  /** The name of who did it, as it is on record. */
  operator?: string | undefined
  /** The first moment, and the first one that is too late. */
  from?: Date | undefined
  to?: Date | undefined
}

export type EventOrder = 'newest first' | 'oldest first'

type Row = Tables['events']

/**
 * How many events are looked at for one page. Where few of them pass the filter, a page has fewer than were asked for, and
 * is not the last one.
 */
export const MOST_READ = 20_000

const eventOf = (row: Row): Event => ({
  poolId: row.pool_id,
  userId: row.user_id,
  eventId: row.event_id,
  at: new Date(row.at),
  kind: row.kind as EventKind,
  outcome: row.outcome as EventOutcome,
  reason: row.reason ?? undefined,
  deviceKey: row.device_key ?? undefined,
  clientId: row.client_id ?? undefined,
  sessionId: row.session_id ?? undefined,
  address: row.address ?? undefined,
  userAgent: row.user_agent ?? undefined,
  operator: row.operator ?? undefined,
  operation: row.operation ?? undefined,
  requestId: row.request_id ?? undefined,
})

type Query<Selected> = SelectQueryBuilder<Tables, 'events', Selected>

/** Events as they are read: in their order, by page. */
export function timelineStore(db: Database) {
  /** What is read for a page: one stretch of an index. */
  function stretch(filter: EventFilter, order: EventOrder, after: string | undefined) {
    let query = db
      .selectFrom('events')
      .where('pool_id', '=', filter.poolId)
      .orderBy('event_id', order === 'newest first' ? 'desc' : 'asc')
    if (filter.userId !== undefined) query = query.where('user_id', '=', filter.userId)
    if (filter.operator !== undefined) query = query.where('operator', '=', filter.operator)
    if (filter.from) query = query.where('event_id', '>=', firstEventId(filter.from))
    if (filter.to) query = query.where('event_id', '<', firstEventId(filter.to))
    if (after !== undefined) query = query.where('event_id', order === 'newest first' ? '<' : '>', after)
    return query
  }

  return {
    /** @returns as many as `limit` at most, and where the list goes on; undefined at its end. */
    async page(
      filter: EventFilter,
      order: EventOrder,
      after: string | undefined,
      limit: number,
    ): Promise<{ events: Event[]; next: string | undefined }> {
      const all = stretch(filter, order, after)
      const passing = matching(filter, all)
      const last = passing === undefined ? undefined : await lastToRead(all)
      let query = (passing ?? all).selectAll().limit(limit + 1)
      if (last !== undefined) query = query.where('event_id', order === 'newest first' ? '>=' : '<=', last)
      const found = (await query.execute()).map(eventOf)
      if (found.length <= limit) return { events: found, next: last }
      const events = found.slice(0, limit)
      return { events, next: events.at(-1)?.eventId }
    },
  }
}

/** Undefined where everything passes. */
function matching<Selected>(
  { deviceKey, kinds, outcome }: EventFilter,
  query: Query<Selected>,
): Query<Selected> | undefined {
  if ([deviceKey, kinds, outcome].every((wanted) => wanted === undefined)) return undefined
  let passing = query
  if (deviceKey !== undefined) passing = passing.where('device_key', '=', deviceKey)
  if (kinds !== undefined) passing = passing.where('kind', 'in', kinds)
  if (outcome !== undefined) passing = passing.where('outcome', '=', outcome)
  return passing
}

/** The last event that one page looks at; undefined where there are not so many. */
async function lastToRead(query: Query<object>): Promise<string | undefined> {
  const row = await query
    .select('event_id')
    .offset(MOST_READ - 1)
    .limit(1)
    .executeTakeFirst()
  return row?.event_id
}
