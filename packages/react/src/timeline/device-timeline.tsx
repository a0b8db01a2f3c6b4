import type { TimelineEvent, TimelineEventKind } from '@latchkey/auth/latchkey'
import { useMemo } from 'react'
import type { DeviceSource } from '../devices/device-source.js'
import { useLabels } from '../labels.js'
import { isUnreachable } from '../loading/use-loaded.js'
import { Button } from '../pieces/button.js'
import { EmptyState } from '../pieces/empty-state.js'
import { ErrorState, sentenceOf } from '../pieces/error-state.js'
import { Name } from '../pieces/name.js'
import { Notice } from '../pieces/notice.js'
import { useNow } from '../pieces/now.js'
import { dayOf } from '../pieces/relative-time.js'
import { Skeleton } from '../pieces/skeleton.js'
import type { Tone } from '../pieces/state-chip.js'
import { When } from '../pieces/when.js'
import type { Labels } from '../words.js'
import { type Day, daysOf, type Entry, entriesOf } from './fold.js'
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
  const days = useMemo(() => daysOf(entriesOf(events ?? [])), [events])

  if (!events) return error ? <ErrorState error={error} onRetry={() => void reload()} /> : <LoadingTimeline />
  if (events.length === 0) return <EmptyState title={labels.noEvents}>{labels.noEventsText}</EmptyState>
  return (
    <div className="lk-timeline">
      {error !== undefined && (
        <Notice tone="warn">{isUnreachable(error) ? labels.reconnecting : sentenceOf(error, labels)}</Notice>
      )}
      {days.map((day) => (
        <DayOfTimeline key={day.date.toDateString()} day={day} isOfOneDevice={deviceId !== undefined} />
      ))}
      {showEarlier && (
        <Button variant="quiet" isPending={isLoadingEarlier} onPress={() => void showEarlier()}>
          {labels.showEarlier}
        </Button>
      )}
    </div>
  )
}

function LoadingTimeline() {
  const { timelineLoading } = useLabels()
  return (
    <div className="lk-timeline" aria-busy="true">
      <p className="lk-hidden">{timelineLoading}</p>
      <Skeleton width="5rem" height="1rem" />
      {[1, 2, 3].map((line) => (
        <div key={line} className="lk-event">
          <Skeleton width="0.625rem" height="0.625rem" isRound />
          <Skeleton width={`${10 + line * 2}rem`} height="1.1rem" />
          <Skeleton width="16rem" height="0.9rem" />
        </div>
      ))}
    </div>
  )
}

function DayOfTimeline({ day, isOfOneDevice }: { day: Day; isOfOneDevice: boolean }) {
  const labels = useLabels()
  const now = useNow()
  return (
    <section className="lk-day">
      <h4 className="lk-day-name">{nameOfDay(day.date, now, labels)}</h4>
      <ol className="lk-events">
        {day.entries.map((entry) => (
          <Line key={entry.event.id} entry={entry} isOfOneDevice={isOfOneDevice} />
        ))}
      </ol>
    </section>
  )
}

function nameOfDay(date: Date, now: Date, labels: Labels): string {
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (date.toDateString() === now.toDateString()) return labels.today
  if (date.toDateString() === yesterday.toDateString()) return labels.yesterday
  return dayOf(date, labels.locale)
}

function Line({ entry, isOfOneDevice }: { entry: Entry; isOfOneDevice: boolean }) {
  const labels = useLabels()
  const { event, mfa, count, first } = entry
  return (
    <li className={`lk-event lk-event-${toneOf(event)}`}>
      <span className="lk-event-dot" aria-hidden="true" />
      <p className="lk-event-what">
        <strong>{labels.events[event.kind]}</strong>
        {count > 1 && <span className="lk-event-count">{labels.times(count)}</span>}
        {event.operator && <span className="lk-muted">{labels.by(event.operator)}</span>}
      </p>
      <p className="lk-event-details">
        <Details event={event} mfa={mfa} isOfOneDevice={isOfOneDevice} />
      </p>
      <p className="lk-event-when">
        <When date={event.date} as="time" />
        {count > 1 && (
          <span>
            {labels.since} <When date={first} as="time" />
          </span>
        )}
      </p>
    </li>
  )
}

type DetailsProps = { event: TimelineEvent; mfa: TimelineEvent | undefined; isOfOneDevice: boolean }

/** Why, on which device, where: what there is of it, in this order. */
function Details({ event, mfa, isOfOneDevice }: DetailsProps) {
  const labels = useLabels()
  const { browser, system, deviceName, ipAddress, place } = event
  const software = browser && system ? labels.browserOnSystem(browser, system) : (browser ?? system)
  return (
    <>
      {event.reason && <span>{event.reason}</span>}
      {mfa && (
        <span>
          {labels.events[mfa.kind]}
          {mfa.reason && `: ${mfa.reason}`}
        </span>
      )}
      {!isOfOneDevice && deviceName !== undefined && deviceName !== software && <Name>{deviceName}</Name>}
      {software && <span>{software}</span>}
      {place && (
        <span>
          {place} ({labels.approximate})
        </span>
      )}
      {ipAddress && <span>{ipAddress}</span>}
    </>
  )
}

/** What users should look at twice. */
const alarming: readonly TimelineEventKind[] = [
  'lockedOut',
  'deviceReported',
  'refreshTokenReused',
  'wrongDeviceSecret',
]

const good: readonly TimelineEventKind[] = ['signedIn', 'deviceRemembered', 'mfaSkipped']

function toneOf({ kind, outcome }: TimelineEvent): Tone {
  if (alarming.includes(kind)) return 'danger'
  if (outcome === 'fail' || kind === 'refreshedFromNewAddress') return 'warn'
  return good.includes(kind) ? 'ok' : 'neutral'
}
