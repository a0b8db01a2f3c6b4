import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { clientDescriptionShape } from './client-shape.js'

const LONGEST_PAGE = 60

export const ListUserPoolClients: Operation<'ListUserPoolClients'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const { MaxResults = LONGEST_PAGE, NextToken } = request
  const list = `ListUserPoolClients ${poolId}`
  const after = NextToken === undefined ? '' : String(readPageToken(world.keyring, list, NextToken))
  const found = await world.stores.clients.page(poolId, after, MaxResults + 1)
  const page = found.slice(0, MaxResults)
  const hasMore = found.length > MaxResults
  return {
    UserPoolClients: page.map(clientDescriptionShape),
    NextToken: hasMore ? writePageToken(world.keyring, list, page.at(-1)?.clientId) : undefined,
  }
}
