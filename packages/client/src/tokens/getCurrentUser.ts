import { asking } from '../call.js'
import { world } from '../configure.js'
import { notSignedIn } from '../errors.js'
import type { AuthUser } from '../types.js'
import type { CallOptions, World } from '../world.js'
import { textClaim } from './jwt.js'
import { currentSession } from './require-session.js'
import type { Session } from './session.js'

/**
 * Who is signed in. Asks the server only when the tokens have expired.
 *
 * @throws AuthError UserUnAuthenticatedException when nobody is
 * @example
 * await getCurrentUser()
 * // { username: 'alice', userId: '3f0a…', signInDetails: { loginId: 'alice', authFlowType: 'USER_SRP_AUTH' } }
 */
export function getCurrentUser(options?: CallOptions): Promise<AuthUser> {
  return currentUser(world(), options)
}

export async function currentUser(here: World, options?: CallOptions): Promise<AuthUser> {
  const session = await currentSession(here, asking(here, options))
  return userOf(session)
}

/** @throws AuthError UserUnAuthenticatedException without a session */
export function userOf(session: Session | undefined): AuthUser {
  if (!session) throw notSignedIn()
  const { idToken, accessToken, signInDetails } = session
  return {
    username:
      textClaim(idToken, 'cognito:username') ?? textClaim(accessToken, 'username') ?? session.username,
    userId: textClaim(idToken, 'sub') ?? textClaim(accessToken, 'sub') ?? '',
    ...(signInDetails && { signInDetails }),
  }
}
