import type { Operation } from '../operation.js'
import { mfaConfigShape } from './pool-shape.js'
import { requirePool } from './require-pool.js'

export const GetUserPoolMfaConfig: Operation<'GetUserPoolMfaConfig'> = async (world, request) =>
  mfaConfigShape(await requirePool(world, request.UserPoolId))
