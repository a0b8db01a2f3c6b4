import { pageOf } from '../keys/page-of.js'
import type { Operation } from '../operation.js'
import { poolDescriptionShape } from './pool-shape.js'

/** An operator of some pools is shown those. */
export const ListUserPools: Operation<'ListUserPools'> = async ({ stores, keyring, caller }, request) => {
  const asked = { limit: request.MaxResults, token: request.NextToken }
  const { grants } = caller
  const only = grants && grants.everywhere === undefined ? [...grants.pools.keys()] : undefined
  const { page, next } = await pageOf(keyring, 'ListUserPools', asked, {
    read: (after, limit) => stores.pools.page(after, limit, only),
    positionOf: ({ poolId }) => poolId,
  })
  return { UserPools: page.map(poolDescriptionShape), NextToken: next }
}
