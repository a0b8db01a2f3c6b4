import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Unreachable } from '../server/call.js'
import { isReachable, onReachability } from '../server/reachability.js'
import { type Page, rowsOf } from './rows.js'

type Options<Row> = {
  /** `LIST`, the operation, and all that it is asked. */
  key: readonly unknown[]
  read: (next: string | undefined, signal: AbortSignal) => Promise<Page<Row>>
  keyOf: (row: Row) => string
}

/** What is shown, and how there is more of it. */
export type List<Row> = {
  /** Undefined until the first page is there. */
  rows: readonly Row[] | undefined
  hasMore: boolean
  isLoadingMore: boolean
  /** The rows are those of the question before, while the answer is on its way. */
  isOld: boolean
  error: unknown
  loadMore: () => void
  retry: () => void
}

/** The first part of the key of every list, so that one can be found and changed where it is kept. */
export const LIST = 'list'

/**
 * A list of any length, read page by page as it is scrolled. What is there is never read again by itself: a list may have
 * hundreds of pages, and rows would move under the hands of whoever works with them.
 */
export function useList<Row>({ key, read, keyOf }: Options<Row>): List<Row> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Row>) => page.next,
    staleTime: 'static',
    gcTime: 15 * 60_000,
    // It would compare every row of every page each time that there is one page more.
    structuralSharing: false,
    placeholderData: keepPreviousData,
  })
  const [toRows] = useState(() => rowsOf(keyOf))
  const { refetch, fetchNextPage, isFetchNextPageError, error } = query

  useEffect(() => {
    if (!error) return
    const again = () => {
      if (isReachable()) isFetchNextPageError ? fetchNextPage() : refetch()
    }
    // It may have come back between the failure and this.
    if (error instanceof Unreachable) again()
    return onReachability(again)
  }, [error, isFetchNextPageError, fetchNextPage, refetch])

  return {
    rows: query.data && toRows(query.data.pages),
    hasMore: query.hasNextPage && !query.isPlaceholderData,
    isLoadingMore: query.isFetchingNextPage,
    isOld: query.isPlaceholderData,
    error,
    loadMore: () => void fetchNextPage({ cancelRefetch: false }),
    retry: () => void (isFetchNextPageError ? fetchNextPage() : refetch()),
  }
}
