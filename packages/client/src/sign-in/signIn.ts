import { world } from '../configure.js'
import type { SignInInput, SignInOutput } from '../types.js'
import type { CallOptions } from '../world.js'
import { endAutoSignIn } from './auto-sign-in-state.js'
import { loadSignIn } from './load.js'

/**
 * Signs a user in: by SRP, unless `authFlowType` says otherwise. Returns as soon as there are tokens, or something to
 * ask the user for (`nextStep`, to be answered by `confirmSignIn`). A remembered device proves itself on the way; a new
 * one is tracked in the background, see `onAuthEvent`.
 *
 * @throws AuthError UserAlreadyAuthenticatedException, EmptySignInUsername, EmptySignInPassword, SignInException when
 *   the server breaks the protocol, or an error of InitiateAuth and RespondToAuthChallenge
 * @example
 * await signIn({ username: 'alice', password: 'Correct-Horse-9' })
 * // InitiateAuth            { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A } }
 * // RespondToAuthChallenge  { ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: { …, DEVICE_KEY } }
 * // { isSignedIn: true, nextStep: { signInStep: 'DONE' } }
 */
export async function signIn(input: SignInInput, options?: CallOptions): Promise<SignInOutput> {
  const here = world()
  endAutoSignIn()
  const { runSignIn } = await loadSignIn()
  return runSignIn(here, input, options)
}
