import { asking } from '../call.js'
import { AuthError, ensure } from '../errors.js'
import { currentSession } from '../tokens/require-session.js'
import type { AuthFlowType, SignInInput, SignInOutput } from '../types.js'
import type { CallOptions, World } from '../world.js'
import { arrive, attempt } from './arrive.js'
import { initiate, type Progress, recovering, type SignIn } from './flow.js'
import { knownDevice } from './known-device.js'
import { provePassword } from './password-proof.js'
import { setSignInState } from './sign-in-state.js'

/** `signIn`, once there is something to sign in to: loaded by nobody who is signed in already. */
export async function runSignIn(
  here: World,
  input: SignInInput,
  options?: CallOptions,
  signUpSession?: string,
): Promise<SignInOutput> {
  const ask = asking(here, options)
  const session = await currentSession(here, ask).catch(() => undefined)
  if (session?.idToken) throw alreadySignedIn()
  const { username, options: { authFlowType = 'USER_SRP_AUTH', clientMetadata } = {} } = input
  ensure(username, 'EmptySignInUsername', 'username is required to signIn')
  const signingIn: SignIn = { world: here, ask, clientMetadata, details: { loginId: username, authFlowType } }
  setSignInState(undefined)
  const begin = flows[Object.hasOwn(flows, authFlowType) ? authFlowType : 'USER_SRP_AUTH']
  return attempt(async () => arrive(signingIn, await begin(signingIn, input, signUpSession)))
}

const alreadySignedIn = () =>
  new AuthError({
    name: 'UserAlreadyAuthenticatedException',
    message: 'There is already a signed in user.',
    recoverySuggestion: 'Call signOut before calling signIn again.',
  })

type Flow = (signIn: SignIn, input: SignInInput, session: string | undefined) => Promise<Progress>

const flows: Record<AuthFlowType, Flow> = {
  USER_SRP_AUTH: (signIn, { username, password }) =>
    provePassword(signIn, username, given(password), (SRP_A) =>
      initiate(signIn, 'USER_SRP_AUTH', { USERNAME: username, SRP_A }, { typed: username }),
    ),

  USER_PASSWORD_AUTH: (signIn, { username, password }) =>
    withDevice(signIn.world, username, (device) =>
      initiate(
        signIn,
        'USER_PASSWORD_AUTH',
        { USERNAME: username, PASSWORD: given(password) },
        { device, typed: username },
      ),
    ),

  CUSTOM_WITHOUT_SRP: (signIn, { username, password }) => {
    ensure(
      !password,
      'CustomAuthSignInPassword',
      'A password is not needed when signing in with CUSTOM_WITHOUT_SRP',
    )
    return withDevice(signIn.world, username, (device) =>
      initiate(signIn, 'CUSTOM_AUTH', { USERNAME: username }, { device, typed: username }),
    )
  },

  CUSTOM_WITH_SRP: (signIn, { username, password }) =>
    provePassword(signIn, username, given(password), (SRP_A) =>
      initiate(
        signIn,
        'CUSTOM_AUTH',
        { USERNAME: username, SRP_A, CHALLENGE_NAME: 'SRP_A' },
        { typed: username },
      ),
    ),

  USER_AUTH: (signIn, { username, password, options }, session) => {
    const { passwordless } = signIn.world.pool
    const preferred = options?.preferredChallenge ?? passwordless?.preferredChallenge
    ensureOffered(signIn.world, preferred)
    const parameters = { USERNAME: username, ...(preferred && { PREFERRED_CHALLENGE: preferred }) }
    if (preferred === 'PASSWORD_SRP') {
      const begin = (SRP_A: string) =>
        initiate(signIn, 'USER_AUTH', { ...parameters, SRP_A }, { typed: username, session })
      return provePassword(signIn, username, given(password), begin, ['SELECT_CHALLENGE'])
    }
    const PASSWORD = preferred === 'PASSWORD' && { PASSWORD: given(password) }
    return withDevice(signIn.world, username, (device) =>
      initiate(signIn, 'USER_AUTH', { ...parameters, ...PASSWORD }, { device, session, typed: username }),
    )
  },
}

function given(password: string | undefined): string {
  ensure(password, 'EmptySignInPassword', 'password is required to signIn')
  return password
}

const withDevice = async (
  world: World,
  username: string,
  begin: Parameters<typeof recovering<Progress>>[2],
) => recovering(world, await knownDevice(world, [username]), begin)

/** Where the configuration names the factors that the pool offers, another one is refused before it is asked for. */
function ensureOffered({ pool: { passwordless } }: World, preferred: string | undefined): void {
  const offered: Record<string, unknown> = {
    EMAIL_OTP: passwordless?.emailOtpEnabled,
    SMS_OTP: passwordless?.smsOtpEnabled,
    WEB_AUTHN: passwordless?.webAuthn,
  }
  ensure(
    !passwordless || !preferred || !(preferred in offered) || offered[preferred],
    'InvalidPreferredChallenge',
    'The preferred challenge is not enabled in your backend configuration',
  )
}
