import { createHmac } from 'node:crypto'
import { notAuthorized, notFound } from '../errors.js'
import { sameText } from '../keys/keyring.js'
import type { Pool } from '../pools/pool.js'
import type { PoolStore } from '../pools/pool-store.js'
import { requirePool } from '../pools/require-pool.js'
import type { Client } from './client.js'
import type { ClientStore } from './client-store.js'

/** The client that a public request names, with its pool. Throws ResourceNotFoundException. */
export async function requireClient(
  world: { stores: { clients: ClientStore } },
  clientId: string,
): Promise<{ client: Client; pool: Pool }> {
  const found = await world.stores.clients.findWithPool(clientId)
  if (!found) throw clientDoesNotExist(clientId)
  return found
}

/** The client that an operator names by its pool: one of another pool does not exist. Throws ResourceNotFoundException. */
export async function requireClientOfPool(
  world: { stores: { pools: PoolStore; clients: ClientStore } },
  poolId: string,
  clientId: string,
): Promise<{ client: Client; pool: Pool }> {
  const pool = await requirePool(world, poolId)
  const client = await world.stores.clients.find(poolId, clientId)
  if (!client) throw clientDoesNotExist(clientId)
  return { client, pool }
}

export const clientDoesNotExist = (clientId: string) =>
  notFound(`User pool client ${clientId} does not exist.`)

/**
 * `Base64(HMAC-SHA256(client secret, username + client id))`, of one of the names that mean the user in this step,
 * with any of the client's secrets.
 * Throws NotAuthorizedException. A client without a secret sends none; one that is sent is not looked at.
 * Source: Amazon Cognito developer guide, "Computing secret hash values".
 */
export function checkSecretHash(
  client: Client,
  names: (string | undefined)[],
  secretHash: string | undefined,
): void {
  const { secrets, clientId } = client
  if (secrets.length === 0) return
  if (secretHash === undefined) {
    throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`)
  }
  const right = names.some(
    (name) =>
      name !== undefined &&
      secrets.some(({ value }) => sameText(secretHashOf(value, name, clientId), secretHash)),
  )
  if (!right) throw notAuthorized(`Unable to verify secret hash for client ${clientId}`)
}

const secretHashOf = (secret: string, name: string, clientId: string) =>
  createHmac('sha256', secret)
    .update(name + clientId)
    .digest('base64')

/** Any of a client's secrets, in the clear, where an operation takes one instead of SECRET_HASH. */
export function clientSecretMatches(client: Client, secret: string | undefined): boolean {
  if (client.secrets.length === 0) return true
  return secret !== undefined && client.secrets.some(({ value }) => sameText(value, secret))
}
