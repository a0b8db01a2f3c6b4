import { world } from '../configure.js'
import type { ConfirmSignInInput, ConfirmSignInOutput } from '../types.js'
import type { CallOptions } from '../world.js'
import { loadSignIn } from './load.js'

/**
 * Answers what the last step of the sign-in asked for. After a refusal (a wrong code) it may be called again.
 *
 * @throws AuthError SignInException when no sign-in is under way, EmptyChallengeResponse, or an error of
 *   RespondToAuthChallenge, AssociateSoftwareToken and VerifySoftwareToken
 * @example
 * await confirmSignIn({ challengeResponse: '123456' })
 * // RespondToAuthChallenge { ChallengeName: 'SOFTWARE_TOKEN_MFA', ChallengeResponses: { SOFTWARE_TOKEN_MFA_CODE, … } }
 * // { isSignedIn: true, nextStep: { signInStep: 'DONE' } }
 */
export async function confirmSignIn(
  input: ConfirmSignInInput,
  options?: CallOptions,
): Promise<ConfirmSignInOutput> {
  const here = world()
  const { runConfirmSignIn } = await loadSignIn()
  return runConfirmSignIn(here, input, options)
}
