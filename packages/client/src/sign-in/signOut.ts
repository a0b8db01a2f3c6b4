import { type Ask, asking } from '../call.js'
import { world } from '../configure.js'
import { settleDevice } from '../devices/track-device.js'
import { emit } from '../events.js'
import { textClaim } from '../tokens/jwt.js'
import { currentSession } from '../tokens/require-session.js'
import { clearSession, loadSession, type Session } from '../tokens/session.js'
import type { SignOutInput } from '../types.js'
import type { CallOptions, World } from '../world.js'
import { endAutoSignIn } from './auto-sign-in-state.js'
import { setSignInState } from './sign-in-state.js'

/** A sign-out is not held up for longer than this by a device that is still registering itself. */
const PATIENCE = 3000

/**
 * Signs the user out: here, or with `global` on all devices. The tokens are gone from storage in any case, also when the
 * server cannot be reached. The device stays what it was: tracked, and remembered if it was.
 *
 * @example
 * await signOut()
 * // RevokeToken { ClientId, Token }
 * @example
 * await signOut({ global: true })
 * // GlobalSignOut { AccessToken }
 */
export async function signOut(input?: SignOutInput, options?: CallOptions): Promise<void> {
  await signOutOf(world(), input?.global ?? false, options)
}

export async function signOutOf(here: World, everywhere: boolean, options?: CallOptions): Promise<void> {
  await patiently(settleDevice(here))
  const ask = asking(here, options)
  const session = await sessionToEnd(here, ask, everywhere)
  endAutoSignIn()
  setSignInState(undefined)
  await clearSession(here)
  emit({ type: 'signedOut' })
  // Whatever comes of it: who wants to be signed out is.
  if (session) await end(here, ask, session, everywhere).catch(() => {})
}

/** All sessions are ended by a token that is still good. */
async function sessionToEnd(here: World, ask: Ask, everywhere: boolean): Promise<Session | undefined> {
  const session = await loadSession(here)
  return everywhere ? currentSession(here, ask).catch(() => session) : session
}

async function end(here: World, ask: Ask, session: Session, everywhere: boolean): Promise<void> {
  const { accessToken, refreshToken: Token } = session
  if (everywhere) await ask('GlobalSignOut', { AccessToken: accessToken.toString() })
  // Only tokens of a client with revocation have the claim, and only those can be revoked.
  else if (Token && textClaim(accessToken, 'origin_jti'))
    await ask('RevokeToken', { ClientId: here.pool.clientId, Token })
}

async function patiently(registration: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE)
  })
  await Promise.race([registration, patience])
  clearTimeout(timer)
}
