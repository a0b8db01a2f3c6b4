import type { PastChallenge } from '../triggers/custom-challenge.js'

/** A custom sign-in, which a pool's own triggers ask for as they like. Pure. */

/** Where it stands between one question and its answer. It is kept in the database, because a Session has no room. */
export type CustomSignIn = {
  /** The name that answers carry, also of somebody who does not exist. */
  username: string
  /** Each challenge that is over, with its result. */
  history: readonly PastChallenge[]
  /** SRP_A as it came, while the password may still be asked for. */
  publicValue: string | undefined
  /** What CreateAuthChallenge said of the question that is open, and only the triggers may know. */
  privateParameters: Readonly<Record<string, string>>
  metadata: string | undefined
}

/** Whether the password was among what such a sign-in asked for. */
export type CustomKind = 'with password' | 'without password'

/** The challenges of one sign-in. A pool whose DefineAuthChallenge never ends would go on for an hour. */
export const MOST_CHALLENGES = 20

/** What DefineAuthChallenge may decide, as it is understood here. */
export type Decision = 'tokens' | 'refused' | 'too many challenges' | 'custom' | 'password' | 'not understood'

/**
 * Decision order; the first that fits is taken.
 * 1. It fails, whatever else is said.
 * 2. It ends with tokens.
 * 3. It goes on, but not for ever.
 * 4. The password is asked for where SRP_A came, and was not yet used.
 * Source: Amazon Cognito developer guide, "Define auth challenge Lambda trigger".
 */
export function decisionOf(
  answer: { challengeName: string | undefined; issueTokens: boolean; failAuthentication: boolean },
  { history, publicValue }: Pick<CustomSignIn, 'history' | 'publicValue'>,
): Decision {
  if (answer.failAuthentication) return 'refused'
  if (answer.issueTokens) return 'tokens'
  if (history.length >= MOST_CHALLENGES) return 'too many challenges'
  if (answer.challengeName === 'CUSTOM_CHALLENGE') return 'custom'
  if (answer.challengeName === 'PASSWORD_VERIFIER' && publicValue !== undefined) return 'password'
  return 'not understood'
}

export const passed = (challengeName: string): PastChallenge => ({
  challengeName,
  challengeResult: true,
  challengeMetadata: undefined,
})
