import type { LiveEvent } from '../server/live-events.js'

/** What came since a list of events was read. */
export type Arrived = {
  /** Newest first, without a gap between them and the list. */
  events: readonly LiveEvent[]
  /** There are newer ones that are not shown: too many came for them to be put on top. */
  isBehind: boolean
}

export const nothingArrived: Arrived = { events: [], isBehind: false }

/** More than somebody reads, and than a page should hold. */
const MOST = 500

type News = {
  /** Those of them that pass the filter, oldest first. */
  shown: readonly LiveEvent[]
  /** More happened than was told of: between these and those before there are others. */
  gap: boolean
  /** Earlier pages were read as well. Where they were not, the one page is read anew by itself. */
  wasReadOn: boolean
}

export function arrivedWith(before: Arrived, { shown, gap, wasReadOn }: News): Arrived {
  if (before.isBehind) return before
  if (gap || before.events.length + shown.length > MOST)
    return wasReadOn ? { ...before, isBehind: true } : nothingArrived
  return shown.length === 0 ? before : { ...before, events: [...shown.toReversed(), ...before.events] }
}

/** Each once, newest first: their ids are in the order of time. */
export const newestFirst = (events: readonly LiveEvent[]): LiveEvent[] =>
  [...new Map(events.map((event) => [event.EventId, event])).values()].sort((one, other) =>
    one.EventId < other.EventId ? 1 : -1,
  )
