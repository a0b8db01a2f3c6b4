import type { EventKindType, Requests } from '@latchkey/wire'
import type { LiveEvent } from '../server/live-events.js'
import { kinds } from './event-words.js'

/** Which events are shown, as it stands in the address: `?kind=MfaSkipped&outcome=Pass&user=ann`. Pure. */
export type EventSearch = {
  kind?: EventKindType
  outcome?: 'Pass' | 'Fail'
  user?: string
  operator?: string
}

const LONGEST_NAME = 128

/** An address is anybody's text: what is not understood is left out. */
export function eventSearch(raw: Record<string, unknown>): EventSearch {
  const kind = kinds.find((one) => one === raw.kind)
  const [user, operator] = [textOf(raw.user), textOf(raw.operator)]
  return {
    ...(kind && { kind }),
    ...((raw.outcome === 'Pass' || raw.outcome === 'Fail') && { outcome: raw.outcome }),
    ...(user && { user }),
    ...(operator && { operator }),
  }
}

/** The router reads `?user=12` as a number. */
const textOf = (raw: unknown) =>
  typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim().slice(0, LONGEST_NAME) : undefined

/** What the server is asked for. */
export const filterOf = ({
  kind,
  outcome,
  user,
  operator,
}: EventSearch): Partial<Requests['AdminListEvents']> => ({
  ...(kind && { Kinds: [kind] }),
  ...(outcome && { Outcome: outcome }),
  ...(user && { Username: user }),
  ...(operator && { Operator: operator }),
})

/** Whether an event that arrived is one of those. */
export const passes = ({ kind, outcome, user, operator }: EventSearch, event: LiveEvent): boolean =>
  (kind === undefined || kind === event.Kind) &&
  (outcome === undefined || outcome === event.Outcome) &&
  (user === undefined || isNamed(user, event)) &&
  (operator === undefined || operator === event.Operator)

/** A name may be another one of the user's, which the server knows and the event does not tell. */
const isNamed = (user: string, { Username = '', UserSub }: LiveEvent) =>
  user === UserSub || Username.toLowerCase() === user.toLowerCase()
