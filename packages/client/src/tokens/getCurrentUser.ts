import { asking } from '../call.js'
import { world } from '../configure.js'
import type { AuthUser } from '../types.js'
import type { CallOptions } from '../world.js'
import { currentSession } from './require-session.js'
import { userOf } from './shown.js'

/**
 * Who is signed in. Asks the server only when the tokens have expired.
 *
 * @throws AuthError UserUnAuthenticatedException when nobody is
 * @example
 * await getCurrentUser()
 * // { username: 'alice', userId: '3f0a…', signInDetails: { loginId: 'alice', authFlowType: 'USER_SRP_AUTH' } }
 */
export async function getCurrentUser(options?: CallOptions): Promise<AuthUser> {
  const here = world()
  return userOf(await currentSession(here, asking(here, options)))
}
