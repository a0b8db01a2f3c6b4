import type { FoundUserType } from '@latchkey/wire'
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { Page } from '../lists/rows.js'
import { LIST } from '../lists/use-list.js'
import { isAboutUsers, useLiveEvents } from '../server/live-events.js'
import { poolUsers } from './pool-users.js'
import type { UserSearch } from './user-search.js'

type Pages = InfiniteData<Page<FoundUserType>, string | undefined>

export const poolUsersKey = (poolId: string) => [LIST, 'AdminSearchUsers', poolId]

/** Lists of users that were read are kept; whoever goes back to one sees in it what they did. */
export function changeKeptUser(
  client: QueryClient,
  poolId: string,
  userSub: string,
  change: Partial<Pick<FoundUserType, 'Enabled' | 'Status'>>,
): void {
  client.setQueriesData<Pages>({ queryKey: poolUsersKey(poolId) }, (kept) => {
    if (!kept?.pages.some(({ rows }) => rows.some(({ UserSub }) => UserSub === userSub))) return kept
    const changed = (row: FoundUserType) => (row.UserSub === userSub ? { ...row, ...change } : row)
    return { ...kept, pages: kept.pages.map((page) => ({ ...page, rows: page.rows.map(changed) })) }
  })
}

/** Who signs up while lists are kept is in them, whichever page of the pool is open. */
export function useKeptUsersAreLive(poolId: string): void {
  const client = useQueryClient()
  useLiveEvents(poolId, (events) => {
    if (events.some(isAboutUsers)) void readAnew(client, poolId)
  })
}

/** What is not looked at is read when it is. A list that was read on stays as it is under the hands of whoever reads it. */
async function readAnew(client: QueryClient, poolId: string): Promise<void> {
  const queryKey = poolUsersKey(poolId)
  client.removeQueries({ queryKey, type: 'inactive' })
  for (const { queryKey: key } of client.getQueryCache().findAll({ queryKey, type: 'active' })) {
    if (!isOnePage(client.getQueryData<Pages>(key))) continue
    // The next event brings the next look; that the server is away is told by the page.
    const first = await poolUsers(poolId, key[queryKey.length] as UserSearch, undefined).catch(
      () => undefined,
    )
    if (first)
      client.setQueryData<Pages>(key, (kept) =>
        kept && isOnePage(kept) ? { ...kept, pages: [first] } : kept,
      )
  }
}

const isOnePage = (kept: Pages | undefined) => kept?.pages.length === 1
