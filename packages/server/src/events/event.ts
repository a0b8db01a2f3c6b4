/**
 * What is on record of users and their devices. An event is written in the transaction of the change that it tells of:
 * there is none without the other.
 */

export const eventKinds = [
  'signed_in',
  'mfa_asked',
  'mfa_skipped',
  'wrong_password',
  'wrong_code',
  'wrong_device_secret',
  'wrong_passkey',
  'wrong_answer',
  'locked_out',
  'sign_in_refused',
  'device_tracked',
  'device_remembered',
  'device_not_remembered',
  'device_forgotten',
  'device_renamed',
  'device_reported',
  'refreshed_from_new_address',
  'refresh_token_reused',
  'signed_out',
  'password_changed',
  'mfa_changed',
  'signed_up',
  'code_sent',
  'account_changed',
  'operator_action',
] as const

export type EventKind = (typeof eventKinds)[number]
export type EventOutcome = 'pass' | 'fail'

/** What those who make a thing true know of it. */
export type Happened = {
  kind: EventKind
  /** Default: `pass`. */
  outcome?: EventOutcome
  /** Why, in a few words for people: `the device is remembered`. */
  reason?: string | undefined
  deviceKey?: string | undefined
  clientId?: string | undefined
  sessionId?: string | undefined
  /** The operation of an operator, by its name on the wire. */
  operation?: string | undefined
}

/**
 * What changes nothing can be said without end: that a disabled user shows the right password, that a second factor is
 * asked for again. The same of the same user, device and sign-in is put on record once in such a while.
 */
export const FOLDED_MILLISECONDS = 5 * 60 * 1000

/** Three months: the time in which somebody notices that something was wrong, and asks. */
export const EVENT_DAYS = 90

export type Event = Happened & {
  poolId: string
  /** Empty for what is about a pool, not about a user. */
  userId: string
  eventId: string
  at: Date
  outcome: EventOutcome
  address: string | undefined
  userAgent: string | undefined
  /** Who did it, where it was not the user. */
  operator: string | undefined
  requestId: string | undefined
}

/** The reasons of `signed_in`, by how it came by its second factor. */
export const signedInReason = {
  passed: 'a second factor was shown',
  skipped: 'the device is remembered',
  not_asked: 'no second factor was asked for',
} as const

/** The same, and of the device's last sign-in, of a passkey that was unlocked: more than one factor was shown. */
export const passkeyCountsAsBoth = 'the passkey counts as both factors'

/** The reason of `wrong_code`, where the code was the first factor. */
export const insteadOfPassword = 'in the place of a password'

/** What a back end asks for on behalf of a user who is there: with the user's password, codes and address. */
export const askedForUsers = ['AdminInitiateAuth', 'AdminRespondToAuthChallenge']

/** Whether an operator did it, and not a user by way of a back end that signs its requests. */
export const isOperators = ({ operator, operation = '' }: Pick<Event, 'operator' | 'operation'>): boolean =>
  operator !== undefined && !askedForUsers.includes(operation)

/** The reason of what a user can do, and an operator for them. */
export const byWhom = ({ caller }: { caller: { operator?: string | undefined } }) =>
  caller.operator === undefined ? 'by the user' : 'by an operator'

/** As many hexadecimal digits as milliseconds take until the year 10889, so that ids are in the order of time. */
const TIME_DIGITS = 12

/** Where the events of a time begin among the ids: an id that is not less is of that time or later. */
export const firstEventId = (at: Date): string => at.getTime().toString(16).padStart(TIME_DIGITS, '0')

/** @param unique of no other event: what comes first in it tells the order of events of one millisecond. */
export const newEventId = (at: Date, unique: string): string => `${firstEventId(at)}-${unique}`

/** Beyond that, a node has forgotten the millisecond that it began in. */
const MOST_IN_ORDER = 0x1000000

/**
 * @param order of events, as the node learned of them.
 * @param uuid a random one; its last twelve digits tell events of several nodes apart.
 */
export const uniqueInOrder = (order: number, uuid: string): string =>
  `${(order % MOST_IN_ORDER).toString(16).padStart(6, '0')}-${uuid.slice(-12)}`
