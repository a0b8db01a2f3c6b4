import { type Random, randomText } from '../chance.js'
import { Refusal } from '../errors.js'
import { type Acting, acting } from '../events/acting.js'
import type { World } from '../operation.js'
import type { Client, ClientSecret } from './client.js'
import { requireClientOfPool } from './require-client.js'

/** The secrets of a client: how they are made, and how their list changes. */

const LETTERS_AND_DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'

export const randomSecret = (random: Random) => randomText(random, 51, LETTERS_AND_DIGITS)

export const newSecret = (
  { random, clock }: Pick<World, 'random' | 'clock'>,
  value: string,
): ClientSecret => ({
  secretId: randomText(random, 26, LETTERS_AND_DIGITS),
  value,
  createdAt: clock.now(),
})

const TRIES = 5

/**
 * Changes the secrets of a client. Others may change the client at the same moment; `change` is asked again then.
 * Throws ResourceNotFoundException, TooManyRequestsException and whatever `change` throws.
 */
export async function changeSecrets(
  world: Acting & Pick<World, 'stores'>,
  request: { UserPoolId: string; ClientId: string },
  change: (client: Client) => ClientSecret[],
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { client } = await requireClientOfPool(world, request.UserPoolId, request.ClientId)
    const secrets = change(client)
    const now = world.clock.now()
    const changed = await acting(world, client.poolId, ({ clients }) =>
      clients.setSecrets(client, secrets, now),
    )
    if (changed) return
  }
  throw new Refusal('TooManyRequestsException', 'Too many requests')
}
