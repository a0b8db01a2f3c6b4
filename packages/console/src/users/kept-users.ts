import type { FoundUserType } from '@latchkey/wire'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Page } from '../lists/rows.js'
import { LIST } from '../lists/use-list.js'

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
