import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { changeAttributes, refuseUnwritable } from './change-attributes.js'
import { attributesOf, codeDeliveryShape } from './user-shape.js'

export const UpdateUserAttributes: Operation<'UpdateUserAttributes'> = async (world, request) => {
  const { pool, user, client } = await authorize(world, request.AccessToken)
  const changes = attributesOf(request.UserAttributes)
  refuseUnwritable(client, Object.keys(changes))
  const sent = await changeAttributes(world, pool, user, changes, {
    byOperator: false,
    clientId: client.clientId,
    metadata: request.ClientMetadata,
  })
  return {
    CodeDeliveryDetailsList: sent.map(({ address, message }) => codeDeliveryShape(address, message.to)),
  }
}
