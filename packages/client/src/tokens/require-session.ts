import { type Ask, asking } from '../call.js'
import { resumeTracking } from '../devices/track-device.js'
import { hasName, notSignedIn } from '../errors.js'
import type { ClientMetadata } from '../types.js'
import type { CallOptions, World } from '../world.js'
import { refresh } from './refresh.js'
import { isExpired, loadSession, type Session } from './session.js'

/**
 * The session, with tokens that are good now.
 *
 * @returns undefined when nobody is signed in, or the server will have nothing of it any more
 */
export async function currentSession(
  world: World,
  ask: Ask,
  { forceRefresh = false, clientMetadata }: { forceRefresh?: boolean; clientMetadata?: ClientMetadata } = {},
): Promise<Session | undefined> {
  const session = await loadSession(world)
  if (!session) return undefined
  resumeTracking(world)
  if (!forceRefresh && !isExpired(session)) return session
  try {
    // With a deadline of its own: whoever gives up waiting must not lose the answer, with the next refresh token in it.
    return await ask.within(refresh(world, asking(world), session, clientMetadata))
  } catch (error) {
    if (hasName(error, 'NotAuthorizedException', 'UserUnAuthenticatedException')) return undefined
    throw error
  }
}

/** A signed-in user's way to the server. */
export type SignedIn = { world: World; ask: Ask; session: Session; AccessToken: string }

/** @throws AuthError UserUnAuthenticatedException */
export async function requireSession(world: World, options?: CallOptions): Promise<SignedIn> {
  const ask = asking(world, options)
  const session = await currentSession(world, ask)
  if (!session) throw notSignedIn()
  return { world, ask, session, AccessToken: session.accessToken.toString() }
}
