import { expect, test } from 'vitest'
import type { LiveEvent } from '../server/live-events.js'
import { arrivedWith, newestFirst, nothingArrived } from './arrived.js'

const events = (...ids: string[]): LiveEvent[] =>
  ids.map((EventId) => ({ EventId, CreationDate: 0, Kind: 'SignedIn', Outcome: 'Pass' }))

const told = { gap: false, wasReadOn: true }
const idsOf = (shown: readonly LiveEvent[]) => shown.map(({ EventId }) => EventId).join('')

test('what comes is on top, the newest first', () => {
  const first = arrivedWith(nothingArrived, { ...told, shown: events('a', 'b') })
  expect(idsOf(arrivedWith(first, { ...told, shown: events('c') }).events)).toBe('cba')
  expect(arrivedWith(first, { ...told, shown: [] })).toBe(first)
})

test('where more happened than was told of, a list that was read on says that there is more, and has no hole', () => {
  const before = arrivedWith(nothingArrived, { ...told, shown: events('a') })
  const behind = arrivedWith(before, { ...told, gap: true, shown: events('x', 'y') })
  expect(behind).toEqual({ events: before.events, isBehind: true })
  expect(arrivedWith(behind, { ...told, shown: events('z') })).toBe(behind)
})

test('a list of one page is read anew by itself', () => {
  const before = arrivedWith(nothingArrived, { ...told, shown: events('a') })
  expect(arrivedWith(before, { gap: true, wasReadOn: false, shown: events('x') })).toEqual(nothingArrived)
})

test('a page does not hold more and more without end', () => {
  const many = Array.from({ length: 400 }, (_, index) => String(index))
  const before = arrivedWith(nothingArrived, { ...told, shown: events(...many) })
  expect(arrivedWith(before, { ...told, shown: events(...many) }).isBehind).toBe(true)
})

test('each event is there once, in the order of time, wherever it was read', () => {
  expect(idsOf(newestFirst(events('e', 'd', 'b', 'e', 'c', 'a')))).toBe('edcba')
})
