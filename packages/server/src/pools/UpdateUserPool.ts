import type { Operation } from '../operation.js'
import { updatePool } from './create-pool.js'
import { requirePool } from './require-pool.js'

export const UpdateUserPool: Operation<'UpdateUserPool'> = async (world, request) => {
  await updatePool(world, await requirePool(world, request.UserPoolId), request)
  return {}
}
