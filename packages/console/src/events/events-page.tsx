import './events.css'
import { Button, EmptyState, Skeleton } from '@latchkey/react'
import type { EventKindType, Requests, Responses } from '@latchkey/wire'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useLiveEvents, wasReadOn } from '../server/live-events.js'
import { readingPages } from '../server/queries.js'
import { Answer } from '../shell/answer.js'
import { Icon } from '../shell/icons.js'
import { Page } from '../shell/page.js'
import { arrivedWith, newestFirst, nothingArrived } from './arrived.js'
import { downloadEvents } from './download-events.js'
import { type EventSearch, filterOf, passes } from './event-filter.js'
import { EventRow } from './event-row.js'
import { kinds, wordsOf } from './event-words.js'

/** As many as a screen or two. */
const PAGE = 50

export function EventsPage() {
  const { poolId } = useParams({ from: '/pools/$poolId/events' })
  const search = useSearch({ from: '/pools/$poolId/events' })
  const request: Requests['AdminListEvents'] = {
    UserPoolId: poolId,
    Order: 'NewestFirst',
    Limit: PAGE,
    ...filterOf(search),
  }
  const feed = useInfiniteQuery(readingPages('AdminListEvents', request))
  const { arrived, showNewest } = useArrived(poolId, search, request)
  const events = useMemo(
    () => newestFirst([...arrived.events, ...(feed.data?.pages ?? []).flatMap(({ Events }) => Events)]),
    [arrived, feed.data],
  )
  const news = useMemo(() => new Set(arrived.events.map(({ EventId }) => EventId)), [arrived])
  return (
    <Page
      title="Events"
      about="Every step of a sign-in, and everything that happens to a device. New ones appear by themselves."
      actions={
        <Button isDisabled={events.length === 0} onPress={() => downloadEvents(poolId, events)}>
          <span className="with-icon">
            <Icon name="download" />
            Export CSV
          </span>
        </Button>
      }
    >
      <Filter poolId={poolId} search={search} />
      <section className="panel" aria-label="Events" aria-busy={feed.isPending}>
        {arrived.isBehind && (
          <div className="events-foot" role="status">
            <Button onPress={showNewest}>Show the newest events</Button>
          </div>
        )}
        <Answer of={feed} meanwhile={<FeedSkeleton />}>
          {() =>
            events.length === 0 ? (
              <Nothing isFiltered={Object.keys(search).length > 0} hasMore={feed.hasNextPage} />
            ) : (
              <ul className="events">
                {events.map((event) => (
                  <EventRow
                    key={event.EventId}
                    poolId={poolId}
                    event={event}
                    isNew={news.has(event.EventId)}
                  />
                ))}
              </ul>
            )
          }
        </Answer>
        {feed.hasNextPage && (
          <div className="events-foot">
            <Button isPending={feed.isFetchingNextPage} onPress={() => void feed.fetchNextPage()}>
              Earlier events
            </Button>
          </div>
        )}
      </section>
    </Page>
  )
}

type Pages = InfiniteData<Responses['AdminListEvents'], string | undefined>

/** What happened since the list was read, as far as the filter lets it through. With another filter there is another list. */
function useArrived(poolId: string, search: EventSearch, request: Requests['AdminListEvents']) {
  const client = useQueryClient()
  const { queryKey } = readingPages('AdminListEvents', request)
  const name = JSON.stringify(search)
  const [state, setState] = useState({ name, arrived: nothingArrived })
  const arrived = state.name === name ? state.arrived : nothingArrived
  useLiveEvents(poolId, (events, { gap }) => {
    const shown = events.filter((event) => passes(search, event))
    const news = { shown, gap, wasReadOn: wasReadOn(client.getQueryData(queryKey)) }
    setState({ name, arrived: arrivedWith(arrived, news) })
  })
  return {
    arrived,
    showNewest() {
      window.scrollTo(0, 0)
      setState({ name, arrived: nothingArrived })
      client.setQueryData<Pages>(
        queryKey,
        (kept) => kept && { pages: kept.pages.slice(0, 1), pageParams: kept.pageParams.slice(0, 1) },
      )
      void client.invalidateQueries({ queryKey, exact: true })
    },
  }
}

/** The server looks at so many events for a page: where few pass, a page of none is not the last one. */
function Nothing({ isFiltered, hasMore }: { isFiltered: boolean; hasMore: boolean }) {
  if (hasMore)
    return <EmptyState title="None among the latest events">Earlier ones were not looked at yet.</EmptyState>
  if (isFiltered)
    return (
      <EmptyState title="No such event">
        Nothing that is kept passes the filter. Take a part of it away.
      </EmptyState>
    )
  return <EmptyState title="Nothing has happened yet">The first sign-in appears here.</EmptyState>
}

const FeedSkeleton = () => (
  <ul className="events">
    {Array.from({ length: 10 }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
      <li className="event" key={index}>
        <Skeleton width={130} height={22} />
        <Skeleton width="70%" />
        <Skeleton width="60%" />
        <Skeleton width={60} />
      </li>
    ))}
  </ul>
)

function Filter({ poolId, search }: { poolId: string; search: EventSearch }) {
  const navigate = useNavigate({ from: '/pools/$poolId/events' })
  const set = (change: { [Name in keyof EventSearch]: string }) => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== '')
    return navigate({ params: { poolId }, search: Object.fromEntries(next), replace: true })
  }
  return (
    <search className="event-filter">
      <label className="select">
        What happened
        <select value={search.kind ?? ''} onChange={({ target }) => set({ kind: target.value })}>
          <option value="">Everything</option>
          {kinds.map((kind: EventKindType) => (
            <option key={kind} value={kind}>
              {wordsOf(kind)}
            </option>
          ))}
        </select>
      </label>
      <label className="select">
        Outcome
        <select value={search.outcome ?? ''} onChange={({ target }) => set({ outcome: target.value })}>
          <option value="">Either</option>
          <option value="Pass">Went through</option>
          <option value="Fail">Failed</option>
        </select>
      </label>
      <SearchText label="User" value={search.user} onChange={(user) => set({ user })} />
      <SearchText label="Operator" value={search.operator} onChange={(operator) => set({ operator })} />
    </search>
  )
}

type SearchTextProps = { label: string; value: string | undefined; onChange: (value: string) => unknown }

/** Taken when it is left, or by Enter: each change is a search of its own. */
function SearchText({ label, value = '', onChange }: SearchTextProps) {
  const field = useRef<HTMLInputElement>(null)
  // Somebody went back.
  useEffect(() => {
    if (field.current) field.current.value = value
  }, [value])
  return (
    <label className="search">
      {label}
      <input
        ref={field}
        type="search"
        defaultValue={value}
        maxLength={128}
        spellCheck={false}
        onBlur={({ target }) => target.value.trim() !== value && onChange(target.value.trim())}
        onKeyDown={(event) => event.key === 'Enter' && onChange(event.currentTarget.value.trim())}
      />
    </label>
  )
}
