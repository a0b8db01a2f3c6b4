import { notSignedIn } from '../errors.js'
import type { AuthUser } from '../types.js'
import type { AuthSession } from './fetchAuthSession.js'
import { textClaim } from './jwt.js'
import type { Session } from './session.js'

/** A session as apps see it. */

export function authSessionOf(session: Session | undefined): AuthSession {
  if (!session) return {}
  const { accessToken, idToken, signInDetails } = session
  const userSub = textClaim(accessToken, 'sub')
  return {
    tokens: { accessToken, ...(idToken && { idToken }), ...(signInDetails && { signInDetails }) },
    ...(userSub !== undefined && { userSub }),
  }
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
