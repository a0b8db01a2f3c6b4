import { sql } from 'kysely'
import type { Database } from '../database/schema.js'
import { type EventKind, type EventOutcome, firstEventId } from '../events/event.js'
import type { Day } from './day.js'

export type ActivityStore = ReturnType<typeof activityStore>

export type Tally = { kind: EventKind; outcome: EventOutcome; events: number }

/** Of no kind, with no events: it says that a day was added up, whether anything happened or not. */
const DONE = { kind: 'whole_day', outcome: 'pass', events: 0 } as const

/** What the events of days came to. */
export function activityStore(db: Database) {
  /** A stretch of the index of a pool's events, which has all that is asked for. */
  const tallies = (poolId: string, day: Day) =>
    db
      .selectFrom('events')
      .where('pool_id', '=', poolId)
      .where('event_id', '>=', firstEventId(day.from))
      .where('event_id', '<', firstEventId(day.to))
      .groupBy(['kind', 'outcome'])

  return {
    /** Counts them. */
    async ofDay(poolId: string, day: Day): Promise<Tally[]> {
      const rows = await tallies(poolId, day)
        .select(({ fn }) => ['kind', 'outcome', fn.countAll<number | string>().as('events')])
        .execute()
      return rows.map((row) => ({
        kind: row.kind as EventKind,
        outcome: row.outcome as EventOutcome,
        events: Number(row.events),
      }))
    },

    /** By the beginning of the day: those that were added up. */
    async addedUp(poolId: string, from: Date, to: Date): Promise<Map<number, Tally[]>> {
      const rows = await db
        .selectFrom('activity_days')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('day', '>=', from.getTime())
        .where('day', '<', to.getTime())
        .execute()
      const days = new Map<number, Tally[]>(rows.map((row) => [Number(row.day), []]))
      for (const row of rows)
        if (row.kind !== DONE.kind)
          days.get(Number(row.day))?.push({
            kind: row.kind as EventKind,
            outcome: row.outcome as EventOutcome,
            events: Number(row.events),
          })
      return days
    },

    /** Pools whose day was not added up yet. */
    async poolsWithout(day: Day): Promise<string[]> {
      const rows = await db
        .selectFrom('pools')
        .select('pools.pool_id')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('activity_days')
                .select('activity_days.day')
                .whereRef('activity_days.pool_id', '=', 'pools.pool_id')
                .where('activity_days.day', '=', day.from.getTime())
                .where('activity_days.kind', '=', DONE.kind)
                .where('activity_days.outcome', '=', DONE.outcome),
            ),
          ),
        )
        .execute()
      return rows.map((row) => row.pool_id)
    },

    /** When a pool has nothing more to be added up before: the last day that was, or the first event. */
    async knownSince(poolId: string): Promise<{ lastDay: Date | undefined; firstEvent: Date | undefined }> {
      const { day } = await db
        .selectFrom('activity_days')
        .select(({ fn }) => fn.max('day').as('day'))
        .where('pool_id', '=', poolId)
        .executeTakeFirstOrThrow()
      const first = await db
        .selectFrom('events')
        .select('at')
        .where('pool_id', '=', poolId)
        .orderBy('event_id')
        .limit(1)
        .executeTakeFirst()
      return {
        lastDay: day === null ? undefined : new Date(Number(day)),
        firstEvent: first && new Date(first.at),
      }
    },

    /**
     * Adds up a day that is over, for good. Said twice, by two nodes, or half and then again, it is the same; and what a
     * node that was later finds pruned is there already.
     */
    async addUp(poolId: string, day: Day): Promise<void> {
      const sums = tallies(poolId, day).select(({ fn }) => [
        sql<string>`pool_id`.as('pool_id'),
        sql<number>`cast(${day.from.getTime()} as bigint)`.as('day'),
        'kind',
        'outcome',
        fn.countAll<number>().as('events'),
      ])
      await db
        .insertInto('activity_days')
        .columns(['pool_id', 'day', 'kind', 'outcome', 'events'])
        .expression(sums.groupBy('pool_id'))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await db
        .insertInto('activity_days')
        .values({ pool_id: poolId, day: day.from.getTime(), ...DONE })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
  }
}
