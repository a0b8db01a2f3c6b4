import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { changeAttributes } from './change-attributes.js'
import { requireUser } from './require-user.js'
import { attributesOf } from './user-shape.js'

export const AdminUpdateUserAttributes: Operation<'AdminUpdateUserAttributes'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const user = await requireUser(world, pool, request.Username)
  await changeAttributes(world, pool, user, attributesOf(request.UserAttributes), {
    byOperator: true,
    clientId: undefined,
    metadata: request.ClientMetadata,
  })
  return {}
}
