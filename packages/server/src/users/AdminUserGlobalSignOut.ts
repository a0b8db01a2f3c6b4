import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from './require-user.js'

export const AdminUserGlobalSignOut: Operation<'AdminUserGlobalSignOut'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  await world.stores.sessions.revokeAll(user, world.clock.now())
  return {}
}
