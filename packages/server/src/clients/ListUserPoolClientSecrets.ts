import type { Operation } from '../operation.js'
import { clientSecretShape } from './client-shape.js'
import { requireClientOfPool } from './require-client.js'

/** There are two at most, so that there is never another page. */
export const ListUserPoolClientSecrets: Operation<'ListUserPoolClientSecrets'> = async (world, request) => {
  const { client } = await requireClientOfPool(world, request.UserPoolId, request.ClientId)
  return { ClientSecrets: client.secrets.map(clientSecretShape) }
}
