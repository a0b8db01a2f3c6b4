/** Days of activity: of UTC, so that all nodes and all operators mean the same. Pure. */

/** The first moment, and the first one that is too late. */
export type Day = { readonly from: Date; readonly to: Date }

export const DAY_MILLISECONDS = 86_400_000

export function dayOf(at: Date): Day {
  const from = Math.floor(at.getTime() / DAY_MILLISECONDS) * DAY_MILLISECONDS
  return { from: new Date(from), to: new Date(from + DAY_MILLISECONDS) }
}

/** The days from that of `first` to that of `last`, both among them; none where that is before. */
export function daysBetween(first: Date, last: Date): Day[] {
  const days: Day[] = []
  for (let day = dayOf(first); day.from <= last; day = dayOf(day.to)) days.push(day)
  return days
}

/** Transactions that began yesterday are over an hour later, and clocks of nodes are not that far apart. */
const SETTLED_MILLISECONDS = 3_600_000

/** The latest day of which there will be no more events. */
export const lastSettledDay = (now: Date): Day =>
  dayOf(new Date(now.getTime() - SETTLED_MILLISECONDS - DAY_MILLISECONDS))
