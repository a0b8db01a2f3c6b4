import type { TimelineEvent, TimelineEventKind } from '@latchkey/auth/latchkey'
import { type ReactNode, useId, useMemo } from 'react'
import { useLabels } from '../labels.js'
import { Name } from '../pieces/name.js'
import { useNow } from '../pieces/now.js'
import { dayOf } from '../pieces/relative-time.js'
import { Skeleton } from '../pieces/skeleton.js'
import type { Tone } from '../pieces/state-chip.js'
import { When } from '../pieces/when.js'
import type { Labels } from '../words.js'
import { type Day, daysOf, type Entry, entriesOf } from './fold.js'

export type TimelineDaysProps = {
  /** Newest first. */
  events: readonly TimelineEvent[]
  /** Of the days. Default: they are no headings, but the names of their lists. */
  headingLevel?: 3 | 4
  /** Then its name is not repeated in every line. */
  isOfOneDevice?: boolean
  /** Makes a way to the device of the name of it. */
  deviceLink?: (event: TimelineEvent, name: ReactNode) => ReactNode
}

/** Events as lines, day by day, wherever they come from. Repetitions are folded. */
export function TimelineDays({ events, ...show }: TimelineDaysProps) {
  const days = useMemo(() => daysOf(entriesOf(events)), [events])
  return (
    <>
      {days.map((day) => (
        <DayOfTimeline key={day.date.toDateString()} day={day} show={show} />
      ))}
    </>
  )
}

/** How lines are shown. */
type Show = Omit<TimelineDaysProps, 'events'>

/** Holds the place of a timeline that is on its way. */
export function TimelineSkeleton() {
  const { timelineLoading } = useLabels()
  return (
    <div className="lk-timeline" aria-busy="true">
      <p className="lk-hidden">{timelineLoading}</p>
      <Skeleton width="5rem" height="1rem" />
      {[1, 2, 3].map((line) => (
        <div key={line} className="lk-event">
          <Skeleton width="0.625rem" height="0.625rem" isRound />
          <div className="lk-event-bones">
            <Skeleton width={`${10 + line * 2}rem`} height="1.1rem" />
            <Skeleton width="16rem" height="0.9rem" />
          </div>
        </div>
      ))}
    </div>
  )
}

function DayOfTimeline({ day, show }: { day: Day; show: Show }) {
  const labels = useLabels()
  const now = useNow()
  const name = useId()
  const Tag = show.headingLevel ? (`h${show.headingLevel}` as const) : 'p'
  return (
    <div className="lk-day">
      <Tag className="lk-day-name" id={name}>
        {nameOfDay(day.date, now, labels)}
      </Tag>
      <ol className="lk-events" aria-labelledby={name}>
        {day.entries.map((entry) => (
          <Line key={entry.event.id} entry={entry} show={show} />
        ))}
      </ol>
    </div>
  )
}

function nameOfDay(date: Date, now: Date, labels: Labels): string {
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (date.toDateString() === now.toDateString()) return labels.today
  if (date.toDateString() === yesterday.toDateString()) return labels.yesterday
  return dayOf(date, labels.locale)
}

function Line({ entry, show }: { entry: Entry; show: Show }) {
  const labels = useLabels()
  const { event, mfa, count, first } = entry
  return (
    <li className={`lk-event lk-event-${toneOf(event)}`}>
      <span className="lk-event-dot" aria-hidden="true" />
      <p className="lk-event-what">
        <strong>{labels.events[event.kind] ?? event.kind}</strong>
        {count > 1 && <span className="lk-event-count">{labels.times(count)}</span>}
        {event.operator && <span className="lk-muted">{labels.by(event.operator)}</span>}
      </p>
      <p className="lk-event-details">
        <Details event={event} mfa={mfa} show={show} />
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

type DetailsProps = { event: TimelineEvent; mfa: TimelineEvent | undefined; show: Show }

/** Why, on which device, where: what there is of it, in this order. */
function Details({ event, mfa, show }: DetailsProps) {
  const labels = useLabels()
  const { browser, system, ipAddress, place } = event
  const software = browser && system ? labels.browserOnSystem(browser, system) : (browser ?? system)
  return (
    <>
      {event.reason && !mfa && <span>{upperFirst(labels.reason(event.reason))}</span>}
      {mfa && (
        <span>
          {labels.events[mfa.kind]}
          {mfa.reason && `: ${labels.reason(mfa.reason)}`}
        </span>
      )}
      {!show.isOfOneDevice && <DeviceOf event={event} software={software} link={show.deviceLink} />}
      {software && <span>{isDeed(event) ? labels.from(software) : software}</span>}
      {place && (
        <span>
          {place} ({labels.approximate})
        </span>
      )}
      {ipAddress && <span>{ipAddress}</span>}
    </>
  )
}

const upperFirst = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** A device that nobody named is called by its software, without them. */
const VERSIONS = / \d+(?:\.\d+)*/g

/** What is done to a device may be done from another one: what follows is where from. */
const isDeed = ({ kind }: TimelineEvent) =>
  /^device(?:Remembered|NotRemembered|Forgotten|Renamed|Reported)$|^signedOut$/.test(kind)

type DeviceOfProps = {
  event: TimelineEvent
  /** The name that a device has by itself, which is told anyway. */
  software: string | undefined
  link: Show['deviceLink']
}

function DeviceOf({ event, software, link }: DeviceOfProps) {
  const { deviceId, deviceName } = event
  const { unnamedDevice } = useLabels()
  if (link && deviceId !== undefined)
    return link(event, <Name>{deviceName ?? software ?? unnamedDevice}</Name>)
  if (deviceName === undefined || deviceName === software?.replace(VERSIONS, '')) return null
  return <Name>{deviceName}</Name>
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
