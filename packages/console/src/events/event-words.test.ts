import { expect, test } from 'vitest'
import { clientWords, kindWords, toneOf, wordsOf } from './event-words.js'

test('each kind of event has words of its own', () => {
  const words = Object.values(kindWords)
  expect(new Set(words).size).toBe(words.length)
})

test('a kind that a newer server knows is shown as it is called', () => {
  expect(wordsOf('TelepathyTried' as never)).toBe('TelepathyTried')
})

test('what failed is red, and what is done to a device says how much it matters', () => {
  expect(toneOf({ Kind: 'WrongPassword', Outcome: 'Fail' })).toBe('danger')
  expect(toneOf({ Kind: 'SignedIn', Outcome: 'Pass' })).toBe('ok')
  expect(toneOf({ Kind: 'DeviceRenamed', Outcome: 'Pass' })).toBe('neutral')
})

test('a client is told by its browser and its system, as far as they are known', () => {
  expect(clientWords({ Browser: 'Chrome 141', System: 'macOS' })).toBe('Chrome 141 on macOS')
  expect(clientWords({ Browser: 'AWS SDK for JavaScript' })).toBe('AWS SDK for JavaScript')
  expect(clientWords({})).toBeUndefined()
})
