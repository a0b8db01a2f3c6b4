import type { Ask } from '../call.js'
import { readPending } from '../devices/pending-device.js'
import { AuthError, hasName, notSignedIn } from '../errors.js'
import { emit } from '../events.js'
import { keyOf } from '../storage/keys.js'
import type { ClientMetadata } from '../types.js'
import type { World } from '../world.js'
import { textClaim } from './jwt.js'
import {
  clearSession,
  isExpired,
  isStill,
  loadSession,
  type Session,
  saveSession,
  sessionOf,
} from './session.js'

/** Refusals after which no refresh will ever succeed. Source: aws-amplify's TokenOrchestrator. */
export const ENDS_THE_SESSION = [
  'NotAuthorizedException',
  'TokenRevokedException',
  'UserNotFoundException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
  'RefreshTokenReuseException',
]

/**
 * New tokens for the session that was seen, or those that are stored by now instead. Nobody else must do the same
 * meanwhile.
 *
 * @returns undefined when nobody is signed in any more
 * @throws AuthError what the server refused with; the session is gone where that is final
 */
export async function renew(
  world: World,
  ask: Ask,
  seen: Session,
  clientMetadata?: ClientMetadata,
): Promise<Session | undefined> {
  const session = await loadSession(world)
  if (!session || session.accessToken.toString() !== seen.accessToken.toString()) return session
  if (session.refreshToken === undefined) return withoutRefreshToken(world, session)
  try {
    return await request(world, ask, session, clientMetadata)
  } catch (error) {
    if (error instanceof AuthError && hasName(error, ...ENDS_THE_SESSION)) return end(world, session, error)
    throw error
  }
}

async function request(
  world: World,
  ask: Ask,
  session: Session,
  given: ClientMetadata | undefined,
): Promise<Session | undefined> {
  const ClientMetadata = given ?? (await world.clientMetadata?.())
  const { refreshToken: RefreshToken = '', username, signInDetails } = session
  const DeviceKey = await deviceKeyOf(world, session)
  const { AuthenticationResult = {} } = await ask('GetTokensFromRefreshToken', {
    ClientId: world.pool.clientId,
    RefreshToken,
    DeviceKey,
    ClientMetadata,
  })
  const renewed = sessionOf(AuthenticationResult, { username, signInDetails, refreshToken: RefreshToken })
  // Signed out, or signed in anew, while the request was on its way: what came is nobody's.
  if (!(await saveSession(world, renewed, {}, isStill(world, session)))) return loadSession(world)
  emit({ type: 'tokensRefreshed' })
  return renewed
}

/**
 * A tracked device must be named. On a server its keys may be missing (amplify-js#11664: they are where the browser
 * keeps them), and the access token, which was verified there, names the device of this session better than a cookie.
 */
async function deviceKeyOf(world: World, { username, accessToken }: Session): Promise<string | undefined> {
  const claimed = world.onServer ? textClaim(accessToken, 'device_key') : undefined
  if (claimed) return claimed
  const keyUnder = (name: string) => world.storage.get(keyOf(world, name, 'deviceKey'))
  const owner = () => world.storage.get(keyOf(world, username, 'deviceOwner'))
  return (
    (await keyUnder(username)) ??
    (await keyUnder((await owner()) ?? username)) ??
    (await readPending(world, username))?.deviceKey
  )
}

/** Its tokens are good until they expire; then it is over. */
async function withoutRefreshToken(world: World, session: Session): Promise<Session | undefined> {
  if (isExpired(session)) return end(world, session, notSignedIn())
  throw new AuthError({
    name: 'TokenRefreshException',
    message: 'There is no refresh token in this session.',
    recoverySuggestion: 'Go on with the tokens that there are, or sign in again.',
  })
}

/** The session that was refused is over; one that began meanwhile is not. */
async function end(world: World, session: Session, error: AuthError): Promise<Session | undefined> {
  if (!(await clearSession(world, isStill(world, session)))) return loadSession(world)
  emit({ type: 'sessionEnded', error })
  throw error
}
