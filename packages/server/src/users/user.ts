/** What a user is. Pure. */

import { isAhead } from '../keys/skew.js'
import type { SecondFactor } from '../pools/pool.js'

export const userStatuses = ['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'] as const
export type UserStatus = (typeof userStatuses)[number]

export type User = {
  readonly poolId: string
  /** The `sub`: a UUID that is never used again. */
  readonly userId: string
  /** The canonical name, the one that goes into the SRP hash (USER_ID_FOR_SRP). */
  readonly username: string
  readonly status: UserStatus
  readonly enabled: boolean
  readonly attributes: Readonly<Record<string, string>>
  readonly password: Password | undefined
  /** The second factors that the user wants; one that is not `enabled` is never preferred. */
  readonly mfa: SecondFactorPreference
  /**
   * While the password is to be reset: the session in which the user asked for that, where it was not an operator. Empty
   * where an operator did after that session.
   */
  readonly resetBySession?: string | undefined
  readonly createdAt: Date
  readonly modifiedAt: Date
}

export type SecondFactorPreference = {
  readonly enabled: readonly SecondFactor[]
  readonly preferred: SecondFactor | undefined
}

/** The preference after one factor was switched on or off, or was preferred to the others. */
export function withFactor(
  { enabled, preferred }: SecondFactorPreference,
  factor: SecondFactor,
  wanted: { enabled: boolean; preferred: boolean },
): SecondFactorPreference {
  const others = enabled.filter((other) => other !== factor)
  const otherPreferred = preferred === factor ? undefined : preferred
  return {
    enabled: wanted.enabled ? [...others, factor] : others,
    preferred: wanted.preferred ? factor : otherPreferred,
  }
}

/** A name under which a user signs in. `alias` names come and go with the attribute that they are. */
export type UserName = { name: string; kind: 'username' | 'sub' | 'alias' }

export type Password = {
  /** Of the SRP verifier, hex. */
  readonly salt: string
  readonly verifier: Uint8Array
  /** Set for a temporary password. */
  readonly expiresAt: Date | undefined
}

/** How often a secret was guessed wrong in a row. */
export type Attempts = { readonly failures: number; readonly lockedUntil: Date; readonly lastFailedAt: Date }

const FREE_GUESSES = 5
const LONGEST_LOCK_SECONDS = 15 * 60
const QUIET_MILLISECONDS = 15 * 60 * 1000

/**
 * After five wrong guesses one second, doubling with each further one, up to fifteen minutes.
 * Source: Amazon Cognito developer guide, "Lockout behavior for failed sign-in attempts".
 */
export function lockSeconds(failures: number): number {
  if (failures < FREE_GUESSES) return 0
  return Math.min(2 ** (failures - FREE_GUESSES), LONGEST_LOCK_SECONDS)
}

/** Whether a name is such as ids of users are. */
export const isUserId = (name: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)

/** A lock from a clock that was put back since would last as much longer: it is over. */
export const isLocked = (attempts: Attempts | undefined, now: Date) =>
  attempts !== undefined && attempts.lockedUntil > now && !isAhead(attempts.lastFailedAt, now)

/** The count after one more wrong guess; fifteen quiet minutes wipe the slate. */
export function afterFailure(attempts: Attempts | undefined, now: Date): Attempts {
  const forgiven =
    attempts === undefined || now.getTime() - attempts.lastFailedAt.getTime() > QUIET_MILLISECONDS
  const failures = forgiven ? 1 : attempts.failures + 1
  return { failures, lockedUntil: new Date(now.getTime() + lockSeconds(failures) * 1000), lastFailedAt: now }
}

/** The date before which wrong guesses no longer count. */
export const quietSince = (now: Date) => new Date(now.getTime() - QUIET_MILLISECONDS)
