import type { Operation } from '../operation.js'
import { changeMfa } from './change-mfa.js'
import { mfaConfigShape } from './pool-shape.js'
import { requirePool } from './require-pool.js'

export const SetUserPoolMfaConfig: Operation<'SetUserPoolMfaConfig'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  return mfaConfigShape(await changeMfa(world, pool, request))
}
