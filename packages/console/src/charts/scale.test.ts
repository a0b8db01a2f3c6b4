import { expect, test } from 'vitest'
import { alone, lineThrough, namedDays, ticksUpTo } from './scale.js'

test('an axis has round steps, and room for the highest value', () => {
  expect(ticksUpTo(37)).toEqual([0, 10, 20, 30, 40])
  expect(ticksUpTo(100)).toEqual([0, 50, 100])
  expect(ticksUpTo(1234)).toEqual([0, 500, 1000, 1500])
})

test('counts have no halves, and a pool where nothing happened has an axis, too', () => {
  expect(ticksUpTo(2)).toEqual([0, 1, 2])
  expect(ticksUpTo(0)).toEqual([0, 1])
})

test('the last day is named, and no more days than there is room for', () => {
  expect(namedDays(7, 10)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(namedDays(30, 4)).toEqual([5, 13, 21, 29])
  expect(namedDays(90, 0)).toEqual([89])
})

test('a line is broken where nothing is known', () => {
  const point = (x: number) => ({ x, y: 1 })
  expect(lineThrough([point(0), point(1), undefined, point(3)])).toBe('M0 1L1 1M3 1')
  expect(alone([point(0), point(1), undefined, point(3)])).toEqual([point(3)])
  expect(lineThrough([])).toBe('')
})
