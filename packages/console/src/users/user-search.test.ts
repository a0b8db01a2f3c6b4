import { expect, test } from 'vitest'
import { asked, searchesSomething, userSearch } from './user-search.js'

test('an address without a search shows every user', () => {
  expect(asked(userSearch({}))).toEqual({})
  expect(searchesSomething(userSearch({}))).toBe(false)
})

test('what an address says is what the server is asked for', () => {
  const search = userSearch({ q: ' alice ', status: 'CONFIRMED', enabled: 'no' })
  expect(searchesSomething(search)).toBe(true)
  expect(asked(search)).toEqual({ Query: 'alice', Statuses: ['CONFIRMED'], Enabled: false })
})

test('a number that the router made of a search is what it was', () => {
  expect(userSearch({ q: 4917 }).q).toBe('4917')
})

test.each([
  [{ status: 'constructor' }],
  [{ enabled: true }],
  [{ q: ['a'] }],
  [{ q: '  ' }],
  [{ status: {} }],
])('%j searches nothing', (raw) => {
  expect(asked(userSearch(raw))).toEqual({})
})

test('a search is cut where the server would refuse it', () => {
  expect(userSearch({ q: 'x'.repeat(1000) }).q).toHaveLength(256)
})
