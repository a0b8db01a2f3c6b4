import { throwIfAborted } from '../call.js'
import { world } from '../configure.js'
import { AuthError } from '../errors.js'
import type { SignInOutput } from '../types.js'
import type { CallOptions } from '../world.js'
import { type AutoSignIn, autoSignInState, endAutoSignIn } from './auto-sign-in-state.js'
import { loadSignIn } from './load.js'

/** How often, and how long, a sign-in by link looks whether the link was opened. Source: aws-amplify. */
const EVERY_MILLISECONDS = 5000
const AT_MOST_MILLISECONDS = 3 * 60 * 1000

/**
 * Signs in the user who signed up with `autoSignIn`, once the account is confirmed. Where it is confirmed by a link, it
 * waits for that, for three minutes at most.
 *
 * @throws AuthError AutoSignInException when there is nothing to go on with, or the link was not opened in time; or an
 *   error of signIn
 * @example
 * const { nextStep } = await confirmSignUp({ username, confirmationCode })
 * if (nextStep.signUpStep === 'COMPLETE_AUTO_SIGN_IN') await autoSignIn()
 * // ConfirmSignUp { ClientId, Username, ConfirmationCode }
 * // InitiateAuth { AuthFlow: 'USER_SRP_AUTH', … }
 * // RespondToAuthChallenge { ChallengeName: 'PASSWORD_VERIFIER', … }
 * // ConfirmDevice { AccessToken, DeviceKey, … }, in the background
 */
export async function autoSignIn(options?: CallOptions): Promise<SignInOutput> {
  const state = autoSignInState()
  if (!state || state.awaits === 'code') throw notStarted()
  // Called twice (React does that to effects in development), it signs in once.
  state.running ??= run(state, options).finally(endAutoSignIn)
  return state.running
}

async function run({ input, awaits, session }: AutoSignIn, options?: CallOptions): Promise<SignInOutput> {
  const here = world()
  const { runSignIn } = await loadSignIn()
  const until = Date.now() + AT_MOST_MILLISECONDS
  do {
    const output = await runSignIn(here, input, options, session)
    if (awaits !== 'link' || output.nextStep.signInStep !== 'CONFIRM_SIGN_UP') return output
    await new Promise((resolve) => setTimeout(resolve, EVERY_MILLISECONDS))
    throwIfAborted(options?.signal)
  } while (Date.now() < until)
  throw new AuthError({
    name: 'AutoSignInException',
    message: 'The account was not confirmed on time.',
    recoverySuggestion: 'Let the user open the link, and call signIn.',
  })
}

const notStarted = () =>
  new AuthError({
    name: 'AutoSignInException',
    message: 'The autoSignIn flow has not started, or has been cancelled/completed.',
    recoverySuggestion: 'Call signIn, or pass autoSignIn to signUp before.',
  })
