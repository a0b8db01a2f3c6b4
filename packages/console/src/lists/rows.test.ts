import { expect, test } from 'vitest'
import { type Page, rowsOf } from './rows.js'

const page = (...rows: string[]): Page<string> => ({ rows })

test('pages make one list, in their order', () => {
  const rows = rowsOf<string>(String)
  expect(rows([page('a', 'b'), page('c')])).toEqual(['a', 'b', 'c'])
})

test('what moved to a later page meanwhile is in the list once', () => {
  const rows = rowsOf<string>(String)
  expect(rows([page('a', 'b'), page('b', 'c')])).toEqual(['a', 'b', 'c'])
})

test('one page more is added to what was known; a list that was given before stays as it was', () => {
  const rows = rowsOf<string>(String)
  const first = [page('a')]
  const before = rows(first)
  expect(rows([...first, page('b')])).toEqual(['a', 'b'])
  expect(before).toEqual(['a'])
})

test('pages that were changed make a new list', () => {
  const rows = rowsOf<string>(String)
  const second = page('c')
  rows([page('a', 'b'), second])
  expect(rows([page('b'), second])).toEqual(['b', 'c'])
  expect(rows([])).toEqual([])
})

test('the same pages make the same list', () => {
  const rows = rowsOf<string>(String)
  const pages = [page('a')]
  expect(rows(pages)).toBe(rows(pages))
})
