import { acting } from '../events/acting.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { clientDoesNotExist } from './require-client.js'

export const DeleteUserPoolClient: Operation<'DeleteUserPoolClient'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const removed = await acting(world, poolId, ({ clients }) => clients.remove(poolId, request.ClientId))
  if (!removed) throw clientDoesNotExist(request.ClientId)
  return {}
}
