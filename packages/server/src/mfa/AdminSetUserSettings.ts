import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import { setMfaOptions } from './set-settings.js'

export const AdminSetUserSettings: Operation<'AdminSetUserSettings'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  await setMfaOptions(world, pool, await requireUser(world, pool, request.Username), request.MFAOptions)
  return {}
}
