import { notAuthorized, Refusal } from '../errors.js'
import type { Identity, World } from '../operation.js'
import { OPERATORS_POOL } from '../pools/pool.js'
import { type Authorized, authorize } from '../users/authorize.js'
import { grantsOf } from './operator.js'

/**
 * Only those of the operators' pool speak for an operator. Access tokens of users live on when their device is forgotten;
 * those of operators open more than one account. Throws AccessDeniedException or NotAuthorizedException.
 */
export function operatorOf(authorized: Authorized): Authorized {
  if (authorized.pool.poolId !== OPERATORS_POOL)
    throw new Refusal('AccessDeniedException', 'This is a token of a user, and not of an operator.')
  if (authorized.session.refreshEndedAt) throw notAuthorized('Access Token has been revoked')
  return authorized
}

/**
 * Who an access token speaks for. What they may is looked up, and not taken from the token, whose groups are those of the
 * time at which it was made. Throws NotAuthorizedException, or AccessDeniedException for a user's token.
 */
export async function operatorOfToken(world: World, accessToken: string): Promise<Identity> {
  const { user } = operatorOf(await authorize(world, accessToken))
  const groups = await world.stores.groups.ofUser(user)
  return { operator: user.username, grants: grantsOf(groups.map(({ groupName }) => groupName)) }
}
