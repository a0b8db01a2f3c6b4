import { asking } from '../call.js'
import { type AuthError, hasName } from '../errors.js'
import type { FetchAuthSessionOptions } from '../tokens/fetchAuthSession.js'
import { ENDS_THE_SESSION, renew } from '../tokens/renew.js'
import { isExpired, loadSession, type Session } from '../tokens/session.js'
import type { World } from '../world.js'
import type { RequestStorage } from './request-storage.js'
import { genuineClaims, type Issuer, invalid } from './verifyToken.js'

/** One request to the app's server, and nothing of any other. */
export type Visit = {
  readonly world: World
  /** What is under the world's storage. */
  readonly cookies: RequestStorage
  readonly issuer: Issuer
  readonly onRefused: ((error: AuthError) => void) | undefined
  /** The refresh that is on its way. */
  refreshing: Promise<Session | undefined> | undefined
}

/**
 * The session in the cookies, with tokens that were verified and are good now.
 *
 * Nothing in a cookie is used before the access token is known to be the issuer's: also an expired one is verified,
 * since its claims say which device refreshes, and since refresh tokens of strangers are not passed on.
 *
 * @returns undefined when nobody is signed in
 * @throws AuthError when that cannot be known: TokenIssuerUnreachable, NetworkError, TimeoutError
 */
export async function verifiedSession(
  visit: Visit,
  options: FetchAuthSessionOptions = {},
): Promise<Session | undefined> {
  const session = await loadSession(visit.world)
  if (!session || !(await isGenuine(visit, session))) return undefined
  if (!options.forceRefresh && !isExpired(session)) return session
  visit.refreshing ??= refreshed(visit, session, options).finally(() => {
    visit.refreshing = undefined
  })
  return visit.refreshing
}

async function isGenuine({ world, issuer, onRefused }: Visit, session: Session): Promise<boolean> {
  const { clientId } = world.pool
  const claims = async (token: object, tokenUse: 'access' | 'id') =>
    (await genuineClaims(token.toString(), { ...issuer, clientId, tokenUse })).claims
  try {
    const { accessToken, idToken } = session
    const access = await claims(accessToken, 'access')
    if (idToken && (await claims(idToken, 'id')).sub !== access.sub)
      throw invalid('Access token and ID token are of two users.')
    return true
  } catch (error) {
    if (!hasName(error, 'InvalidTokenException')) throw error
    onRefused?.(error as AuthError)
    return false
  }
}

/**
 * New tokens, and the cookies with them. There is no lock as in the browser's half: it would make users wait for each
 * other. New tokens are not checked for expiry: the pool issued them just now, and where the clocks are far apart they
 * would be refreshed for ever.
 */
async function refreshed(
  visit: Visit,
  seen: Session,
  options: FetchAuthSessionOptions,
): Promise<Session | undefined> {
  const { world, cookies } = visit
  const session = await renew(world, asking(world, options), seen, options.clientMetadata).catch(ended)
  if (session && !(isOfSameUser(session, seen) && (await isGenuine(visit, session)))) {
    cookies.discard()
    return undefined
  }
  if (!cookies.write() && session && session.refreshToken !== seen.refreshToken) sayRotated()
  return session
}

/** The refresh token of somebody else, put into this browser, must not turn its user into somebody else. */
const isOfSameUser = (one: Session, other: Session) =>
  one.accessToken.payload.sub === other.accessToken.payload.sub

/** The session is over, and a page has to be rendered all the same: nobody is signed in. */
function ended(error: unknown): undefined {
  if (!hasName(error, 'UserUnAuthenticatedException', ...ENDS_THE_SESSION)) throw error
}

const sayRotated = () =>
  console.warn(
    'Latchkey: the refresh token was replaced where no cookie can be set, so the browser keeps the one that is spent. ' +
      'Refresh before the page is rendered: in middleware.',
  )
