import { BYTE_ORDER_MARK, type Cell, csvLine } from '../lists/csv.js'
import type { LiveEvent } from '../server/live-events.js'

const columns: [title: string, of: (event: LiveEvent) => Cell][] = [
  ['Time', ({ CreationDate }) => new Date(CreationDate * 1000)],
  ['Kind', ({ Kind }) => Kind],
  ['Outcome', ({ Outcome }) => Outcome],
  ['Reason', ({ Reason }) => Reason],
  ['Username', ({ Username }) => Username],
  ['User', ({ UserSub }) => UserSub],
  ['Device', ({ DeviceName }) => DeviceName],
  ['Device key', ({ DeviceKey }) => DeviceKey],
  ['Browser', ({ Browser }) => Browser],
  ['System', ({ System }) => System],
  ['Address', ({ IpAddress }) => IpAddress],
  ['Place', ({ Place }) => Place],
  ['Operator', ({ Operator }) => Operator],
  ['Operation', ({ Operation }) => Operation],
  ['Event', ({ EventId }) => EventId],
]

export const eventsAsCsv = (events: readonly LiveEvent[]): string =>
  [
    BYTE_ORDER_MARK,
    csvLine(columns.map(([title]) => title)),
    ...events.map((event) => csvLine(columns.map(([, of]) => of(event)))),
  ].join('')

/** What is shown, as a file. */
export function downloadEvents(poolId: string, events: readonly LiveEvent[]): void {
  const url = URL.createObjectURL(new Blob([eventsAsCsv(events)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `events-${poolId}-${new Date().toISOString().slice(0, 10)}.csv`
  link.click()
  // Browsers begin to read it in their own time.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
