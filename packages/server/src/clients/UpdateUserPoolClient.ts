import type { Operation } from '../operation.js'
import { clientShape } from './client-shape.js'
import { updateClient } from './create-client.js'
import { requireClientOfPool } from './require-client.js'

export const UpdateUserPoolClient: Operation<'UpdateUserPoolClient'> = async (world, request) => {
  const { client, pool } = await requireClientOfPool(world, request.UserPoolId, request.ClientId)
  await updateClient(world, pool, client, request)
  const updated = await requireClientOfPool(world, request.UserPoolId, request.ClientId)
  return { UserPoolClient: clientShape(updated.client) }
}
