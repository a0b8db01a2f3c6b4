import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { clientDescriptionShape } from './client-shape.js'

export const ListUserPoolClients: Operation<'ListUserPoolClients'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const asked = { limit: request.MaxResults, token: request.NextToken }
  const { page, next } = await pageOf(world.keyring, `ListUserPoolClients ${poolId}`, asked, {
    read: (after, limit) => world.stores.clients.page(poolId, after, limit),
    positionOf: ({ clientId }) => clientId,
  })
  return { UserPoolClients: page.map(clientDescriptionShape), NextToken: next }
}
