import { describe, expect, test } from 'vitest'
import { recoveryAddresses, recoveryOf } from './recovery.js'
import type { User } from './user.js'

const email = 'alice@example.com'
const phone_number = '+12025550100'
const bothVerified = { email, email_verified: 'true', phone_number, phone_number_verified: 'true' }

const noFactor: User['mfa'] = { enabled: [], preferred: undefined }

const user = (attributes: Record<string, string>, other: Partial<User> = {}): User => ({
  poolId: 'local_pool',
  userId: '3f0a',
  username: 'alice',
  status: 'CONFIRMED',
  enabled: true,
  attributes,
  password: undefined,
  mfa: noFactor,
  createdAt: new Date(0),
  modifiedAt: new Date(0),
  ...other,
})

const unsaid = { recovery: undefined, mfa: 'off' } as const
const byEmail = { recovery: ['email'], mfa: 'optional' } as const
const emailFirst = { recovery: ['email', 'phone_number'], mfa: 'optional' } as const

/** The address that a code goes to, or why none goes anywhere. */
const outcome = (pool: { recovery: unknown; mfa: unknown }, who: User | undefined) => {
  const recovery = recoveryOf(pool as Parameters<typeof recoveryOf>[0], who)
  return 'refused' in recovery ? recovery.refused : recovery.to
}

describe('the code for a forgotten password goes', () => {
  test('to the phone where the pool says nothing, and to the e-mail address where there is no phone', () => {
    expect(outcome(unsaid, user(bothVerified))).toBe(phone_number)
    expect(outcome(unsaid, user({ email, email_verified: 'true' }))).toBe(email)
  })

  test('to the first choice of the pool that the user has verified', () => {
    expect(outcome(emailFirst, user(bothVerified))).toBe(email)
    expect(outcome(emailFirst, user({ ...bothVerified, email_verified: 'false' }))).toBe(phone_number)
  })

  test('nowhere but to verified addresses that the pool names', () => {
    expect(outcome(byEmail, user({ phone_number, phone_number_verified: 'true' }))).toBe('no address')
    expect(outcome(unsaid, user({ email, phone_number }))).toBe('no address')
    expect(outcome(unsaid, user({ email_verified: 'true' }))).toBe('no address')
  })

  test('past an address that brings the codes of a second factor', () => {
    const withFactor = user(bothVerified, { mfa: { enabled: ['email code'], preferred: undefined } })
    expect(outcome(emailFirst, withFactor)).toBe(phone_number)
    expect(outcome(byEmail, withFactor)).toBe('no address')
    expect(outcome({ ...emailFirst, mfa: 'off' }, withFactor)).toBe(email)
    const bySms = user(bothVerified, { mfa: { enabled: ['sms code'], preferred: 'sms code' } })
    expect(outcome({ recovery: undefined, mfa: 'optional' }, bySms)).toBe(phone_number)
  })
})

describe('no code goes', () => {
  test.each([
    ['no user', undefined],
    ['disabled', user(bothVerified, { enabled: false })],
    ['state', user(bothVerified, { status: 'FORCE_CHANGE_PASSWORD' })],
    ['no address', user(bothVerified, { status: 'UNCONFIRMED' })],
  ])('to somebody of whom is to be said: %s', (why, who) => {
    expect(outcome(unsaid, who)).toBe(why)
  })

  test('anywhere, whoever asks, where only operators recover accounts', () => {
    for (const who of [undefined, user(bothVerified)])
      expect(outcome({ recovery: ['operators only', 'email'], mfa: 'off' }, who)).toBe('operators only')
  })
})

test('operators end the list of channels', () => {
  expect(recoveryAddresses({ recovery: ['email', 'operators only', 'phone_number'] })).toEqual(['email'])
})

test('a user who must reset the password may ask for another code', () => {
  expect(outcome(unsaid, user(bothVerified, { status: 'RESET_REQUIRED' }))).toBe(phone_number)
})
