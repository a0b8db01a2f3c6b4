import type { Medium, Message, Occasion } from './message.js'

/** What becomes of a message. Pure. */

/**
 * - `waiting`: it is to be sent.
 * - `sent`: somebody took it over: a mail server, or whoever sends SMS.
 * - `dead`: it is not sent any more. Its last error says why.
 * - `kept`: it is not to be sent: a development server that has no way to send it.
 */
export const messageStates = ['waiting', 'sent', 'dead', 'kept'] as const
export type MessageState = (typeof messageStates)[number]

/** Why a message was written, and the secret in it: for whoever composes or sends in our place. */
export type Cause = {
  occasion: Occasion
  /** The client of the request; undefined for an operator's. */
  clientId?: string | undefined
  /** ClientMetadata, as the request gave it. */
  metadata?: Record<string, string> | undefined
  /** The code, or the temporary password. */
  secret?: string | undefined
  /** On which media a function of the pool sends it, in the place of the server. */
  sentByPool?: readonly Medium[] | undefined
  /** What a code is good for, where it is one of those that replace each other. */
  use?: { purpose: string; subject: string } | undefined
}

/** A message on its way. Its id stays the same however often it is tried. */
export type Letter = {
  readonly messageId: string
  readonly poolId: string
  readonly userId: string
  readonly createdAt: Date
  readonly message: Message
  readonly cause: Cause | undefined
}

const SECOND = 1000
const MOST_WAIT_MILLISECONDS = 3600 * SECOND

/** Over ten hours, with the waits below. */
export const MOST_ATTEMPTS = 18

/**
 * How long an attempt may take before the message is anybody's again: much longer than an attempt takes, so that a
 * message is not tried by two at once.
 */
export const LEASE_MILLISECONDS = 180 * SECOND

/** The longest that a message waits after that many attempts: for its next one, or for the end of one that was cut off. */
export const longestWait = (attempts: number): number =>
  attempts === 0 ? 0 : Math.max(LEASE_MILLISECONDS, waitAfter(attempts))

/** How long to wait after the attempt of this number (the first is 1): ten seconds, twenty, … up to an hour. */
export const waitAfter = (attempt: number): number =>
  Math.min(10 * SECOND * 2 ** (attempt - 1), MOST_WAIT_MILLISECONDS)
