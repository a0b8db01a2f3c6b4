import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { changeAttributes, refuseUnwritable } from './change-attributes.js'
import { removalOf } from './user-shape.js'

export const DeleteUserAttributes: Operation<'DeleteUserAttributes'> = async (world, request) => {
  const authorized = await authorize(world, request.AccessToken)
  refuseUnwritable(authorized.client, request.UserAttributeNames)
  const removal = removalOf(request.UserAttributeNames)
  await changeAttributes(world, authorized.pool, authorized.user, removal, { byOperator: false })
  return {}
}
