import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { requireUser } from './require-user.js'
import { accountShape, attributeList, mfaShape } from './user-shape.js'

export const AdminGetUser: Operation<'AdminGetUser'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  return { ...accountShape(user), UserAttributes: attributeList(user), ...mfaShape(user) }
}
