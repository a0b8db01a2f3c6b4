import type { Operation } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { authFactorsOf } from './auth-factors.js'

export const GetUserAuthFactors: Operation<'GetUserAuthFactors'> = async (world, request) => {
  const { pool, user } = await authorize(world, request.AccessToken)
  return authFactorsOf(world, pool, user)
}
