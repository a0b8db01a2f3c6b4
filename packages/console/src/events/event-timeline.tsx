import { Button, EmptyState, LabelsProvider, TimelineDays, TimelineSkeleton } from '@latchkey/react'
import type { TimelineEventType } from '@latchkey/wire'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
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
