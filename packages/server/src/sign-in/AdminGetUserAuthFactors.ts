import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from '../users/require-user.js'
import { authFactorsOf } from './auth-factors.js'

export const AdminGetUserAuthFactors: Operation<'AdminGetUserAuthFactors'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  return authFactorsOf(world, pool, await requireUser(world, pool, request.Username))
}
