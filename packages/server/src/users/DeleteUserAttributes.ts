import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { changeAttributes, refuseUnwritable } from './change-attributes.js'
import { removalOf } from './user-shape.js'

export const DeleteUserAttributes: Operation<'DeleteUserAttributes'> = async (world, request) => {
  const { pool, user, client } = await authorize(world, request.AccessToken)
  refuseUnwritable(client, request.UserAttributeNames)
  await changeAttributes(world, pool, user, removalOf(request.UserAttributeNames), {
    byOperator: false,
    clientId: client.clientId,
    metadata: undefined,
  })
  return {}
}
