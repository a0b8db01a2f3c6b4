import { sql } from 'kysely'
import { prepared } from '../database/prepared.js'
import type { Database, Tables } from '../database/schema.js'
import { askedForUsers, type Event, type EventKind, firstEventId } from './event.js'

export type EventStore = ReturnType<typeof eventStore>

type Row = Tables['events']

const rowOf = (event: Event): Row => ({
  pool_id: event.poolId,
  user_id: event.userId,
  event_id: event.eventId,
  at: event.at.getTime(),
  kind: event.kind,
  outcome: event.outcome,
  reason: event.reason ?? null,
  device_key: event.deviceKey ?? null,
  client_id: event.clientId ?? null,
  session_id: event.sessionId ?? null,
  address: event.address ?? null,
  user_agent: event.userAgent ?? null,
  operator: event.operator ?? null,
  operation: event.operation ?? null,
  request_id: event.requestId ?? null,
})

const columns = [
  'pool_id',
  'user_id',
  'event_id',
  'at',
  'kind',
  'outcome',
  'reason',
  'device_key',
  'client_id',
  'session_id',
  'address',
  'user_agent',
  'operator',
  'operation',
  'request_id',
] as const satisfies readonly (keyof Row)[]

type Column = (typeof columns)[number]
type Values = Record<string, string | number | null>

/** One statement for so many events: they are of one change, and the database is asked once. */
const inserting = (count: number) =>
  prepared<Values>()((db, slot) => {
    const slots = (index: number) =>
      Object.fromEntries(columns.map((column) => [column, slot(`${column} ${index}`)])) as unknown as Row
    return db.insertInto('events').values(Array.from({ length: count }, (_, index) => slots(index)))
  })

/** A change is seldom more than two. */
const insertEvents = new Map<number, ReturnType<typeof inserting>>()

function insertOf(count: number): ReturnType<typeof inserting> {
  const known = insertEvents.get(count) ?? inserting(count)
  insertEvents.set(count, known)
  return known
}

const FOLDED_BY_ADDRESS = 'refreshed_from_new_address' satisfies EventKind

/** For `foldKey`, of an event that is there. */
const ofAddress = sql`case before.kind when ${sql.lit(FOLDED_BY_ADDRESS)} then ' ' || coalesce(before.address, '') else '' end`

const insertOfUser = prepared<Row & { since: string; fold_key: string }>()((db, slot) =>
  db
    .insertInto('events')
    .columns([...columns])
    .expression(
      db
        .selectFrom('users')
        // PostgreSQL takes a value that stands alone in a selection for a text.
        .select(
          columns.map((column: Column) =>
            (column === 'at' ? sql<number>`cast(${slot('at')} as bigint)` : sql`${slot(column)}`).as(column),
          ),
        )
        .where('users.pool_id', '=', slot('pool_id'))
        .where('users.user_id', '=', slot('user_id'))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('events as before')
                .select('before.event_id')
                .where('before.pool_id', '=', slot('pool_id'))
                .where('before.user_id', '=', slot('user_id'))
                .where('before.event_id', '>=', slot('since'))
                .where('before.kind', '=', slot('kind'))
                .where(
                  sql`coalesce(before.reason, '') || ' ' || coalesce(before.device_key, '') || ' ' || coalesce(before.session_id, '') || ${ofAddress}`,
                  '=',
                  slot('fold_key'),
                ),
            ),
          ),
        ),
    ),
)

/** Later than every event that there is: nothing is folded. */
const NEVER = 'g'

/**
 * What tells events apart that are otherwise the same. A refresh from a third address is not the one from the second:
 * whoever holds a stolen token must not be covered by a user who is on the way.
 */
function foldKey({ kind, reason = '', deviceKey = '', sessionId = '', address = '' }: Event): string {
  const same = `${reason} ${deviceKey} ${sessionId}`
  return kind === FOLDED_BY_ADDRESS ? `${same} ${address}` : same
}

/** Of one batch: whoever else wants to write waits no longer than for so many. */
const PRUNED_AT_ONCE = 1000

export function eventStore(db: Database) {
  return {
    /** In the transaction of the change that they tell of. */
    async add(...events: readonly Event[]): Promise<void> {
      if (events.length === 0) return
      const values: Values = {}
      for (const [index, event] of events.entries())
        for (const [column, value] of Object.entries(rowOf(event))) values[`${column} ${index}`] = value
      await insertOf(events.length)(db, values)
    },

    /**
     * Where there is such a user. With `since`, unless the same (kind, reason, device, session; of a refresh, also address)
     * of the same user is on record since then. False: nothing was written.
     */
    async addOfUser(event: Event, since?: Date): Promise<boolean> {
      const { numAffectedRows } = await insertOfUser(db, {
        ...rowOf(event),
        since: since ? firstEventId(since) : NEVER,
        fold_key: foldKey(event),
      })
      return (numAffectedRows ?? 0n) > 0n
    },

    /** What happened stays on record when its user is gone; from where, and with what, it was asked does not. */
    async blank({ poolId, userId }: { poolId: string; userId: string }): Promise<void> {
      await db
        .updateTable('events')
        .set({ address: null, user_agent: null })
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        // An operator's address is not the user's. What a back end asked for on behalf of the user has the user's own.
        .where(({ or, eb }) => or([eb('operator', 'is', null), eb('operation', 'in', askedForUsers)]))
        .execute()
    },

    /** Removes those from before then, in batches. */
    async prune(before: Date): Promise<void> {
      const pools = await db.selectFrom('pools').select('pool_id').execute()
      for (const { pool_id } of pools) while (await this.pruneOldest(pool_id, before));
    },

    /**
     * Removes the oldest that are from before then, of one pool, up to a number: a stretch of the index by which a pool is
     * read. True: there may be more.
     */
    async pruneOldest(poolId: string, before: Date, most = PRUNED_AT_ONCE): Promise<boolean> {
      const oldest = await db
        .selectFrom(
          db
            .selectFrom('events')
            .select('event_id')
            .where('pool_id', '=', poolId)
            .where('event_id', '<', firstEventId(before))
            .orderBy('event_id')
            .limit(most)
            .as('rows'),
        )
        .select(({ fn }) => [
          fn.min('event_id').as('first'),
          fn.max('event_id').as('last'),
          fn.countAll<number>().as('events'),
        ])
        .executeTakeFirstOrThrow()
      if (oldest.first === null) return false
      await db
        .deleteFrom('events')
        .where('pool_id', '=', poolId)
        // Both ends: PostgreSQL, which plans once for all values, takes what has one end for a third of the table.
        .where('event_id', '>=', oldest.first)
        .where('event_id', '<=', oldest.last)
        .execute()
      return Number(oldest.events) === most
    },
  }
}
