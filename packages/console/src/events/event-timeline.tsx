import { Button, EmptyState, LabelsProvider, TimelineDays, TimelineSkeleton } from '@latchkey/react'
import type { Requests, Responses, TimelineEventType } from '@latchkey/wire'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { call } from '../server/call.js'
import { useLiveEvents, wasReadOn } from '../server/live-events.js'
import { readingPages } from '../server/queries.js'
import { Fault } from '../shell/answer.js'
import { timelineEventOf, timelineLabels } from './timeline-event.js'

type Props = {
  poolId: string
  userSub: string
  /** Of this device only. */
  deviceKey?: string
}

const PAGE = 50

/** What happened to a user, or on one of their devices: the newest first, and live. */
export function EventTimeline({ poolId, userSub, deviceKey }: Props) {
  const request = {
    UserPoolId: poolId,
    Username: userSub,
    Limit: PAGE,
    ...(deviceKey !== undefined && { DeviceKey: deviceKey }),
  }
  const query = useInfiniteQuery(readingPages('AdminListEvents', request))
  useReadOnIsLive(request)
  const events = useMemo(
    () =>
      query.data?.pages.flatMap(({ Events }: { Events: TimelineEventType[] }) => Events.map(timelineEventOf)),
    [query.data],
  )
  if (!events) return query.error ? <Fault error={query.error} retry={query.refetch} /> : <TimelineSkeleton />
  return (
    <LabelsProvider labels={timelineLabels}>
      {events.length === 0 ? (
        <EmptyState title="Nothing on record">
          Sign-ins and changes are listed here for as long as the retention setting says.
        </EmptyState>
      ) : (
        <div className="lk-timeline">
          <TimelineDays
            events={events}
            headingLevel={3}
            isOfOneDevice={deviceKey !== undefined}
            deviceLink={({ deviceId = '' }, name) => (
              <Link
                to="/pools/$poolId/users/$userSub/devices/$deviceKey"
                params={{ poolId, userSub, deviceKey: deviceId }}
                className="timeline-device"
              >
                {name}
              </Link>
            )}
          />
          {query.hasNextPage && (
            <Button
              variant="quiet"
              isPending={query.isFetchingNextPage}
              onPress={() => void query.fetchNextPage()}
            >
              Show earlier
            </Button>
          )}
        </div>
      )}
    </LabelsProvider>
  )
}

type Pages = InfiniteData<Responses['AdminListEvents'], string | undefined>

/** One page is read anew by `usePoolIsLive`; to one that was read on, what is new is added. */
function useReadOnIsLive(request: Requests['AdminListEvents']): void {
  const client = useQueryClient()
  const { queryKey } = readingPages('AdminListEvents', request)
  const { UserPoolId, Username, DeviceKey } = request
  const isMine = ({ UserSub, DeviceKey: key }: TimelineEventType) =>
    UserSub === Username && (DeviceKey === undefined || DeviceKey === key)
  async function look() {
    if (!wasReadOn(client.getQueryData(queryKey))) return
    // The next event brings the next look; that the server is away is told by the page.
    const newest = await call('AdminListEvents', request).catch(() => undefined)
    if (newest) client.setQueryData<Pages>(queryKey, (kept) => kept && withNewest(kept, newest))
  }
  useLiveEvents(UserPoolId, (events, { gap }) => {
    if (gap || events.some(isMine)) void look()
  })
}

/** Where the newest page and those that were read do not meet, there are others between them: it begins anew. */
function withNewest(kept: Pages, newest: Responses['AdminListEvents']): Pages {
  const [first, ...others] = kept.pages
  const known = new Set(first?.Events.map(({ EventId }) => EventId))
  const added = newest.Events.filter(({ EventId }) => !known.has(EventId))
  if (!first || added.length === newest.Events.length) return { pages: [newest], pageParams: [undefined] }
  return { ...kept, pages: [{ ...first, Events: [...added, ...first.Events] }, ...others] }
}
