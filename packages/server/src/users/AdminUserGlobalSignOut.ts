import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from './require-user.js'
import { signOutEverywhere } from './sign-out-everywhere.js'

export const AdminUserGlobalSignOut: Operation<'AdminUserGlobalSignOut'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  await signOutEverywhere(world, await requireUser(world, pool, request.Username))
  return {}
}
