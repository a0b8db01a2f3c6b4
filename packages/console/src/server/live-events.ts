import type { EventKindType, Responses, SignedOperationName } from '@latchkey/wire'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from './call.js'

export type LiveEvent = Responses['AdminListEvents']['Events'][number]

/** Milliseconds between two looks. */
const EVERY = 2500
/** So long nobody looks only where something keeps them from it. */
const AWAY = 4 * EVERY
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
 * Tells of what happens in a pool while a page is open: the events since the last look, oldest first, and what of them is
 * not told. What is shown of the pool's devices and events is asked for again by `usePoolIsLive`, which all pages of a pool
 * have.
 *
 * @example
 * useLiveEvents(poolId, (events) => setNew((count) => count + events.length))
 */
export function useLiveEvents(
  poolId: string,
  onEvents?: (events: LiveEvent[], missed: Missed) => void,
): void {
  const { data, dataUpdatedAt: at } = useQuery(latest(poolId))
  const seen = useRef<{ poolId: string; ids: Set<string>; at: number } | undefined>(undefined)
  const listener = useRef(onEvents)
  useEffect(() => {
    listener.current = onEvents
  })
  useEffect(() => {
    if (!data) return
    const before = seen.current?.poolId === poolId ? seen.current : undefined
    seen.current = { poolId, ids: new Set(data.Events.map(({ EventId }) => EventId)), at }
    // What was there before the page was opened is no news.
    const news = before ? data.Events.filter(({ EventId }) => !before.ids.has(EventId)) : []
    const gap = news.length === MOST
    if (before && news.length > 0)
      listener.current?.(news.reverse(), { gap, wasAway: gap && at - before.at > AWAY })
  }, [data, at, poolId])
}

export type Missed = {
  /** There were more events between these and the last look. */
  gap: boolean
  /** Since nobody looked for a while: the page was hidden, or the server was away. */
  wasAway: boolean
}

const ofDevices: SignedOperationName[] = [
  'AdminCountPoolDevices',
  'AdminListTrackedDevices',
  'AdminGetTrackedDevice',
  'AdminListEvents',
  'AdminGetActivity',
]
const ofUsers: SignedOperationName[] = ['AdminGetUser', 'AdminGetUserAuthFactors']
const ofPools: SignedOperationName[] = ['DescribeUserPool', 'GetUserPoolMfaConfig', 'ListUserPoolClients']

/** What changes with users themselves. */
const userKinds: EventKindType[] = ['SignedUp', 'AccountChanged', 'PasswordChanged', 'MfaChanged']

export const isAboutUsers = ({ Kind, Operator }: LiveEvent): boolean =>
  userKinds.includes(Kind) || Operator !== undefined

/** A list of many pages is not read again as a whole for each event: it adds what is new by itself. */
export const wasReadOn = (data: unknown) =>
  typeof data === 'object' && data !== null && 'pages' in data && (data.pages as unknown[]).length > 1

/** Asks again for what pages show of a pool when something happened in it. */
export function usePoolIsLive(poolId: string): void {
  const client = useQueryClient()
  useLiveEvents(poolId, (events) => {
    const users = events.some(isAboutUsers)
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
