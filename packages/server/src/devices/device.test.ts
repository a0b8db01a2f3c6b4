import { describe, expect, test } from 'vitest'
import {
  canBeProved,
  type Device,
  type DeviceState,
  deviceMayRefresh,
  isTracked,
  stateOnConfirmation,
} from './device.js'

const tracking = { replacesMfa: true, onlyOnUserPrompt: false }

const device = (state: DeviceState, change: Partial<Device> = {}): Device => ({
  poolId: 'local_Pool',
  userId: 'alice',
  deviceKey: 'local_1',
  deviceGroupKey: '-12345678',
  state,
  name: undefined,
  secret: { salt: '01', verifier: Uint8Array.of(2) },
  userAgent: undefined,
  lastIpUsed: undefined,
  createdAt: new Date(0),
  modifiedAt: new Date(0),
  lastAuthenticatedAt: new Date(0),
  forgottenAt: undefined,
  platform: undefined,
  lastMfa: undefined,
  ...change,
})

const states: DeviceState[] = ['issued', 'not_remembered', 'remembered', 'forgotten']

test('tracked is what was confirmed and not forgotten', () => {
  expect(states.filter((state) => isTracked(device(state)))).toEqual(['not_remembered', 'remembered'])
})

test('only a remembered device that registered a secret is asked for its proof', () => {
  expect(states.filter((state) => canBeProved(device(state)))).toEqual(['remembered'])
  expect(canBeProved(device('remembered', { secret: undefined }))).toBe(false)
})

test('a pool that always remembers does so at the confirmation; another waits for the user', () => {
  expect(stateOnConfirmation(tracking)).toBe('remembered')
  expect(stateOnConfirmation({ ...tracking, onlyOnUserPrompt: true })).toBe('not_remembered')
})

describe('a session refreshes', () => {
  const key = 'local_1'
  const may = (state: DeviceState | 'gone', shownKey: string | undefined, track = true) =>
    deviceMayRefresh(track ? tracking : undefined, {
      ofSession: state === 'gone' ? undefined : device(state),
      sessionDeviceKey: key,
      shownKey,
    })

  test('with the key of its own tracked device, and with no other, nor without', () => {
    for (const state of ['not_remembered', 'remembered'] as const) {
      expect(may(state, key)).toBe(true)
      expect(may(state, 'local_2')).toBe(false)
      expect(may(state, undefined)).toBe(false)
    }
  })

  test('without a key where the device was never confirmed', () => {
    expect(may('issued', undefined)).toBe(true)
    expect(may('issued', key)).toBe(true)
    expect(may('issued', 'local_2')).toBe(false)
  })

  test('never for a forgotten device, even with tracking off', () => {
    for (const track of [true, false]) {
      for (const shown of [key, undefined]) expect(may('forgotten', shown, track)).toBe(false)
    }
  })

  test('never for a device that is gone without a trace', () => {
    expect(may('gone', key)).toBe(false)
    expect(may('gone', undefined)).toBe(false)
  })

  test('with any key or none where nothing is tracked', () => {
    for (const shown of [key, 'local_2', undefined]) expect(may('remembered', shown, false)).toBe(true)
  })

  test('that has no device, with no key only', () => {
    const none = { ofSession: undefined, sessionDeviceKey: undefined }
    expect(deviceMayRefresh(tracking, { ...none, shownKey: undefined })).toBe(true)
    expect(deviceMayRefresh(tracking, { ...none, shownKey: key })).toBe(false)
  })
})
