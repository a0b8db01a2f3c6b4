import type { TimelineEvent } from '@latchkey/auth/latchkey'
import { describe, expect, test } from 'vitest'
import { daysOf, entriesOf } from './fold.js'

let made = 0

/** An event some minutes before noon. */
const event = (minutes: number, changes: Partial<TimelineEvent> = {}): TimelineEvent => {
  made += 1
  return {
    id: `event-${made}`,
    date: new Date(new Date(2026, 2, 3, 12).getTime() - minutes * 60_000),
    kind: 'signedIn',
    outcome: 'pass',
    deviceId: 'laptop',
    ipAddress: '203.0.113.7',
    ...changes,
  }
}

const told = (...events: TimelineEvent[]) =>
  entriesOf(events).map(({ event, mfa, count }) => [event.kind, mfa?.kind, count])

describe('what is folded', () => {
  test('a sign-in and its second factor are one line', () => {
    expect(told(event(1), event(1, { kind: 'mfaSkipped', reason: 'the device is remembered' }))).toEqual([
      ['signedIn', 'mfaSkipped', 1],
    ])
    expect(told(event(1), event(4, { kind: 'mfaAsked' }))).toEqual([['signedIn', 'mfaAsked', 1]])
  })

  test('a new device has no name yet when its second factor is asked for', () => {
    const { deviceId: _, ...asked } = event(2, { kind: 'mfaAsked' })
    expect(told(event(1), asked)).toEqual([['signedIn', 'mfaAsked', 1]])
  })

  test('but not one of another device, of a while ago, or of a sign-in that came to nothing', () => {
    const asked = { kind: 'mfaAsked' } as const
    expect(told(event(1), event(1, { ...asked, deviceId: 'phone' }))).toHaveLength(2)
    expect(told(event(1), event(20, asked))).toHaveLength(2)
    expect(told(event(1, { kind: 'wrongCode', outcome: 'fail' }), event(1, asked))).toHaveLength(2)
  })

  test('what is repeated is told once, with how often and since when', () => {
    const wrong = { kind: 'wrongPassword', outcome: 'fail' } as const
    const [entry, ...others] = entriesOf([event(1, wrong), event(2, wrong), event(9, wrong)])
    expect(others).toEqual([])
    expect(entry).toMatchObject({ count: 3, first: event(9).date, event: { date: event(1).date } })
  })

  test('not across a change of address, reason, device, operator or day', () => {
    expect(told(event(1), event(2, { ipAddress: '198.51.100.9' }))).toHaveLength(2)
    expect(told(event(1), event(2, { reason: 'why not' }))).toHaveLength(2)
    expect(told(event(1), event(2, { deviceId: 'phone' }))).toHaveLength(2)
    expect(told(event(1), event(2, { operator: 'olga' }))).toHaveLength(2)
    expect(told(event(1), event(24 * 60))).toHaveLength(2)
  })

  test('not where something else lies between', () => {
    expect(told(event(1), event(2, { kind: 'signedOut' }), event(3))).toHaveLength(3)
  })
})

test('lines are kept by the day', () => {
  const days = daysOf(entriesOf([event(1), event(5, { kind: 'signedOut' }), event(24 * 60)]))
  expect(days.map(({ entries }) => entries.length)).toEqual([2, 1])
  expect(daysOf([])).toEqual([])
})
