import { expect, test } from 'vitest'
import { factsOf, lifetimesOf } from './client-words.js'

test('lifetimes are told in the units in which they were set', () => {
  const client = {
    AccessTokenValidity: 1,
    IdTokenValidity: 30,
    RefreshTokenValidity: 30,
    AuthSessionValidity: 3,
    TokenValidityUnits: { AccessToken: 'hours', IdToken: 'minutes', RefreshToken: 'days' },
  } as const
  expect(lifetimesOf(client).map(([, long]) => long)).toEqual([
    '1 hour',
    '30 minutes',
    '30 days',
    '3 minutes',
  ])
})

test('a client that says nothing is not said to be safe', () => {
  expect(factsOf({})).toEqual(['Tells whether a user exists', 'Tokens can be revoked'])
})
