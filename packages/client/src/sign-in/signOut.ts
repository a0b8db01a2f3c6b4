import { asking } from '../call.js'
import { world } from '../configure.js'
import { settleDevice } from '../devices/track-device.js'
import { emit } from '../events.js'
import { textClaim } from '../tokens/jwt.js'
import { currentSession } from '../tokens/require-session.js'
import { clearSession, loadSession } from '../tokens/session.js'
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
  // Whatever comes of it: who wants to be signed out is.
  await (everywhere ? endAllSessions(here, options) : endSession(here, options)).catch(() => {})
  endAutoSignIn()
  setSignInState(undefined)
  await clearSession(here)
  emit({ type: 'signedOut' })
}

async function patiently(registration: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE)
  })
  await Promise.race([registration, patience])
  clearTimeout(timer)
}

/** Only tokens of a client with revocation have the claim, and only those can be revoked. */
async function endSession(here: World, options?: CallOptions): Promise<void> {
  const session = await loadSession(here)
  const { refreshToken: Token } = session ?? {}
  if (!Token || !textClaim(session?.accessToken, 'origin_jti')) return
  await asking(here, options)('RevokeToken', { ClientId: here.pool.clientId, Token })
}

async function endAllSessions(here: World, options?: CallOptions): Promise<void> {
  const ask = asking(here, options)
  const session = await currentSession(here, ask)
  if (session) await ask('GlobalSignOut', { AccessToken: session.accessToken.toString() })
}
