import type { Operation } from '../operation.js'
import { clientShape } from './client-shape.js'
import { requireClientOfPool } from './require-client.js'

export const DescribeUserPoolClient: Operation<'DescribeUserPoolClient'> = async (world, request) => {
  const { client } = await requireClientOfPool(world, request.UserPoolId, request.ClientId)
  return { UserPoolClient: clientShape(client) }
}
