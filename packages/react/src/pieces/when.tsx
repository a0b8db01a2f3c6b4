import { useLabels } from '../labels.js'
import { useNow } from './now.js'
import { dayOf, exactTime, relativeTime, timeOf } from './relative-time.js'

type Props = {
  date: Date
  /** `day` says `3 Mar 2026`, `time` says `14:03`, `exact` everything to the second. Default: how long ago. */
  as?: 'ago' | 'day' | 'time' | 'exact'
}

/** When something was: "2 h ago". A pointer that rests on it, and the time's own attribute, tell exactly. */
export function When({ date, as = 'ago' }: Props) {
  const words = useLabels()
  const now = useNow()
  if (!Number.isFinite(date.getTime())) return null
  const exact = exactTime(date, words.locale)
  const text = {
    ago: () => relativeTime(date, now, words),
    day: () => dayOf(date, words.locale),
    time: () => timeOf(date, words.locale),
    exact: () => exact,
  }
  return (
    // What a server rendered was said at another time, in another zone.
    <time className="lk-when" dateTime={date.toISOString()} title={exact} suppressHydrationWarning>
      {text[as]()}
    </time>
  )
}
