import type { Client } from '../clients/client.js'
import { invalidSession } from '../errors.js'
import type { Stores, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import type { User } from '../users/user.js'
import { wantedOf } from './second-factor.js'
import { saltOf, userIsDisabled } from './step.js'
import { readSession, type Ticket, writeSession } from './ticket.js'

/**
 * The sign-in in whose middle a user sets up a second factor. A user who has one by now does not get another this
 * way: it would let a password alone replace it. Throws NotAuthorizedException.
 */
export async function openSetUp(
  world: World,
  session: string,
): Promise<{ ticket: Ticket; user: User; client: Client; pool: Pool }> {
  const ticket = readSession(world.keyring, session, world.clock.now())
  if (ticket?.asks !== 'second factor set-up' || ticket.secondFactorSetUp) throw invalidSession()
  const client = await world.stores.clients.find(ticket.poolId, ticket.clientId)
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  if (!client || !found || found.paidOut || saltOf(found.user) !== ticket.passwordSalt) throw invalidSession()
  if (!found.user.enabled) throw userIsDisabled()
  const pool = await requirePool(world, ticket.poolId)
  await requireTokenSetUp(world.stores, pool, found.user)
  return { ticket, user: found.user, client, pool }
}

/** Throws NotAuthorizedException when the user has a second factor by now, or may not have a software token. */
export async function requireTokenSetUp(stores: Stores, pool: Pool, user: User): Promise<void> {
  const { wanted } = await wantedOf(stores, pool, user)
  const owed = wanted.secondFactor === 'to be set up' && wanted.among.includes('software token')
  if (!owed) throw invalidSession()
}

export const resealed = (
  world: World,
  client: Client,
  ticket: Ticket,
  change: Pick<Ticket, 'secondFactorSetUp'>,
) =>
  writeSession(world.keyring, {
    ...ticket,
    ...change,
    expiresAt: world.clock.now().getTime() + client.signInStepSeconds * 1000,
  })
