import { expect, test } from 'vitest'
import {
  type Activity,
  byDay,
  dayName,
  devicesByState,
  lastDays,
  outcomes,
  percent,
  shareOf,
  sumOf,
} from './activity.js'

const now = new Date('2026-03-02T23:59:00Z')
const march1 = Date.UTC(2026, 2, 1) / 1000

const activity: Activity = {
  Days: [
    {
      Date: march1,
      SignIns: 8,
      MfaSkipped: 6,
      MfaAsked: 2,
      WrongPasswords: 1,
      WrongCodes: 0,
      WrongDeviceSecrets: 0,
      LockedOut: 0,
      OtherRefusals: 0,
      NewDevices: 2,
    },
  ],
  DevicesByState: [],
}

test('today is the last of the days, and days on which nothing happened are there, too', () => {
  const days = lastDays(7, now)
  expect(days.map(dayName)).toEqual(['24 Feb', '25 Feb', '26 Feb', '27 Feb', '28 Feb', '1 Mar', '2 Mar'])
  expect(byDay(days, activity).map(({ SignIns }) => SignIns)).toEqual([0, 0, 0, 0, 0, 8, 0])
  expect(sumOf(byDay(days, activity), 'NewDevices')).toBe(2)
})

test('a day without sign-ins has no share of remembered devices, not one of zero', () => {
  const shares = byDay(lastDays(2, now), activity).map(shareOf)
  expect(shares).toEqual([0.75, undefined])
  expect(percent(0.755)).toBe('76 %')
})

test('every outcome that the server counts is plotted', () => {
  const values = outcomes(activity.Days).map(({ name, values }) => [name, values[0]])
  expect(values).toContainEqual(['Signed in', 8])
  expect(values).toContainEqual(['Wrong password', 1])
  expect(values).toHaveLength(6)
})

test('devices are plotted as they were counted, today as they are, and not where nobody counted them', () => {
  const [march1st] = activity.Days
  const counted = (Remembered: number, Forgotten: number) => [
    { State: 'Remembered' as const, Count: Remembered },
    { State: 'Forgotten' as const, Count: Forgotten },
  ]
  const days = byDay(lastDays(3, now), {
    Days: march1st ? [{ ...march1st, DevicesByState: counted(4, 0) }] : [],
    DevicesByState: counted(5, 1),
  })
  expect(devicesByState(days).map(({ name, values }) => [name, ...values])).toEqual([
    ['Remembered', undefined, 4, 5],
    ['Not remembered', undefined, 0, 0],
    ['Issued', undefined, 0, 0],
    ['Forgotten', undefined, 0, 1],
  ])
})
