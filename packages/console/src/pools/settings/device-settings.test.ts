import { expect, test } from 'vitest'
import {
  configurationOf,
  type DeviceSettings,
  effectsOf,
  isLooser,
  isSame,
  meaningOf,
  type Remembering,
  settingsOf,
} from './device-settings.js'

const set = (remembering: Remembering, replacesMfa = true): DeviceSettings => ({ remembering, replacesMfa })
const counts = { Remembered: 312, NotRemembered: 40 }

test('any member turns tracking on, a single false too; none is off', () => {
  expect(settingsOf(undefined).remembering).toBe('off')
  expect(settingsOf({}).remembering).toBe('off')
  expect(settingsOf({ ChallengeRequiredOnNewDevice: false })).toEqual(set('always', false))
  expect(settingsOf({ DeviceOnlyRememberedOnUserPrompt: true }).remembering).toBe('opt-in')
})

test('each of the four settings is what was chosen, there and back', () => {
  for (const settings of [set('always'), set('always', false), set('opt-in'), set('opt-in', false)]) {
    expect(settingsOf(configurationOf(settings))).toEqual(settings)
  }
  expect(configurationOf(set('off'))).toBeUndefined()
})

test('each of the four settings is told in words of its own', () => {
  const all = [set('off'), set('always'), set('always', false), set('opt-in'), set('opt-in', false)]
  const words = all.map((settings) => meaningOf(settings, 'ON').join(' '))
  expect(new Set(words).size).toBe(all.length)
})

test('who may choose from now on keeps the devices that were remembered', () => {
  expect(effectsOf(set('always'), set('opt-in'), counts, 'ON')).toEqual([
    '312 remembered devices stay remembered and go on skipping MFA.',
    '40 other devices are asked for the second factor as before.',
    'New devices are remembered only if their users say so. Nobody is signed out.',
  ])
})

test('remembering every device does not remember those that are there', () => {
  const [, others] = effectsOf(set('opt-in'), set('always'), counts, 'ON')
  expect(others).toContain('40 other devices are not remembered by this')
})

test('a device that no longer stands in for the second factor is asked for it again', () => {
  const [remembered] = effectsOf(set('always'), set('always', false), counts, 'ON')
  expect(remembered).toContain('312 remembered devices are asked for the second factor again')
})

test('turned off, nothing is forgotten', () => {
  expect(effectsOf(set('always'), set('off'), counts, 'ON').at(-1)).toContain('Nothing is forgotten')
})

test('one device is spoken of as one', () => {
  const [remembered, other] = effectsOf(
    set('opt-in'),
    set('always'),
    { Remembered: 1, NotRemembered: 1 },
    'ON',
  )
  expect(remembered).toBe('1 remembered device stays remembered and goes on skipping MFA.')
  expect(other).toBe(
    '1 other device is not remembered by this: only new ones are. It will be asked for the second factor until remembered, or forgotten.',
  )
})

test('where nobody is asked for a second factor, nobody is told that they will be from the next sign-in on', () => {
  const [first, remembered] = effectsOf(set('always'), set('always', false), counts, 'OFF')
  expect(first).toMatch(/asks nobody for a second factor now/)
  expect(remembered).toContain('312 remembered devices')
  expect(effectsOf(set('always'), set('always', false), {}, 'OFF')[0]).toContain('No device is tracked yet')
})

test('a pool without devices says so', () => {
  expect(effectsOf(set('off'), set('always'), {}, 'ON')[0]).toBe(
    'No device is tracked yet, so that none is affected.',
  )
})

test('what asks for less is warned of, and what asks for more is not', () => {
  expect(isLooser(set('always', false), set('always'))).toBe(true)
  expect(isLooser(set('opt-in'), set('always'))).toBe(true)
  expect(isLooser(set('off'), set('opt-in'))).toBe(true)
  expect(isLooser(set('always'), set('opt-in'))).toBe(false)
  expect(isLooser(set('always'), set('off'))).toBe(false)
})

test('what a remembered device does means nothing where none is', () => {
  expect(isSame(set('off', true), set('off', false))).toBe(true)
  expect(isSame(set('always', true), set('always', false))).toBe(false)
})
