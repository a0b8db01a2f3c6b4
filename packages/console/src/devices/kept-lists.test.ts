import type { TimelineEventType } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { changesOf } from './kept-lists.js'

const event = (
  Kind: TimelineEventType['Kind'],
  more: Partial<TimelineEventType> = {},
): TimelineEventType => ({
  EventId: Kind,
  CreationDate: 7,
  Outcome: 'Pass',
  DeviceKey: 'laptop',
  Kind,
  ...more,
})

test('what happened to a device is what its row says from then on', () => {
  const events = [event('DeviceRemembered'), event('DeviceRenamed', { DeviceName: 'Office' })]
  expect(Object.fromEntries(changesOf(events))).toEqual({ laptop: { State: 'Remembered', Name: 'Office' } })
})

test('the last word counts', () => {
  const events = [event('DeviceRemembered'), event('DeviceNotRemembered')]
  expect(changesOf(events).get('laptop')).toEqual({ State: 'NotRemembered' })
})

test('a device that was forgotten has no session left', () => {
  expect(changesOf([event('DeviceForgotten')]).get('laptop')).toEqual({
    State: 'Forgotten',
    OpenSessions: 0,
    ForgottenDate: 7,
  })
})

test('what failed, and what is about no device, changes nothing', () => {
  const { DeviceKey: _, ...aboutNone } = event('DeviceForgotten')
  expect(changesOf([event('DeviceForgotten', { Outcome: 'Fail' }), aboutNone, event('SignedIn')]).size).toBe(
    0,
  )
})
