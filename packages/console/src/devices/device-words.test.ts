import { expect, test } from 'vitest'
import { browserAndSystem, count, deviceName, devicesWords, mfaWords, sessionsWords } from './device-words.js'

test.each([
  [{ Name: 'Kitchen tablet', Browser: 'Chrome 141', System: 'Android' }, 'Kitchen tablet'],
  [{ Browser: 'Chrome 141', System: 'macOS' }, 'Chrome on macOS'],
  [{ Browser: 'AWS SDK for JavaScript' }, 'AWS SDK for JavaScript'],
  [{ System: 'Linux' }, 'Linux'],
  [{}, 'Unnamed device'],
])('%j is called %s', (device, name) => {
  expect(deviceName(device)).toBe(name)
})

test('its browser and system are told as far as they are known', () => {
  expect(browserAndSystem({ Browser: 'Chrome 141', System: 'macOS' })).toBe('Chrome 141 · macOS')
  expect(browserAndSystem({})).toBe('')
  expect(browserAndSystem({ Browser: 'AWS Amplify' })).toBe('')
})

test('why MFA was skipped is told', () => {
  expect(mfaWords({ Result: 'Skipped', Reason: 'the device is remembered' })).toBe(
    'Skipped: the device is remembered',
  )
  expect(mfaWords({ Result: 'NotAsked', Reason: '' })).toBe('Not asked')
})

test('numbers are written for people', () => {
  expect(count(300_000)).toBe('300,000')
  expect(devicesWords(1)).toBe('1 device')
  expect(devicesWords(0)).toBe('0 devices')
  expect(sessionsWords(0)).toBe('None')
  expect(sessionsWords(2)).toBe('2 open')
})
