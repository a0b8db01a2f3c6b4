import { sql } from 'kysely'
import type { Database } from '../database/schema.js'
import type { DeviceState } from '../devices/device.js'
import { type EventKind, type EventOutcome, firstEventId } from '../events/event.js'
import type { Day } from './day.js'

export type ActivityStore = ReturnType<typeof activityStore>

export type Tally = { kind: EventKind; outcome: EventOutcome; events: number }

/** What a day that was added up came to. */
export type AddedUp = {
  tallies: Tally[]
  /** How many there were when it was added up; undefined where nobody counted them. */
  devices: DeviceCounts | undefined
}

export type DeviceCounts = Record<DeviceState, number>

/** Of no kind, with no events: it says that a day was added up, whether anything happened or not. */
const DONE = { kind: 'whole_day', outcome: 'pass', events: 0 } as const

/** No kinds of events: how many devices there are in a state stands among what a day came to. */
const stateOfKind: Record<string, DeviceState> = {
  devices_issued: 'issued',
  devices_not_remembered: 'not_remembered',
  devices_remembered: 'remembered',
  devices_forgotten: 'forgotten',
}

const NO_DEVICES: DeviceCounts = { issued: 0, not_remembered: 0, remembered: 0, forgotten: 0 }

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
    async addedUp(poolId: string, from: Date, to: Date): Promise<Map<number, AddedUp>> {
      const rows = await db
        .selectFrom('activity_days')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('day', '>=', from.getTime())
        .where('day', '<', to.getTime())
        .execute()
      const days = new Map<number, Row[]>()
      for (const row of rows) days.set(Number(row.day), [...(days.get(Number(row.day)) ?? []), row])
      return new Map([...days].map(([day, ofDay]) => [day, addedUpOf(ofDay)]))
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
    async addUp(poolId: string, day: Day, devices?: DeviceCounts): Promise<void> {
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
      const ofDay = { pool_id: poolId, day: day.from.getTime() }
      await db
        .insertInto('activity_days')
        .values([...(devices ? deviceRows(devices) : []), DONE].map((row) => ({ ...ofDay, ...row })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
  }
}

/** All states, those without a device among them: none is not the same as not known. */
const deviceRows = (devices: DeviceCounts) =>
  Object.entries(stateOfKind).map(([kind, state]) => ({ kind, outcome: 'pass', events: devices[state] }))

type Row = { kind: string; outcome: string; events: number }

function addedUpOf(rows: readonly Row[]): AddedUp {
  const tallies: Tally[] = []
  let devices: DeviceCounts | undefined
  for (const { kind, outcome, events } of rows) {
    const state = stateOfKind[kind]
    if (state) devices = { ...(devices ?? NO_DEVICES), [state]: Number(events) }
    else if (kind !== DONE.kind)
      tallies.push({ kind: kind as EventKind, outcome: outcome as EventOutcome, events: Number(events) })
  }
  return { tallies, devices }
}
