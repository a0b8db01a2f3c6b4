import { expect, test } from 'vitest'
import { timelineEventOf, timelineLabels } from './timeline-event.js'

test('an event of the server is one of the components', () => {
  const event = timelineEventOf({
    EventId: '1',
    CreationDate: 1.5,
    Kind: 'MfaSkipped',
    Outcome: 'Pass',
    Reason: 'the device is remembered',
    DeviceKey: 'local_1',
  })
  expect(event).toEqual({
    id: '1',
    date: new Date(1500),
    kind: 'mfaSkipped',
    outcome: 'pass',
    reason: 'the device is remembered',
    deviceId: 'local_1',
  })
  expect(timelineLabels.events?.[event.kind]).toBe('Second factor skipped')
})
