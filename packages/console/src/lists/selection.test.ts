import { expect, test } from 'vitest'
import { all, extendedTo, nothing, toggled, without } from './selection.js'

const order = ['a', 'b', 'c', 'd', 'e']

test('a row is selected, and no longer', () => {
  const one = toggled(nothing, 'b')
  expect([...one.keys]).toEqual(['b'])
  expect([...toggled(one, 'b').keys]).toEqual([])
})

test('with shift all rows from the last one are selected, up or down', () => {
  expect([...extendedTo(toggled(nothing, 'b'), 'd', order).keys]).toEqual(['b', 'c', 'd'])
  expect([...extendedTo(toggled(nothing, 'd'), 'b', order).keys].sort()).toEqual(['b', 'c', 'd'])
})

test('a range that is extended again starts where it started', () => {
  const two = extendedTo(toggled(nothing, 'c'), 'd', order)
  expect([...extendedTo(two, 'b', order).keys].sort()).toEqual(['b', 'c', 'd'])
})

test('where the first one is gone, or there was none, with shift one row is selected', () => {
  expect([...extendedTo(nothing, 'd', order).keys]).toEqual(['d'])
  expect([...extendedTo(toggled(nothing, 'x'), 'd', order).keys]).toEqual(['x', 'd'])
})

test('a row that is not in the list cannot be selected', () => {
  expect(extendedTo(nothing, 'x', order)).toBe(nothing)
})

test('all rows are selected; what is gone is not', () => {
  expect([...without(all(order), new Set(['a', 'c'])).keys]).toEqual(['b', 'd', 'e'])
})
