import type { Responses, TrackedDeviceStateType } from '@latchkey/wire'
import type { Series, Tone } from '../charts/series.js'

/** What an overview shows of a pool's days. Pure. */

export type Activity = Responses['AdminGetActivity']
type Day = Activity['Days'][number]

const DAY = 24 * 60 * 60

/** Days are those of UTC: operators in several places see the same ones. */
export const midnight = (now: Date) => Math.floor(now.getTime() / 1000 / DAY) * DAY

/** So many days, today being the last, as seconds since 1970. */
export const lastDays = (count: number, now: Date): number[] =>
  Array.from({ length: count }, (_, index) => midnight(now) - (count - 1 - index) * DAY)

const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
export const dayName = (seconds: number) => format.format(new Date(seconds * 1000))

/**
 * Each of the days, with nothing on it where the server says nothing of it. The last is today: how many devices there are
 * is written down when a day is over, and today they are as many as there are now.
 */
export function byDay(days: readonly number[], { Days, DevicesByState }: Activity): Day[] {
  const known = new Map(Days.map((day) => [midnight(new Date(day.Date * 1000)), day]))
  return days.map((date) => {
    const day = known.get(date) ?? { ...nothing, Date: date }
    return date === days.at(-1) ? { ...day, DevicesByState } : day
  })
}

const nothing = {
  SignIns: 0,
  MfaSkipped: 0,
  MfaAsked: 0,
  WrongPasswords: 0,
  WrongCodes: 0,
  WrongDeviceSecrets: 0,
  LockedOut: 0,
  OtherRefusals: 0,
  NewDevices: 0,
} satisfies Omit<Day, 'Date' | 'DevicesByState'>

export type Counted = keyof typeof nothing

export const sumOf = (days: readonly Day[], what: Counted) => days.reduce((sum, day) => sum + day[what], 0)

export const outcomes = (days: readonly Day[]): Series[] => [
  { name: 'Signed in', tone: 'ok', values: days.map((day) => day.SignIns) },
  { name: 'Wrong password', tone: 'danger', values: days.map((day) => day.WrongPasswords) },
  { name: 'Wrong code', tone: 'warn', values: days.map((day) => day.WrongCodes) },
  { name: 'Wrong device secret', tone: 'violet', values: days.map((day) => day.WrongDeviceSecrets) },
  { name: 'Locked out', tone: 'accent', values: days.map((day) => day.LockedOut) },
  { name: 'Other refusals', tone: 'grey', values: days.map((day) => day.OtherRefusals) },
]

export const deviceStates: [state: TrackedDeviceStateType, words: string, tone: Tone, meaning: string][] = [
  ['Remembered', 'Remembered', 'ok', 'Prove themselves at sign-in.'],
  ['NotRemembered', 'Not remembered', 'grey', 'Known, and asked for the second factor.'],
  ['Issued', 'Issued', 'warn', 'Given a key, and never registered.'],
  ['Forgotten', 'Forgotten', 'danger', 'Kept for the record only.'],
]

type StateCounts = Activity['DevicesByState']

export const countIn = (counts: StateCounts, state: TrackedDeviceStateType) =>
  counts.find(({ State }) => State === state)?.Count ?? 0

/** Undefined on days that nobody counted on. */
export const devicesByState = (days: readonly Day[]): Series[] =>
  deviceStates.map(([state, name, tone]) => ({
    name,
    tone,
    values: days.map(({ DevicesByState: counts }) => counts && countIn(counts, state)),
  }))

/** Of the sign-ins, those in which a remembered device stood in for the second factor; undefined where there were none. */
export const shareOf = ({ SignIns, MfaSkipped }: Pick<Day, 'SignIns' | 'MfaSkipped'>) =>
  SignIns > 0 ? Math.min(1, MfaSkipped / SignIns) : undefined

export const percent = (share: number) => `${Math.round(share * 100)} %`
