import { asking } from '../call.js'
import { world } from '../configure.js'
import { AuthError, ensure, hasName } from '../errors.js'
import { endAutoSignIn, setAutoSignIn } from '../sign-in/auto-sign-in-state.js'
import type { SignInInput, SignUpInput, SignUpOutput } from '../types.js'
import { userContextData } from '../user-context.js'
import type { CallOptions } from '../world.js'
import { codeDelivery, pairs } from './code-delivery.js'

/**
 * Makes an account. With `autoSignIn`, its user is signed in by `autoSignIn()` once it is confirmed.
 *
 * @throws AuthError EmptySignUpUsername, EmptySignUpPassword, or an error of SignUp
 * @example
 * await signUp({ username: 'alice', password: 'Correct-Horse-9', options: { userAttributes: { email: 'alice@example.com' } } })
 * // SignUp { ClientId, Username, Password, UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }] }
 * // { isSignUpComplete: false, nextStep: { signUpStep: 'CONFIRM_SIGN_UP', codeDeliveryDetails }, userId }
 */
export async function signUp(input: SignUpInput, options?: CallOptions): Promise<SignUpOutput> {
  const here = world()
  const {
    username,
    password,
    options: { userAttributes, validationData, clientMetadata, autoSignIn } = {},
  } = input
  ensure(username, 'EmptySignUpUsername', 'username is required to signUp')
  const answer = await asking(here, options)('SignUp', {
    Username: username,
    Password: password || undefined,
    UserAttributes: pairs(userAttributes),
    ClientMetadata: clientMetadata,
    ValidationData: pairs(validationData),
    ClientId: here.pool.clientId,
    UserContextData: userContextData(here, username),
  }).catch(namePasswordFault)
  const { UserSub: userId, UserConfirmed, CodeDeliveryDetails, Session: session } = answer
  const isSignUpComplete = UserConfirmed === true
  const codeDeliveryDetails = codeDelivery<'email' | 'phone_number'>(CodeDeliveryDetails)
  const { confirmsByLink } = here.pool
  const done = (nextStep: SignUpOutput['nextStep']) => ({ isSignUpComplete, userId, nextStep })

  endAutoSignIn()
  if (autoSignIn) {
    const awaits = isSignUpComplete ? 'nothing' : confirmsByLink ? 'link' : 'code'
    setAutoSignIn({ input: signInAfter(input), awaits, session })
    if (isSignUpComplete) return done({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' })
    if (confirmsByLink) return done({ signUpStep: 'COMPLETE_AUTO_SIGN_IN', codeDeliveryDetails })
  }
  return done(
    isSignUpComplete ? { signUpStep: 'DONE' } : { signUpStep: 'CONFIRM_SIGN_UP', codeDeliveryDetails },
  )
}

function signInAfter({ username, password, options }: SignUpInput): SignInInput {
  const chosen = typeof options?.autoSignIn === 'object' ? options.autoSignIn : undefined
  const withPassword = password && chosen?.authFlowType !== 'CUSTOM_WITHOUT_SRP'
  return { username, ...(withPassword && { password }), ...(chosen && { options: chosen }) }
}

/** A pool that wants a password says so in the words of its validation; aws-amplify has a name for it. */
function namePasswordFault(error: unknown): never {
  const isMissing =
    error instanceof AuthError &&
    hasName(error, 'InvalidParameterException') &&
    /'password'/.test(error.message) &&
    /Member must not be null/.test(error.message)
  ensure(!isMissing, 'EmptySignUpPassword', 'password is required to signUp')
  throw error
}
