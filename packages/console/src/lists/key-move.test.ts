import { expect, test } from 'vitest'
import { keyMove } from './key-move.js'

test.each([
  ['ArrowDown', 5, 6],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 5, 4],
  ['ArrowUp', 0, 0],
  ['PageDown', 5, 15],
  ['PageDown', 95, 99],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
])('%s from row %i leads to row %i', (key, from, to) => {
  expect(keyMove(key, from, 10, 100)).toBe(to)
})

test.each(['a', 'Enter', 'toString'])('%s moves nothing', (key) => {
  expect(keyMove(key, 5, 10, 100)).toBeUndefined()
})
