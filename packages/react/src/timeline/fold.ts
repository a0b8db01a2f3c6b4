import type { TimelineEvent } from '@latchkey/auth/latchkey'

/** What the timeline shows as one line. */
export type Entry = {
  /** The newest of the events that it stands for. */
  event: TimelineEvent
  /** What came of the second factor, where it is a sign-in. */
  mfa: TimelineEvent | undefined
  /** How often the same happened, one right after the other. */
  count: number
  /** When it happened first. */
  first: Date
}

/** A user who is asked for a code has found it after this long. */
const SIGN_IN_TAKES = 15 * 60_000

/**
 * The events of a timeline, newest first, as lines: a sign-in and what its second factor was are one, and what was
 * repeated is told once, with how often.
 */
export function entriesOf(events: readonly TimelineEvent[]): Entry[] {
  const entries: Entry[] = []
  for (const entry of signInsOf(events)) {
    const last = entries.at(-1)
    if (last && isSame(last, entry)) {
      last.count += 1
      last.first = entry.event.date
    } else entries.push({ ...entry, count: 1, first: entry.event.date })
  }
  return entries
}

type Single = Pick<Entry, 'event' | 'mfa'>

function signInsOf(events: readonly TimelineEvent[]): Single[] {
  const singles: Single[] = []
  for (const event of events) {
    const last = singles.at(-1)
    if (last && isPartOf(event, last)) last.mfa = event
    else singles.push({ event, mfa: undefined })
  }
  return singles
}

/** Whether it is the question, or the skipping, of the second factor in the sign-in that is told right above it. */
const isPartOf = (event: TimelineEvent, { event: signIn, mfa }: Single) =>
  mfa === undefined &&
  signIn.kind === 'signedIn' &&
  (event.kind === 'mfaSkipped' || event.kind === 'mfaAsked') &&
  (event.deviceId === undefined || event.deviceId === signIn.deviceId) &&
  signIn.date.getTime() - event.date.getTime() < SIGN_IN_TAKES

const isSame = (one: Single, other: Single) => fingerprint(one) === fingerprint(other)

/** What makes two events the same for people, on one day. */
const fingerprint = ({ event, mfa }: Single) =>
  JSON.stringify([
    event.kind,
    event.outcome,
    event.reason,
    event.deviceId,
    event.ipAddress,
    event.operator,
    mfa?.kind,
    mfa?.reason,
    event.date.toDateString(),
  ])

export type Day = { date: Date; entries: Entry[] }

/** The lines, day by day. */
export function daysOf(entries: readonly Entry[]): Day[] {
  const days: Day[] = []
  for (const entry of entries) {
    const { date } = entry.event
    const last = days.at(-1)
    if (last?.date.toDateString() === date.toDateString()) last.entries.push(entry)
    else days.push({ date, entries: [entry] })
  }
  return days
}
