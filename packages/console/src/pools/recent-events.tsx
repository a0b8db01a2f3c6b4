import '../events/events.css'
import { EmptyState, Skeleton } from '@latchkey/react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { EventRow } from '../events/event-row.js'
import { useLiveEvents } from '../server/live-events.js'
import { reading } from '../server/queries.js'
import { Answer } from '../shell/answer.js'

const SHOWN = 8

export function RecentEvents({ poolId }: { poolId: string }) {
  const [news, setNews] = useState<ReadonlySet<string>>(new Set())
  useLiveEvents(poolId, (events) => setNews(new Set(events.map(({ EventId }) => EventId))))
  const events = useQuery(
    reading('AdminListEvents', { UserPoolId: poolId, Order: 'NewestFirst', Limit: SHOWN }),
  )
  return (
    <section className="panel recent" aria-labelledby="recent-events">
      <header className="panel-head">
        <h2 id="recent-events">Latest events</h2>
        <Link to="/pools/$poolId/events" params={{ poolId }}>
          All events
        </Link>
      </header>
      <Answer of={events} meanwhile={<Skeleton height={SHOWN * 52} />}>
        {({ Events }) =>
          Events.length === 0 ? (
            <EmptyState title="Nothing has happened yet">The first sign-in appears here.</EmptyState>
          ) : (
            <ul className="events">
              {Events.map((event) => (
                <EventRow key={event.EventId} poolId={poolId} event={event} isNew={news.has(event.EventId)} />
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  )
}
