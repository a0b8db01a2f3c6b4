import type { DeviceSource } from '../devices/device-source.js'
import { useLabels } from '../labels.js'
import { isUnreachable } from '../loading/use-loaded.js'
import { Button } from '../pieces/button.js'
import { EmptyState } from '../pieces/empty-state.js'
import { ErrorState, sentenceOf } from '../pieces/error-state.js'
import { StaleNotice } from '../pieces/notice.js'
import { TimelineDays, TimelineSkeleton } from './timeline-days.js'
import { useTimeline } from './use-timeline.js'

export type DeviceTimelineProps = {
  /** Of this device only. Default: everything that happened to the account. */
  deviceId?: string
  /** Default: the user who is signed in with @latchkey/auth. */
  source?: DeviceSource
  /** How many events at once. Default: 50. */
  pageSize?: number
}

/** What happened, day by day. Repetitions are folded. */
export function DeviceTimeline({ deviceId, source, pageSize }: DeviceTimelineProps) {
  const labels = useLabels()
  const timeline = useTimeline({
    deviceId,
    ...(source && { source }),
    ...(pageSize !== undefined && { pageSize }),
  })
  const { events, error, reload, showEarlier, isLoadingEarlier } = timeline

  if (!events)
    return error ? <ErrorState error={error} onRetry={() => void reload()} /> : <TimelineSkeleton />
  if (events.length === 0) return <EmptyState title={labels.noEvents}>{labels.noEventsText}</EmptyState>
  return (
    <div className="lk-timeline">
      <TimelineDays events={events} isOfOneDevice={deviceId !== undefined} />
      {showEarlier && (
        <Button variant="quiet" isPending={isLoadingEarlier} onPress={() => void showEarlier()}>
          {labels.showEarlier}
        </Button>
      )}
      {error !== undefined && (
        <StaleNotice>{isUnreachable(error) ? labels.reconnecting : sentenceOf(error, labels)}</StaleNotice>
      )}
    </div>
  )
}
