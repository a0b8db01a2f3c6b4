import { expect, test } from 'vitest'
import { sameBytes } from './same-bytes.js'

test('the same bytes are the same', () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
  expect(sameBytes(new Uint8Array(), new Uint8Array())).toBe(true)
})

test('bytes that differ in a place or in number are not, and nothing throws', () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false)
  expect(sameBytes(Uint8Array.of(1), new Uint8Array())).toBe(false)
})
