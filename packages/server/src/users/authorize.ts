import { decodeJwt } from 'jose'
import type { Client } from '../clients/client.js'
import { notAuthorized } from '../errors.js'
import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import type { Session } from '../tokens/session.js'
import type { User } from './user.js'

export type Authorized = {
  pool: Pool
  user: User
  session: Session
  clientId: string
  deviceKey: string | undefined
}

/** The scope that lets a user act on their own account. */
export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin'

const invalidAccessToken = () => notAuthorized('Invalid Access Token')

/**
 * Who an access token speaks for. Everything it says is checked: signature (RS256, this pool's key for access
 * tokens), expiry, kind, scope; that its session was not signed out; that the user is still there and enabled.
 * Throws NotAuthorizedException, whatever is wrong.
 */
export async function authorize(world: World, accessToken: string): Promise<Authorized> {
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
  return {
    pool,
    user,
    session,
    clientId: client_id,
    deviceKey: typeof device_key === 'string' ? device_key : undefined,
  }
}

/** The client that an access token was given to. Throws NotAuthorizedException when it is no more. */
export async function authorizedClient(
  world: World,
  { pool, clientId }: Pick<Authorized, 'pool' | 'clientId'>,
): Promise<Client> {
  const client = await world.stores.clients.find(pool.poolId, clientId)
  if (!client) throw invalidAccessToken()
  return client
}

/** The pool that a token claims to be of. Nothing else of the token is believed before its signature is checked. */
async function issuingPool(world: World, token: string): Promise<Pool> {
  const poolId = claimedIssuer(token).split('/').at(-1)
  const pool = poolId ? await world.stores.pools.find(poolId) : undefined
  if (!pool) throw invalidAccessToken()
  return pool
}

function claimedIssuer(token: string): string {
  try {
    return decodeJwt(token).iss ?? ''
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
