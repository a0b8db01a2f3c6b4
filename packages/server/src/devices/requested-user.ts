import { notFound } from '../errors.js'
import type { World } from '../operation.js'
import { nameKey, type Pool } from '../pools/pool.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import type { User } from '../users/user.js'

type Named = { UserPoolId: string; Username: string }

/** The user whose devices an operator means. Throws UserNotFoundException. */
export async function requestedUser(world: World, request: Named): Promise<{ pool: Pool; user: User }> {
  const pool = await requirePool(world, request.UserPoolId)
  return { pool, user: await requireUser(world, pool, request.Username) }
}

/** AdminGetDevice and AdminListDevices declare no UserNotFoundException; there it is a resource that is not found. */
export async function requestedUserAsResource(world: World, request: Named): Promise<User> {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await world.stores.users.findByName(pool.poolId, nameKey(pool, request.Username))
  if (!user) throw notFound('User does not exist.')
  return user
}
