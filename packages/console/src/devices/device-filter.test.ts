import { expect, test } from 'vitest'
import { deviceFilter, deviceSearch, filtersSomething } from './device-filter.js'

const now = 1_800_000_000
const day = 86_400

test('an address without a filter shows every device', () => {
  expect(deviceFilter(deviceSearch({}), now)).toEqual({})
  expect(filtersSomething(deviceSearch({}))).toBe(false)
})

test('what an address says is what the server is asked for', () => {
  const search = deviceSearch({
    state: 'Remembered',
    used: '30',
    platform: 'macOS',
    name: ' Chrome ',
    user: 'alice',
  })
  expect(filtersSomething(search)).toBe(true)
  expect(deviceFilter(search, now)).toEqual({
    States: ['Remembered'],
    LastUsedAfter: now - 30 * day,
    Platform: 'macOS',
    NameContains: 'Chrome',
    Username: 'alice',
  })
})

test('stale is what was last used more than 90 days ago', () => {
  expect(deviceFilter(deviceSearch({ used: 'over-90' }), now)).toEqual({ LastUsedBefore: now - 90 * day })
})

test('numbers that the router made of an address are what they were', () => {
  expect(deviceSearch({ name: 12, used: 7 })).toMatchObject({ name: '12', used: '7' })
})

test.each([
  [{ state: 'Eaten' }],
  [{ state: ['Remembered', 'Issued'] }],
  [{ used: '8' }],
  [{ platform: '__proto__' }],
  [{ name: { $gt: '' } }],
  [{ name: '   ' }],
  [{ user: null }],
  [{ constructor: 'x', toString: 1 }],
])('%j filters nothing', (raw) => {
  expect(deviceFilter(deviceSearch(raw), now)).toEqual({})
})

test('a name is cut where the server would refuse it', () => {
  expect(deviceSearch({ name: 'x'.repeat(5000) }).name).toHaveLength(1024)
})
