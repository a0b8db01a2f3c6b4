/** What a sign-in still owes, as a table. Pure. */

/** What has to be shown after the first factor. The wire makes two messages of the proof of a device. */
export type Proof = 'new password' | 'second factor' | 'second factor set-up' | 'device'

/** All that decides what is asked next. */
export type Standing = {
  /** The password is a temporary one. */
  mustChangePassword: boolean
  /** What pool and user say of a second factor, whatever was proved so far. */
  secondFactor: 'not wanted' | 'wanted' | 'to be set up'
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

/**
 * Decision order; the first that is owed is asked.
 * 1. A temporary password is changed before anything else.
 * 2. A second factor, unless a remembered device answers for it.
 * 3. A remembered device proves itself last, also where it replaces nothing.
 * Source: Amazon Cognito developer guide, "Authentication flow"; order of 2 and 3 as its clients handle it.
 */
const order: { proof: Proof; owed: (s: Standing) => boolean }[] = [
  { proof: 'new password', owed: (s) => s.mustChangePassword },
  {
    proof: 'second factor set-up',
    owed: (s) =>
      s.secondFactor === 'to be set up' && !secondFactorSettled(s) && !deviceAnswersForSecondFactor(s),
  },
  {
    proof: 'second factor',
    owed: (s) => s.secondFactor === 'wanted' && !secondFactorSettled(s) && !deviceAnswersForSecondFactor(s),
  },
  { proof: 'device', owed: (s) => s.deviceCanBeProved && !s.deviceProved },
]

/** The next proof that is owed; undefined when nothing is, and the tokens can be paid out. */
export const owes = (standing: Standing): Proof | undefined => order.find(({ owed }) => owed(standing))?.proof

/** What pool and user want of a second factor. */
export function secondFactorWanted(
  pool: { mfa: 'off' | 'optional' | 'required'; softwareTokenMfa: boolean },
  user: { hasSoftwareToken: boolean; softwareTokenEnabled: boolean },
): Standing['secondFactor'] {
  if (pool.mfa === 'off' || !pool.softwareTokenMfa) return 'not wanted'
  if (pool.mfa === 'optional')
    return user.hasSoftwareToken && user.softwareTokenEnabled ? 'wanted' : 'not wanted'
  return user.hasSoftwareToken ? 'wanted' : 'to be set up'
}
