import type { TimelineEvent } from '@latchkey/auth/latchkey'
import { expect, test } from 'vitest'
import { readOnFrom, type Stretch } from './read-on.js'

const stretch = (ids: string, nextToken?: string): Stretch => ({
  events: [...ids].map((id): TimelineEvent => ({ id, date: new Date(0), kind: 'signedIn', outcome: 'pass' })),
  nextToken,
})

const told = ({ events, nextToken }: Stretch) => [events.map(({ id }) => id).join(''), nextToken]

test('before anybody reads on there is the newest page', () => {
  expect(told(readOnFrom(stretch('edc', 'c'), undefined))).toEqual(['edc', 'c'])
})

test('what happens after somebody read on pushes nothing out of the middle', () => {
  expect(told(readOnFrom(stretch('fed', 'd'), stretch('edcba')))).toEqual(['fedcba', undefined])
})

test('where more happened than a page holds, nothing is left out unseen: the list begins anew', () => {
  expect(told(readOnFrom(stretch('zyx', 'x'), stretch('edcba')))).toEqual(['zyx', 'x'])
})
