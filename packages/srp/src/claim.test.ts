import { expect, test } from 'vitest'
import { timestamp } from './claim.js'

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('the %d. of a month is written without a zero', (day) => {
  const text = timestamp(new Date(Date.UTC(2024, 4, day, 0, 9, 40)))
  expect(text).toMatch(new RegExp(`^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) May ${day} 00:09:40 UTC 2024$`))
})

test.each([
  ['2024-05-07T00:09:40Z', 'Tue May 7 00:09:40 UTC 2024'],
  ['2024-12-31T23:59:59.999Z', 'Tue Dec 31 23:59:59 UTC 2024'],
  ['2025-01-05T05:06:07Z', 'Sun Jan 5 05:06:07 UTC 2025'],
  ['2024-02-29T12:00:00+02:00', 'Thu Feb 29 10:00:00 UTC 2024'],
])('%s is written as %s, wherever the clock stands', (iso, text) => {
  expect(timestamp(new Date(iso))).toBe(text)
})

test('days and months are named as Date names them', () => {
  for (let day = 0; day < 366; day += 1) {
    const date = new Date(Date.UTC(2024, 0, 1 + day))
    const [weekday, , month] = date.toUTCString().replace(',', '').split(' ')
    expect(timestamp(date).startsWith(`${weekday} ${month} ${date.getUTCDate()} `)).toBe(true)
  }
})

test('an invalid date has no timestamp', () => {
  expect(() => timestamp(new Date(Number.NaN))).toThrow(RangeError)
})
