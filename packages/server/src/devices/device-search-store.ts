import { sql } from 'kysely'
import type { Database } from '../database/schema.js'
import type { DeviceState } from './device.js'
import type { DeviceFilter } from './device-filter.js'

export type DeviceSearchStore = ReturnType<typeof deviceSearchStore>

/** Where a device stands in the list: the latest used first. */
export type DevicePosition = { usedAt: number; userId: string; deviceKey: string }

/** A device in the list, as far as it is needed to tell by its name whether it is meant. */
export type ListedDevice = DevicePosition & { name: string | undefined; userAgent: string | undefined }

type Key = { userId: string; deviceKey: string }

const tracked: DeviceState[] = ['not_remembered', 'remembered']

/**
 * Finds devices of a whole pool by what an index has of them; what they are is told by the store of devices. Names are
 * not looked at: who asks for some of them reads on.
 */
export function deviceSearchStore(db: Database) {
  /** One stretch of an index: devices by state, by state and platform, or of one user. */
  function stretch(filter: DeviceFilter, states: readonly DeviceState[]) {
    let query = db
      .selectFrom('devices')
      .where('pool_id', '=', filter.poolId)
      .$if(states.length === 1, (one) => one.where('state', '=', states[0] ?? ''))
      .$if(states.length !== 1, (some) => some.where('state', 'in', states))
    if (filter.userId !== undefined) query = query.where('user_id', '=', filter.userId)
    if (filter.platform !== undefined) query = query.where('platform', '=', filter.platform)
    if (filter.usedBefore) query = query.where('last_authenticated_at', '<', filter.usedBefore.getTime())
    if (filter.usedAfter) query = query.where('last_authenticated_at', '>=', filter.usedAfter.getTime())
    return query
  }

  /** Of one user, one read; else one for each state, since only those of one state are in an index in their order. */
  const stretches = (filter: DeviceFilter) =>
    filter.userId === undefined
      ? filter.states.map((state) => stretch(filter, [state]))
      : [stretch(filter, filter.states)]

  return {
    /** Those that pass all but the name, the latest used first. */
    async list(
      filter: DeviceFilter,
      after: DevicePosition | undefined,
      limit: number,
    ): Promise<ListedDevice[]> {
      const found: ListedDevice[] = []
      for (const part of stretches(filter)) {
        let query = part
          .select(['last_authenticated_at', 'user_id', 'device_key', 'name', 'user_agent'])
          .orderBy('last_authenticated_at', 'desc')
          .orderBy('user_id', 'desc')
          .orderBy('device_key', 'desc')
          .limit(limit)
        if (after)
          query = query.where(
            sql<boolean>`(last_authenticated_at, user_id, device_key) < (${after.usedAt}, ${after.userId}, ${after.deviceKey})`,
          )
        for (const row of await query.execute())
          found.push({
            usedAt: row.last_authenticated_at,
            userId: row.user_id,
            deviceKey: row.device_key,
            name: row.name ?? undefined,
            userAgent: row.user_agent ?? undefined,
          })
      }
      return found.sort(latestFirst).slice(0, limit)
    },

    /** How many pass all but the name; from `most` on they are not counted. */
    async count(filter: DeviceFilter, most: number): Promise<number> {
      let sum = 0
      for (const part of stretches(filter)) {
        const rows = part.select('device_key').limit(most - sum)
        const { count } = await db
          .selectFrom(rows.as('rows'))
          .select(({ fn }) => fn.countAll<number | string>().as('count'))
          .executeTakeFirstOrThrow()
        sum += Number(count)
        if (sum >= most) break
      }
      return sum
    },

    /** How many devices of a pool are in each state: one walk over an index. */
    async countByState(poolId: string): Promise<Record<DeviceState, number>> {
      const rows = await db
        .selectFrom('devices')
        .select(({ fn }) => [fn.countAll<number | string>().as('count'), 'state'])
        .where('pool_id', '=', poolId)
        .groupBy('state')
        .execute()
      const counts = { issued: 0, not_remembered: 0, remembered: 0, forgotten: 0 }
      for (const { state, count } of rows) counts[state as DeviceState] = Number(count)
      return counts
    },

    /** Tracked devices of each of the users; who has none is not told of. */
    async countByUser(poolId: string, userIds: readonly string[]): Promise<Map<string, number>> {
      if (userIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('devices')
        .select(({ fn }) => ['user_id', fn.countAll<number | string>().as('count')])
        .where('pool_id', '=', poolId)
        .where('user_id', 'in', userIds)
        .where('state', 'in', tracked)
        .groupBy('user_id')
        .execute()
      return new Map(rows.map((row) => [row.user_id, Number(row.count)]))
    },

    /** What devices are called, in whatever state they are. */
    async namesOf(
      poolId: string,
      keys: readonly Key[],
    ): Promise<{ deviceKey: string; name: string | undefined; userAgent: string | undefined }[]> {
      if (keys.length === 0) return []
      const rows = await db
        .selectFrom('devices')
        .select(['device_key', 'name', 'user_agent'])
        .where('pool_id', '=', poolId)
        .where('user_id', 'in', [...new Set(keys.map(({ userId }) => userId))])
        .where('device_key', 'in', [...new Set(keys.map(({ deviceKey }) => deviceKey))])
        .execute()
      return rows.map((row) => ({
        deviceKey: row.device_key,
        name: row.name ?? undefined,
        userAgent: row.user_agent ?? undefined,
      }))
    },
  }
}

/** The order of the list. */
export const latestFirst = (one: DevicePosition, other: DevicePosition) =>
  other.usedAt - one.usedAt ||
  descending(one.userId, other.userId) ||
  descending(one.deviceKey, other.deviceKey)

/** Ids and keys are ASCII: their units are their bytes. */
function descending(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? 1 : -1
}
