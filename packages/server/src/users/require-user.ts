import { Refusal } from '../errors.js'
import { nameKey, type Pool } from '../pools/pool.js'
import type { User } from './user.js'
import type { UserStore } from './user-store.js'

export const userDoesNotExist = () => new Refusal('UserNotFoundException', 'User does not exist.')

/** The user whom an operator names by username, sub or alias. Throws UserNotFoundException. */
export async function requireUser(
  world: { stores: { users: UserStore } },
  pool: Pool,
  username: string,
): Promise<User> {
  const user = await world.stores.users.findByName(pool.poolId, nameKey(pool, username))
  if (!user) throw userDoesNotExist()
  return user
}
