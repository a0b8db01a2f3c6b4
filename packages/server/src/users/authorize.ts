import { decodeJwt } from 'jose'
import type { Client } from '../clients/client.js'
import { notAuthorized, passwordResetRequired } from '../errors.js'
import type { Stores, World } from '../operation.js'
import { isPoolId, type Pool } from '../pools/pool.js'
import type { Session } from '../tokens/session.js'
import type { User } from './user.js'

export type Authorized = {
  pool: Pool
  user: User
  session: Session
  /** The client that the token was given to. */
  client: Client
  deviceKey: string | undefined
}

/** The scope that lets a user act on their own account. */
export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin'

const invalidAccessToken = () => notAuthorized('Invalid Access Token')

/**
 * Who an access token speaks for. Everything it says is checked: signature (RS256, this pool's key for access
 * tokens), expiry, kind, scope; that its session was not signed out; that user and client are still there, and the user
 * is enabled.
 * Throws NotAuthorizedException, whatever is wrong; PasswordResetRequiredException while the password is to be reset.
 * @param options.alsoBeforeReset `yes` for what is done then, too; `by whoever asked for it` for what a user does to secure
 * the account, in the session in which they reported a device.
 */
export async function authorize(
  world: World,
  accessToken: string,
  options: { alsoBeforeReset?: 'yes' | 'by whoever asked for it' } = {},
): Promise<Authorized> {
  const pool = await issuingPool(world, accessToken)
  const check = await world.tokens.verify(pool, 'access', accessToken, world.clock.now())
  if (!check.ok)
    throw check.why === 'expired' ? notAuthorized('Access Token has expired') : invalidAccessToken()
  const { sub, event_id, token_use, scope, client_id, device_key } = check.claims
  if (token_use !== 'access' || typeof event_id !== 'string' || typeof client_id !== 'string' || !sub) {
    throw invalidAccessToken()
  }
  if (typeof scope !== 'string' || !scope.split(' ').includes(SELF_SERVICE_SCOPE)) {
    throw notAuthorized('Access Token does not have required scopes')
  }
  const { user, session } = await standing(world, { poolId: pool.poolId, userId: sub }, event_id)
  if (user.status === 'RESET_REQUIRED' && !mayBeforeReset(options.alsoBeforeReset, user, session))
    throw passwordResetRequired()
  const client = await world.stores.clients.find(pool.poolId, client_id)
  if (!client) throw invalidAccessToken()
  return {
    pool,
    user,
    session,
    client,
    deviceKey: typeof device_key === 'string' ? device_key : undefined,
  }
}

/**
 * Asked again where it is written by: of two sessions that end each other at once, one does. One whose device was forgotten
 * has no say about other devices, though its access token is good for a while. Throws NotAuthorizedException.
 */
export async function refuseEnded(
  { sessions }: Pick<Stores, 'sessions'>,
  { poolId, userId, sessionId }: Session,
): Promise<void> {
  const now = await sessions.find({ poolId, userId }, sessionId)
  if (!now || now.revokedAt || now.refreshEndedAt) throw notAuthorized('Access Token has been revoked')
}

const mayBeforeReset = (
  also: 'yes' | 'by whoever asked for it' | undefined,
  { resetBySession }: User,
  { sessionId }: Session,
) => also === 'yes' || (also !== undefined && resetBySession === sessionId)

/** The pool that a token claims to be of. Nothing else of the token is believed before its signature is checked. */
async function issuingPool(world: World, token: string): Promise<Pool> {
  const poolId = claimedIssuer(token).split('/').at(-1)
  const pool = poolId && isPoolId(poolId) ? await world.stores.pools.find(poolId) : undefined
  if (!pool) throw invalidAccessToken()
  return pool
}

function claimedIssuer(token: string): string {
  try {
    const { iss } = decodeJwt(token)
    // Nothing is checked yet: it may be of any type.
    return typeof iss === 'string' ? iss : ''
  } catch {
    throw invalidAccessToken()
  }
}

async function standing(world: World, owner: { poolId: string; userId: string }, sessionId: string) {
  const [user, session] = [
    await world.stores.users.find(owner),
    await world.stores.sessions.find(owner, sessionId),
  ]
  if (!user || !session || session.revokedAt) throw notAuthorized('Access Token has been revoked')
  if (!user.enabled) throw notAuthorized('User is disabled.')
  return { user, session }
}
