import type { EventKindType, Responses, SignedOperationName } from '@latchkey/wire'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from './call.js'

export type LiveEvent = Responses['AdminListEvents']['Events'][number]

/** Milliseconds between two looks. */
const EVERY = 2500
/** A busy pool has more events than a page should be drawn for. */
const MOST = 50

/** While the page is visible; TanStack Query stops where it is not. */
const latest = (UserPoolId: string) =>
  queryOptions({
    queryKey: ['live', UserPoolId],
    queryFn: ({ signal }) =>
      call('AdminListEvents', { UserPoolId, Order: 'NewestFirst', Limit: MOST }, signal),
    refetchInterval: (query) => (query.state.status === 'error' ? 4 * EVERY : EVERY),
    staleTime: EVERY,
    retry: false,
  })

/**
 * Tells of what happens in a pool while a page is open: the events since the last look, oldest first, and whether there
 * were more between them and that look, as after the page was hidden for a while. What is shown of the pool's devices and events is asked for again by `usePoolIsLive`, which all pages of a pool have.
 *
 * @example
 * useLiveEvents(poolId, (events) => setNew((count) => count + events.length))
 */
export function useLiveEvents(
  poolId: string,
  onEvents?: (events: LiveEvent[], more: { gap: boolean }) => void,
): void {
  const { data } = useQuery(latest(poolId))
  const seen = useRef<{ poolId: string; ids: Set<string> } | undefined>(undefined)
  const listener = useRef(onEvents)
  useEffect(() => {
    listener.current = onEvents
  })
  useEffect(() => {
    if (!data) return
    const before = seen.current?.poolId === poolId ? seen.current.ids : undefined
    seen.current = { poolId, ids: new Set(data.Events.map(({ EventId }) => EventId)) }
    // What was there before the page was opened is no news.
    const news = before ? data.Events.filter(({ EventId }) => !before.has(EventId)) : []
    if (news.length > 0) listener.current?.(news.reverse(), { gap: news.length === MOST })
  }, [data, poolId])
}

const ofDevices: SignedOperationName[] = [
  'AdminListPoolDevices',
  'AdminCountPoolDevices',
  'AdminListTrackedDevices',
  'AdminGetTrackedDevice',
  'AdminListEvents',
  'AdminGetActivity',
  'AdminListUserAuthEvents',
]
const ofUsers: SignedOperationName[] = ['AdminGetUser', 'AdminSearchUsers']
const ofPools: SignedOperationName[] = ['DescribeUserPool', 'GetUserPoolMfaConfig', 'ListUserPoolClients']

/** What changes with users themselves. */
const userKinds: EventKindType[] = ['SignedUp', 'AccountChanged', 'PasswordChanged', 'MfaChanged']

/** A list of many pages is not read again as a whole for each event: it adds what is new by itself. */
const wasReadOn = (data: unknown) =>
  typeof data === 'object' && data !== null && 'pages' in data && (data.pages as unknown[]).length > 1

/** Asks again for what pages show of a pool when something happened in it. */
export function usePoolIsLive(poolId: string): void {
  const client = useQueryClient()
  useLiveEvents(poolId, (events) => {
    const users = events.some(({ Kind, Operator }) => userKinds.includes(Kind) || Operator !== undefined)
    const pools = events.some(({ Kind }) => Kind === 'OperatorAction')
    const names = [...ofDevices, ...(users ? ofUsers : []), ...(pools ? ofPools : [])]
    client.invalidateQueries({
      predicate: ({ queryKey: [name, request], state }) =>
        names.includes(name as SignedOperationName) &&
        (request as { UserPoolId?: string }).UserPoolId === poolId &&
        !wasReadOn(state.data),
    })
  })
}
