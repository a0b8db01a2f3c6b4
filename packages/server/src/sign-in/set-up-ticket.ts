import type { Client } from '../clients/client.js'
import { invalidSession } from '../errors.js'
import type { World } from '../operation.js'
import type { User } from '../users/user.js'
import { saltOf, userIsDisabled } from './step.js'
import { readSession, type Ticket, writeSession } from './ticket.js'

/**
 * The sign-in in whose middle a user sets up a second factor. A user who has one by now does not get another this
 * way: it would let a password alone replace it. Throws NotAuthorizedException.
 */
export async function openSetUp(
  world: World,
  session: string,
): Promise<{ ticket: Ticket; user: User; client: Client }> {
  const ticket = readSession(world.keyring, session, world.clock.now())
  if (ticket?.asks !== 'second factor set-up' || ticket.secondFactorSetUp) throw invalidSession()
  const client = await world.stores.clients.find(ticket.poolId, ticket.clientId)
  const found = await world.stores.users.findForSignIn(ticket, ticket.signInId)
  if (!client || !found || found.paidOut || saltOf(found.user) !== ticket.passwordSalt) throw invalidSession()
  if (!found.user.enabled) throw userIsDisabled()
  if (await world.stores.softwareTokens.find(found.user)) throw invalidSession()
  return { ticket, user: found.user, client }
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
