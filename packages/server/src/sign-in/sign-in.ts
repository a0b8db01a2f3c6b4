import type { SecondFactor } from '../pools/pool.js'

/** What a sign-in still owes, as a table. Pure. */

/** What has to be shown after the first factor. The wire makes two messages of the proof of a device. */
export type Proof =
  | 'new password'
  | 'second factor'
  | 'second factor choice'
  | 'second factor set-up'
  | 'device'

/** All that decides what is asked next. */
export type Standing = {
  /** The password is a temporary one. */
  mustChangePassword: boolean
  /** What pool and user say of a second factor, whatever was proved so far. */
  secondFactor: Wanted['secondFactor']
  secondFactorProved: boolean
  /** A remembered device of this user, whose key came with this very call: only then can the client answer. */
  deviceCanBeProved: boolean
  deviceProved: boolean
  /** The pool lets a remembered device stand in for the second factor. */
  deviceReplacesSecondFactor: boolean
}

const secondFactorSettled = (s: Standing) =>
  s.secondFactorProved || (s.deviceReplacesSecondFactor && s.deviceProved)

const deviceAnswersForSecondFactor = (s: Standing) => s.deviceReplacesSecondFactor && s.deviceCanBeProved

const secondFactorOwed = (s: Standing) => !secondFactorSettled(s) && !deviceAnswersForSecondFactor(s)

/**
 * Decision order; the first that is owed is asked.
 * 1. A temporary password is changed before anything else.
 * 2. A second factor, unless a remembered device answers for it.
 * 3. A remembered device proves itself last, also where it replaces nothing.
 * Source: Amazon Cognito developer guide, "Authentication flow"; order of 2 and 3 as its clients handle it.
 */
const order: { proof: Proof; owed: (s: Standing) => boolean }[] = [
  { proof: 'new password', owed: (s) => s.mustChangePassword },
  { proof: 'second factor set-up', owed: (s) => s.secondFactor === 'to be set up' && secondFactorOwed(s) },
  { proof: 'second factor choice', owed: (s) => s.secondFactor === 'to be chosen' && secondFactorOwed(s) },
  { proof: 'second factor', owed: (s) => s.secondFactor === 'wanted' && secondFactorOwed(s) },
  { proof: 'device', owed: (s) => s.deviceCanBeProved && !s.deviceProved },
]

/** The next proof that is owed; undefined when nothing is, and the tokens can be paid out. */
export const owes = (standing: Standing): Proof | undefined => order.find(({ owed }) => owed(standing))?.proof

/** What pool and user want of a second factor. */
export type Wanted =
  | { secondFactor: 'not wanted' }
  | { secondFactor: 'wanted'; factor: SecondFactor }
  | { secondFactor: 'to be chosen'; among: SecondFactor[] }
  /** `among` is empty where a second factor is required and none can be had: nobody gets in there. */
  | { secondFactor: 'to be set up'; among: SecondFactor[] }

/** What a user has of second factors, whatever the pool offers. */
export type SecondFactors = {
  /** Those that the user set up. */
  setUp: readonly SecondFactor[]
  /** One of them. */
  preferred: SecondFactor | undefined
  /** Those that could be asked for without having been set up: a token, a verified address that recovers nothing. */
  usable: readonly SecondFactor[]
  /** Those that can be set up in the middle of a sign-in. */
  canBeSetUp: readonly SecondFactor[]
  /** Addresses that are not good enough, and better than nothing: unverified, or where a forgotten password goes. */
  lastResort: readonly SecondFactor[]
}

/**
 * Decision order; the first that fits is taken.
 * 1. No MFA, nothing.
 * 2. The factor that the user prefers, of those that the user set up and the pool offers.
 * 3. Optional: what the user set up, and nothing more.
 * 4. Required: what the user set up or could be asked for anyway.
 * 5. What can be set up.
 * 6. An address that would otherwise not be good enough. It is asked for rather than that nobody can sign in.
 * Of several that fit, the user chooses.
 * Source: Amazon Cognito developer guide, "MFA logic at user runtime"; 6 is ours.
 */
export function secondFactorWanted(
  pool: { mfa: 'off' | 'optional' | 'required'; offers: readonly SecondFactor[] },
  user: SecondFactors,
): Wanted {
  if (pool.mfa === 'off') return { secondFactor: 'not wanted' }
  const offered = (factors: readonly SecondFactor[]) =>
    pool.offers.filter((factor) => factors.includes(factor))
  const [preferred] = offered(user.preferred === undefined ? [] : [user.preferred])
  if (preferred) return { secondFactor: 'wanted', factor: preferred }
  if (pool.mfa === 'optional') return oneOf(offered(user.setUp)) ?? { secondFactor: 'not wanted' }
  const asked = oneOf(offered([...user.setUp, ...user.usable]))
  if (asked) return asked
  const among = offered(user.canBeSetUp)
  if (among.length > 0) return { secondFactor: 'to be set up', among }
  return oneOf(offered(user.lastResort)) ?? { secondFactor: 'to be set up', among: [] }
}

function oneOf(factors: SecondFactor[]): Wanted | undefined {
  const [first, ...others] = factors
  if (first === undefined) return undefined
  return others.length === 0
    ? { secondFactor: 'wanted', factor: first }
    : { secondFactor: 'to be chosen', among: factors }
}
