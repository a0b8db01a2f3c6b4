import { world } from '../configure.js'
import { listOf } from '../lists.js'
import { requireSession } from '../tokens/require-session.js'
import type { FetchUserAttributesOutput } from '../types.js'
import type { CallOptions, World } from '../world.js'

/**
 * The attributes of the user who is signed in.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of GetUser
 * @example
 * await fetchUserAttributes()
 * // GetUser { AccessToken }
 * // { sub: '3f0a…', email: 'alice@example.com', email_verified: 'true' }
 */
export function fetchUserAttributes(options?: CallOptions): Promise<FetchUserAttributesOutput> {
  return userAttributes(world(), options)
}

export async function userAttributes(here: World, options?: CallOptions): Promise<FetchUserAttributesOutput> {
  const { ask, AccessToken } = await requireSession(here, options)
  const { UserAttributes } = await ask('GetUser', { AccessToken })
  return Object.fromEntries(listOf(UserAttributes).map(({ Name, Value = '' }) => [Name, Value]))
}
