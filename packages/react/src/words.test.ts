import { expect, test } from 'vitest'
import { defaultLabels } from './words.js'

test('why something happened is said to users themselves, and not of them', () => {
  expect(defaultLabels.reason('by the user')).toBe('by you')
  expect(defaultLabels.reason('the user turned it on')).toBe('you turned it on')
  expect(defaultLabels.reason('the device is new')).toBe('the device is new')
})
