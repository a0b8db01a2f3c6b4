import type { Labels } from '../words.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** After so many days, a date says more than a distance. */
const DAYS = 30

type Words = Pick<Labels, 'locale' | 'justNow' | 'minutesAgo' | 'hoursAgo' | 'daysAgo'>

/** How long ago, as people say it. A time that is yet to come, since clocks differ by a little, is now. */
export function relativeTime(date: Date, now: Date, words: Words): string {
  const age = now.getTime() - date.getTime()
  if (!Number.isFinite(age)) return ''
  if (age < MINUTE) return age < -HOUR ? dayOf(date, words.locale) : words.justNow
  if (age < HOUR) return words.minutesAgo(Math.floor(age / MINUTE))
  if (age < DAY) return words.hoursAgo(Math.floor(age / HOUR))
  if (age < DAYS * DAY) return words.daysAgo(Math.floor(age / DAY))
  return dayOf(date, words.locale)
}

/** `3 Mar 2026` */
export const dayOf = (date: Date, locale: string): string =>
  formatted(date, locale, { day: 'numeric', month: 'short', year: 'numeric' })

/** `14:03` */
export const timeOf = (date: Date, locale: string): string =>
  formatted(date, locale, { hour: '2-digit', minute: '2-digit' })

/** To the second, with the zone: for those who compare it with a log. */
export const exactTime = (date: Date, locale: string): string =>
  formatted(date, locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format is slow, and lists are long. */
function formatted(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  if (!Number.isFinite(date.getTime())) return ''
  const key = `${locale} ${Object.keys(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format.format(date)
}
