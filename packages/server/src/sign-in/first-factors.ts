import type { FirstFactor } from '../pools/pool.js'
import type { Standing } from './sign-in.js'

/** What a user may begin a sign-in with. Pure. */

/** What somebody has to begin with. */
export type Means = {
  password: boolean
  verifiedEmail: boolean
  verifiedPhone: boolean
  passkey: boolean
  secondFactor: Standing['secondFactor']
}

/**
 * A code does not begin a sign-in that owes a second factor: both might be read on one telephone. A passkey does.
 * Source: Amazon Cognito developer guide, "User pool MFA", MFA and passwordless factors.
 */
const beginsWithCode = ({ secondFactor }: Means) => secondFactor === 'not wanted'

const order: { factor: FirstFactor; usable: (means: Means) => boolean }[] = [
  { factor: 'password', usable: ({ password }) => password },
  { factor: 'passkey', usable: ({ passkey }) => passkey },
  { factor: 'email code', usable: (means) => means.verifiedEmail && beginsWithCode(means) },
  { factor: 'sms code', usable: (means) => means.verifiedPhone && beginsWithCode(means) },
]

/** Of the first factors that a pool allows those that a user can show. */
export const usableOf = (allowed: readonly FirstFactor[], means: Means): FirstFactor[] =>
  order.filter(({ factor, usable }) => allowed.includes(factor) && usable(means)).map(({ factor }) => factor)
