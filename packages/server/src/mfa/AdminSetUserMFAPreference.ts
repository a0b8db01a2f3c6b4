import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import { setMfaPreference } from './set-preference.js'

export const AdminSetUserMFAPreference: Operation<'AdminSetUserMFAPreference'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  await setMfaPreference(world, pool, await requireUser(world, pool, request.Username), request)
  return {}
}
