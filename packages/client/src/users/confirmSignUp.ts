import { asking } from '../call.js'
import { world } from '../configure.js'
import { ensure } from '../errors.js'
import { autoSignInState, endAutoSignIn, setAutoSignIn } from '../sign-in/auto-sign-in-state.js'
import type { ConfirmSignUpInput, ConfirmSignUpOutput } from '../types.js'
import { userContextData } from '../user-context.js'
import type { CallOptions } from '../world.js'

/**
 * Confirms an account by the code that was sent to its user.
 *
 * @throws AuthError EmptyConfirmSignUpUsername, EmptyConfirmSignUpCode, or an error of ConfirmSignUp
 * @example
 * await confirmSignUp({ username: 'alice', confirmationCode: '123456' })
 * // ConfirmSignUp { ClientId, Username, ConfirmationCode }
 * // { isSignUpComplete: true, nextStep: { signUpStep: 'DONE' } }
 */
export async function confirmSignUp(
  input: ConfirmSignUpInput,
  options?: CallOptions,
): Promise<ConfirmSignUpOutput> {
  const here = world()
  const { username, confirmationCode, options: { clientMetadata, forceAliasCreation } = {} } = input
  ensure(username, 'EmptyConfirmSignUpUsername', 'username is required to confirmSignUp')
  ensure(confirmationCode, 'EmptyConfirmSignUpCode', 'code is required to confirmSignUp')
  const { Session: session } = await asking(here, options)('ConfirmSignUp', {
    Username: username,
    ConfirmationCode: confirmationCode,
    ClientMetadata: clientMetadata,
    ForceAliasCreation: forceAliasCreation,
    ClientId: here.pool.clientId,
    UserContextData: userContextData(here, username),
  })
  const auto = autoSignInState()
  if (auto?.input.username !== username) {
    endAutoSignIn()
    return { isSignUpComplete: true, nextStep: { signUpStep: 'DONE' } }
  }
  setAutoSignIn({ ...auto, awaits: 'nothing', session })
  return { isSignUpComplete: true, nextStep: { signUpStep: 'COMPLETE_AUTO_SIGN_IN' } }
}
