import { invalidParameter, Refusal } from '../errors.js'
import { type Acting, acting } from '../events/acting.js'
import type { Pool } from '../pools/pool.js'
import { type Client, type ClientSecret, isClientId } from './client.js'
import { type ClientRequest, clientSettingsOf } from './client-shape.js'

/** Clients are made and changed by operations, and by a configuration file. */

/** Throws InvalidParameterException, also when the id is taken: client ids are one name space over all pools. */
export async function createClient(
  world: Acting,
  pool: Pool,
  clientId: string,
  secret: ClientSecret | undefined,
  request: ClientRequest & { ClientName: string },
): Promise<Client> {
  if (!isClientId(clientId)) throw invalidParameter(`${clientId} is not the id of a client: ${ID_RULE}`)
  const settings = clientSettingsOf(pool, request.ClientName, request)
  const key = { poolId: pool.poolId, clientId }
  const now = world.clock.now()
  const secrets = secret === undefined ? [] : [secret]
  const inserted = await acting(world, pool.poolId, ({ clients }) =>
    clients.insert(key, settings, secrets, now),
  )
  if (!inserted) throw invalidParameter(`User pool client ${clientId} already exists.`)
  return { ...settings, ...key, secrets, createdAt: now, modifiedAt: now }
}

const ID_RULE = 'it must have 1 to 128 characters, each a letter, a digit, _ or +.'

/**
 * Every member that is left out gets its default, but for the name; the secret stays. Source: UpdateUserPoolClient.
 * Throws InvalidParameterException and ConcurrentModificationException.
 */
export async function updateClient(
  world: Acting,
  pool: Pool,
  client: Client,
  request: ClientRequest & { ClientName?: string | undefined },
): Promise<void> {
  const settings = clientSettingsOf(pool, request.ClientName ?? client.name, request)
  const changed = await acting(world, pool.poolId, ({ clients }) =>
    clients.change(client, settings, world.clock.now()),
  )
  if (!changed) {
    throw new Refusal('ConcurrentModificationException', 'The client was changed meanwhile. Try again.')
  }
}
