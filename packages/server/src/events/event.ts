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

/** As many hexadecimal digits as milliseconds take until the year 10889, so that ids are in the order of time. */
const TIME_DIGITS = 12

/** Where the events of a time begin among the ids: an id that is not less is of that time or later. */
export const firstEventId = (at: Date): string => at.getTime().toString(16).padStart(TIME_DIGITS, '0')

/** @param unique of no other event: a UUID. */
export const newEventId = (at: Date, unique: string): string => `${firstEventId(at)}-${unique}`
