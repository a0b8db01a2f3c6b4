import type { TrackedDeviceStateType, TrackedDeviceType } from '@latchkey/wire'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import type { Page } from '../lists/rows.js'
import { LIST } from '../lists/use-list.js'
import { type LiveEvent, useLiveEvents } from '../server/live-events.js'

/** Lists of devices that were read are kept, and are told what became of the devices in them. */

export type DevicePages = InfiniteData<Page<TrackedDeviceType>, string | undefined>

export const poolDevicesKey = (poolId: string) => [LIST, 'AdminListPoolDevices', poolId]

type Change = Partial<Pick<TrackedDeviceType, 'State' | 'Name' | 'OpenSessions' | 'ForgottenDate'>>

/** Changes devices in every list of the pool in which they are, each in its place. */
export function changeKept(client: QueryClient, poolId: string, changes: ReadonlyMap<string, Change>): void {
  if (changes.size === 0) return
  client.setQueriesData<DevicePages>({ queryKey: poolDevicesKey(poolId) }, (kept) => {
    if (!kept) return kept
    const pages = kept.pages.map((page) => changedPage(page, changes))
    return pages.some((page, index) => page !== kept.pages[index]) ? { ...kept, pages } : kept
  })
}

function changedPage(page: Page<TrackedDeviceType>, changes: ReadonlyMap<string, Change>) {
  if (!page.rows.some(({ DeviceKey }) => changes.has(DeviceKey))) return page
  return { ...page, rows: page.rows.map((row) => ({ ...row, ...changes.get(row.DeviceKey) })) }
}

/** Lists are read anew when they are looked at next. */
export const dropKept = (client: QueryClient, poolId: string) =>
  client.resetQueries({ queryKey: poolDevicesKey(poolId) })

/**
 * What happens to devices is seen in the lists that are kept, whichever page of the pool is open. Whoever comes back to a
 * page that was hidden finds no state of yesterday: what was not told is read.
 */
export function useKeptListsAreLive(poolId: string): void {
  const client = useQueryClient()
  useLiveEvents(poolId, (events, { wasAway }) => {
    if (wasAway) void dropKept(client, poolId)
    else changeKept(client, poolId, changesOf(events))
  })
}

/** Oldest first: the last word counts. */
export function changesOf(events: readonly LiveEvent[]): Map<string, Change> {
  const changes = new Map<string, Change>()
  for (const event of events) {
    const change = changeOf(event)
    if (change && event.DeviceKey)
      changes.set(event.DeviceKey, { ...changes.get(event.DeviceKey), ...change })
  }
  return changes
}

const states: Partial<Record<LiveEvent['Kind'], TrackedDeviceStateType>> = {
  DeviceRemembered: 'Remembered',
  DeviceNotRemembered: 'NotRemembered',
  DeviceForgotten: 'Forgotten',
  DeviceReported: 'Forgotten',
}

function changeOf({ Kind, Outcome, DeviceName, CreationDate }: LiveEvent): Change | undefined {
  if (Outcome !== 'Pass') return undefined
  if (Kind === 'DeviceRenamed') return DeviceName === undefined ? undefined : { Name: DeviceName }
  const State = states[Kind]
  if (State === 'Forgotten') return { State, OpenSessions: 0, ForgottenDate: CreationDate }
  return State && { State }
}
