import type { World } from '../operation.js'
import { OPERATORS_POOL } from '../pools/pool.js'

/** One-time links to the console, for operators who lost their way in: whoever has the server's data makes them. */

export const LINK_SECRET_BYTES = 32
export const LINK_MILLISECONDS = 30 * 60 * 1000

const hashOf = ({ keyring }: Pick<World, 'keyring'>, link: string) => keyring.hash('operator link', link)

/** A link for one operator, which works once and for half an hour. What is kept of it does not open the console. */
export async function makeLink(
  world: Pick<World, 'clock' | 'random' | 'keyring' | 'stores'>,
  userId: string,
): Promise<string> {
  const owner = { poolId: OPERATORS_POOL, userId }
  const link = `${userId}.${world.random.bytes(LINK_SECRET_BYTES).toString('base64url')}`
  const expiresAt = new Date(world.clock.now().getTime() + LINK_MILLISECONDS)
  await world.stores.operators.addLink(owner, hashOf(world, link), expiresAt)
  return link
}

/** True for one of those who follow it. */
export const useLink = (
  { stores, clock, keyring }: Pick<World, 'clock' | 'keyring' | 'stores'>,
  userId: string,
  link: string,
): Promise<boolean> =>
  stores.operators.useLink({ poolId: OPERATORS_POOL, userId }, hashOf({ keyring }, link), clock.now())
