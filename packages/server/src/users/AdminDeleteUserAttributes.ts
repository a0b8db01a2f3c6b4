import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { changeAttributes } from './change-attributes.js'
import { requireUser } from './require-user.js'
import { removalOf } from './user-shape.js'

export const AdminDeleteUserAttributes: Operation<'AdminDeleteUserAttributes'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  await changeAttributes(world, pool, user, removalOf(request.UserAttributeNames), {
    byOperator: true,
    clientId: undefined,
    metadata: undefined,
  })
  return {}
}
