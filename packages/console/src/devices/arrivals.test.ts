import { expect, test } from 'vitest'
import { arrivals, withFirst } from './arrivals.js'

type Row = { key: string; used: number }

const row = (key: string, used: number): Row => ({ key, used })
const keyOf = ({ key }: Row) => key
const usedOf = ({ used }: Row) => used
const between = (rows: Row[], head: Row[]) => arrivals(rows, head, keyOf, usedOf)

const list = [row('b', 2), row('a', 1)]

test('nothing new is nothing to show', () => {
  expect(between(list, list)).toEqual({ first: [], gap: false })
})

test('a new device, and one that was used again, come first', () => {
  const head = [row('c', 4), row('a', 3), row('b', 2)]
  expect(between(list, head)).toEqual({ first: [row('c', 4), row('a', 3)], gap: false })
  expect(withFirst([{ rows: list, next: 'x' }], [row('c', 4), row('a', 3)], keyOf)).toEqual([
    { rows: [row('c', 4), row('a', 3), row('b', 2)], next: 'x' },
  ])
})

test('where all that was looked at is new there may be more below it', () => {
  expect(between(list, [row('d', 5), row('c', 4)]).gap).toBe(true)
  expect(between([], [row('d', 5)]).gap).toBe(false)
})

test('one that moved to the top leaves the page on which it was; others are not touched', () => {
  const untouched = { rows: [row('d', 4)], next: '1' }
  const pages = [untouched, { rows: [row('c', 3)], next: '2' }, { rows: list }]
  const changed = withFirst(pages, [row('a', 9)], keyOf)
  expect(changed).toEqual([
    { rows: [row('a', 9), row('d', 4)], next: '1' },
    { rows: [row('c', 3)], next: '2' },
    { rows: [row('b', 2)] },
  ])
  expect(changed[1]).toBe(pages[1])
})
