/**
 * What is counted, in sentences. Whoever makes a thing true says so here once it is (after the commit, not before); it
 * costs a microsecond, never waits and never throws. No label is anything that a request brought along.
 */
export type Metrics = {
  /** An answer was sent. @param outcome `ok`, or the name of the error. */
  requestEnded(operation: string, outcome: string, seconds: number): void
  /** A sign-in was paid out. @param device what it signed in on. */
  signedIn(device: DeviceOfSignIn): void
  /** A step of a sign-in was refused. */
  signInRefused(why: SignInRefusal): void
  challengeAsked(name: string): void
  /** A second factor was not asked for, since a remembered device proved itself. */
  secondFactorSpared(): void
  /** @param outcome `reused`: the token was replaced by another one before. */
  refreshEnded(outcome: 'refreshed' | 'reused' | 'refused'): void
  deviceBecame(state: 'issued' | 'not_remembered' | 'remembered' | 'forgotten'): void
  /** @param state `sent`, `dead` when it was given up, `postponed` when it is tried again. */
  messageEnded(medium: string, state: 'sent' | 'dead' | 'postponed'): void
  triggerAsked(name: string, outcome: string, seconds: number): void
  transactionEnded(seconds: number): void
  queryEnded(seconds: number): void
}

/** `none`: the pool does not track devices. */
export type DeviceOfSignIn = 'remembered' | 'not_remembered' | 'new' | 'none'

export const signInRefusals = [
  'wrong_password',
  'wrong_code',
  'expired_code',
  'wrong_passkey',
  'wrong_answer',
  'wrong_device_secret',
  'unknown_device',
  'locked_out',
  'disabled',
  'not_confirmed',
  'reset_required',
  'session_over',
  'refused_by_trigger',
  'trigger_failed',
  'too_many_requests',
  'not_authorized',
  'invalid_request',
  'fault',
] as const

export type SignInRefusal = (typeof signInRefusals)[number]

const nothing = () => {}

/** For a server that nobody asks for metrics. */
export const noMetrics: Metrics = {
  requestEnded: nothing,
  signedIn: nothing,
  signInRefused: nothing,
  challengeAsked: nothing,
  secondFactorSpared: nothing,
  refreshEnded: nothing,
  deviceBecame: nothing,
  messageEnded: nothing,
  triggerAsked: nothing,
  transactionEnded: nothing,
  queryEnded: nothing,
}

/** What is not counted but looked up when somebody asks. */
export type Gauges = {
  requestsRunning: number
  srp: SrpLoad
  /** Messages that wait to be sent, by medium, up to a limit; undefined where the database does not tell in time. */
  outbox: Record<string, number> | undefined
}

export type DatabaseConnections = { total: number; idle: number; waiting: number }

/** What a database tells of itself as it works. */
export type DatabaseWatch = {
  queryEnded(seconds: number): void
  /** There are connections that can be counted, and how. */
  connected(count: () => DatabaseConnections): void
}

/** `threads` is 0 where SRP is worked out on the event loop. */
export type SrpLoad = { threads: number; waiting: number; utilization: number }
