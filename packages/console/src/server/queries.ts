import type { Requests, Responses, SignedOperationName } from '@latchkey/wire'
import {
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import { call, isSignedOut, ServerError } from './call.js'
import { isReachable, onReachability } from './reachability.js'

type Signed = Extract<keyof Requests, SignedOperationName>

/** What an answer is kept under: the operation, and what it was asked. */
type Key<Name extends Signed> = [operation: Name, request: Requests[Name]]

/**
 * An operation that reads, for `useQuery`.
 *
 * @example
 * const pool = useQuery(reading('DescribeUserPool', { UserPoolId }))
 */
export const reading = <Name extends Signed>(name: Name, request: Requests[Name]) =>
  queryOptions({
    queryKey: [name, request] as Key<Name>,
    queryFn: ({ signal }): Promise<Responses[Name]> => call(name, request, signal),
  })

type Paged = {
  [Name in Signed]: Requests[Name] extends { PaginationToken?: string | undefined } ? Name : never
}[Signed]

/**
 * An operation that reads page by page, for `useInfiniteQuery`.
 *
 * @example
 * const devices = useInfiniteQuery(readingPages('AdminListPoolDevices', { UserPoolId, Limit: 50 }))
 */
export const readingPages = <Name extends Paged>(name: Name, request: Requests[Name]) =>
  infiniteQueryOptions({
    queryKey: [name, request] as Key<Name>,
    queryFn: ({ pageParam, signal }): Promise<Responses[Name]> =>
      call(name, pageParam ? { ...request, PaginationToken: pageParam } : request, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Responses[Name]) =>
      (page as { PaginationToken?: string | undefined }).PaginationToken,
  })

/** Asks again for what pages show of these operations: of one pool, or of all. */
export const readAgain = (client: QueryClient, names: readonly Signed[], UserPoolId?: string) =>
  client.invalidateQueries({
    predicate: ({ queryKey: [name, request] }) =>
      names.includes(name as Signed) &&
      (UserPoolId === undefined || (request as { UserPoolId?: string }).UserPoolId === UserPoolId),
  })

export const SESSION = ['session'] as const
/** Why the form to sign in is there, where nobody asked for it. */
export const ENDED = ['session ended'] as const

export function newQueryClient(): QueryClient {
  const cameToAnEnd = (error: unknown) => {
    // The page stays where it is, behind the form to sign in: whoever signs in again goes on here.
    if (!isSignedOut(error)) return
    if (client.getQueryData(SESSION)) client.setQueryData(ENDED, 'Your session has ended. Sign in again.')
    client.setQueryData(SESSION, null)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: cameToAnEnd }),
    mutationCache: new MutationCache({ onError: cameToAnEnd }),
    defaultOptions: {
      queries: {
        // Browsers guess whether there is a network, and a server on the same computer needs none.
        networkMode: 'always',
        staleTime: 5000,
        retry: (failures, error) => failures < 3 && isWorthARetry(error),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  onReachability(() => {
    if (isReachable()) client.invalidateQueries()
  })
  return client
}

const isWorthARetry = (error: unknown) =>
  error instanceof ServerError && ['TooManyRequestsException', 'InternalErrorException'].includes(error.code)
