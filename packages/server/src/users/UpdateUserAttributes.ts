import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { changeAttributes, refuseUnwritable } from './change-attributes.js'
import { attributesOf } from './user-shape.js'

export const UpdateUserAttributes: Operation<'UpdateUserAttributes'> = async (world, request) => {
  const authorized = await authorize(world, request.AccessToken)
  const changes = attributesOf(request.UserAttributes)
  refuseUnwritable(authorized.client, Object.keys(changes))
  await changeAttributes(world, authorized.pool, authorized.user, changes, { byOperator: false })
  // Nothing is sent: a changed address is unverified until VerifyUserAttribute is served here.
  return { CodeDeliveryDetailsList: [] }
}
