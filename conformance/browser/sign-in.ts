import type { signIn as SignIn } from '@latchkey/auth'
import type { TestUser } from '../pool-server.js'

type Auth = {
  signIn(input: { username: string; password: string }): ReturnType<typeof SignIn>
  confirmSignIn(input: { challengeResponse: string }): ReturnType<typeof SignIn>
}

/** Signs a user in, and says what they were asked for beside the password. */
export async function signIn(auth: Auth, user: TestUser): Promise<'nothing else' | 'a code'> {
  const { username, password } = user
  const { nextStep } = await auth.signIn({ username, password })
  if (nextStep.signInStep === 'DONE') return 'nothing else'
  if (nextStep.signInStep !== 'CONFIRM_SIGN_IN_WITH_TOTP_CODE') throw new Error(nextStep.signInStep)
  const confirmed = await auth.confirmSignIn({ challengeResponse: user.totp() })
  if (!confirmed.isSignedIn) throw new Error(confirmed.nextStep.signInStep)
  return 'a code'
}
