import { unexpectedResponse } from '../errors.js'
import { keyOf, lastUserKey } from '../storage/keys.js'
import type { Changes } from '../storage/safe-storage.js'
import type { SignInDetails } from '../types.js'
import type { World } from '../world.js'
import { decodeJWT, type JWT } from './jwt.js'

/** Who is signed in, and with what. */
export type Session = {
  /** The name that stands in the keys of the storage. */
  readonly username: string
  readonly accessToken: JWT
  readonly idToken: JWT | undefined
  readonly refreshToken: string | undefined
  /** Milliseconds that the server's clock is ahead of this one. */
  readonly clockDrift: number
  readonly signInDetails: SignInDetails | undefined
}

/** aws-amplify's own word where nobody signed in. */
const NOBODY = 'username'

export const lastUser = async (world: World) => (await world.storage.get(lastUserKey(world))) ?? NOBODY

/** The session that is stored; undefined where there is none, or none that can be read. */
export async function loadSession(world: World): Promise<Session | undefined> {
  const username = await lastUser(world)
  const names = ['accessToken', 'idToken', 'refreshToken', 'clockDrift', 'signInDetails'] as const
  const [access, id, refreshToken, drift, details] = await Promise.all(
    names.map((name) => world.storage.get(keyOf(world, username, name))),
  )
  if (!access) return undefined
  try {
    return {
      username,
      accessToken: decodeJWT(access),
      idToken: id ? decodeJWT(id) : undefined,
      refreshToken,
      clockDrift: Number.parseInt(drift ?? '0', 10) || 0,
      signInDetails: details ? JSON.parse(details) : undefined,
    }
  } catch {
    return undefined
  }
}

/** The part of AuthenticationResult that is kept. Its own type, so that no public type needs the wire's. */
type Result = { [Name in 'AccessToken' | 'IdToken' | 'RefreshToken']?: string | undefined }

/**
 * Reads tokens of an answer.
 *
 * @throws AuthError UnexpectedResponseException when they are none: nothing must be stored of such an answer
 */
export function sessionOf(
  result: Result,
  rest: Pick<Session, 'username' | 'signInDetails'> & { refreshToken?: string | undefined },
): Session {
  try {
    const accessToken = decodeJWT(result.AccessToken ?? '')
    const { iat } = accessToken.payload
    return {
      ...rest,
      accessToken,
      idToken: result.IdToken ? decodeJWT(result.IdToken) : undefined,
      refreshToken: result.RefreshToken ?? rest.refreshToken,
      clockDrift: typeof iat === 'number' ? iat * 1000 - Date.now() : 0,
    }
  } catch (error) {
    throw unexpectedResponse('The server answered with tokens that are none.', error)
  }
}

/** Keeps a session, as a whole, with what else must be kept at the same time. */
export function saveSession(
  world: World,
  session: Session,
  also: Changes = {},
  onlyIf?: () => Promise<boolean>,
): Promise<boolean> {
  const { username, accessToken, idToken, refreshToken, clockDrift, signInDetails } = session
  const key = (name: Parameters<typeof keyOf>[2]) => keyOf(world, username, name)
  const changes = {
    [key('accessToken')]: accessToken.toString(),
    [key('idToken')]: idToken?.toString(),
    [key('refreshToken')]: refreshToken,
    [key('clockDrift')]: String(clockDrift),
    [key('signInDetails')]: signInDetails && JSON.stringify(signInDetails),
    ...also,
    // Last: it is what makes the rest a session.
    [lastUserKey(world)]: username,
  }
  return world.storage.change(changes, onlyIf)
}

/** Removes the session. What is known of the device stays: it is the same device at the next sign-in. */
export async function clearSession(world: World, onlyIf?: () => Promise<boolean>): Promise<boolean> {
  const username = await lastUser(world)
  const key = (name: Parameters<typeof keyOf>[2]) => keyOf(world, username, name)
  const changes = {
    [lastUserKey(world)]: undefined,
    [key('accessToken')]: undefined,
    [key('idToken')]: undefined,
    [key('refreshToken')]: undefined,
    [key('clockDrift')]: undefined,
    [key('signInDetails')]: undefined,
    [key('oauthMetadata')]: undefined,
    [key('pendingDevice')]: undefined,
  }
  return world.storage.change(changes, onlyIf)
}

/** Whether the session that is stored now is still this one: for changes that must not hit another one. */
export const isStill = (world: World, session: Session) => async () =>
  (await loadSession(world))?.refreshToken === session.refreshToken

/** aws-amplify's allowance for what a request takes. */
const LEEWAY = 5000

/** Whether a token of the session has run out, by the server's clock. One that does not say when has. */
export function isExpired({ accessToken, idToken, clockDrift }: Session): boolean {
  const now = Date.now() + clockDrift + LEEWAY
  return [accessToken, idToken].some((token) => token && !(now <= Number(token.payload.exp ?? 0) * 1000))
}
