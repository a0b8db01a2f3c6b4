import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { Operation } from '../operation.js'
import { poolDescriptionShape } from './pool-shape.js'

const LIST = 'ListUserPools'

export const ListUserPools: Operation<'ListUserPools'> = async ({ stores, keyring }, request) => {
  const { MaxResults, NextToken } = request
  const after = NextToken === undefined ? '' : String(readPageToken(keyring, LIST, NextToken))
  const found = await stores.pools.page(after, MaxResults + 1)
  const page = found.slice(0, MaxResults)
  const hasMore = found.length > MaxResults
  return {
    UserPools: page.map(poolDescriptionShape),
    NextToken: hasMore ? writePageToken(keyring, LIST, page.at(-1)?.poolId) : undefined,
  }
}
