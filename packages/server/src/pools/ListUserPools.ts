import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { poolDescriptionShape } from './pool-shape.js'

export const ListUserPools: Operation<'ListUserPools'> = async ({ stores, keyring }, request) => {
  const asked = { limit: request.MaxResults, token: request.NextToken }
  const { page, next } = await pageOf(keyring, 'ListUserPools', asked, {
    read: (after, limit) => stores.pools.page(after, limit),
    positionOf: ({ poolId }) => poolId,
  })
  return { UserPools: page.map(poolDescriptionShape), NextToken: next }
}
