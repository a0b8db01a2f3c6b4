import { randomBytes } from 'node:crypto'
import { freshDatabase } from '@latchkey/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../database/schema.js'
import { makeKeyring } from '../keys/keyring.js'
import { type CodeFactor, type SignInCodeStore, signInCodeStore } from './sign-in-code-store.js'

const alice = { poolId: 'local_1', userId: 'alice' }
const bob = { poolId: 'local_1', userId: 'bob' }
const start = new Date('2026-03-01T12:00:00Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

let db: Database
let codes: SignInCodeStore

beforeEach(async () => {
  db = await freshDatabase()
  const times = { created_at: 0, modified_at: 0 }
  await db
    .insertInto('pools')
    .values({ pool_id: 'local_1', name: 'pool', settings: '{}', ...times })
    .execute()
  for (const { poolId, userId } of [alice, bob]) await addUser(poolId, userId)
  codes = signInCodeStore(db, makeKeyring(randomBytes(32)))
})

async function addUser(pool_id: string, user_id: string) {
  const flags = { enabled: 1, totp_enabled: 0, sms_enabled: 0, email_enabled: 0 }
  const password = { srp_salt: null, sealed_srp_verifier: null, password_expires_at: null }
  const owner = { pool_id, user_id, username: user_id, status: 'CONFIRMED', attributes: '{}' }
  const times = { created_at: 0, modified_at: 0 }
  await db
    .insertInto('users')
    .values({ ...owner, ...flags, ...password, ...times })
    .execute()
}

const use = { ...alice, signInId: 'one', factor: 'second factor', to: 'email alice@example.com' } as const
const send = (code: string, about = {}) => codes.replace({ ...use, ...about }, code, later(3))
const redeem = (code: string, about = {}, now = start) => codes.redeem({ ...use, ...about }, code, now)

describe('a code of a sign-in', () => {
  test('is right once', async () => {
    await send('123456')
    expect(await redeem('123456')).toBe('right')
    expect(await redeem('123456')).toBe('expired')
  })

  test('may be guessed wrong four times before it is right, and not five', async () => {
    await send('123456')
    for (let guesses = 0; guesses < 4; guesses += 1) expect(await redeem('000000')).toBe('wrong')
    expect(await redeem('123456')).toBe('right')
    await send('123456')
    for (let guesses = 0; guesses < 5; guesses += 1) expect(await redeem('000000')).toBe('wrong')
    expect(await redeem('123456')).toBe('expired')
  })

  test('guessed at a hundred times at once is looked at five times', async () => {
    await send('000099')
    const guesses = Array.from({ length: 100 }, (_, number) => String(number).padStart(6, '0'))
    const verdicts = await Promise.all(guesses.map((guess) => redeem(guess)))
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(5)
    expect(verdicts).not.toContain('right')
  })

  test('shown a hundred times at once passes once', async () => {
    await send('123456')
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => redeem('123456')))
    expect(verdicts.filter((verdict) => verdict === 'right')).toHaveLength(1)
  })

  test('is over with its time', async () => {
    await send('123456')
    expect(await redeem('123456', {}, later(3))).toBe('expired')
    await codes.prune(later(3))
    expect(await db.selectFrom('sign_in_codes').selectAll().execute()).toEqual([])
  })

  test('no longer passes when a new one was sent, which has guesses of its own', async () => {
    await send('123456')
    for (let guesses = 0; guesses < 5; guesses += 1) await redeem('000000')
    await send('654321')
    expect(await redeem('123456')).toBe('wrong')
    expect(await redeem('654321')).toBe('right')
  })

  test.each([
    { what: 'another user', about: bob, verdict: 'expired' },
    { what: 'another sign-in', about: { signInId: 'two' }, verdict: 'expired' },
    { what: 'another factor', about: { factor: 'first factor' }, verdict: 'wrong' },
    { what: 'another address', about: { to: 'email bob@example.com' }, verdict: 'wrong' },
    { what: 'another medium', about: { to: 'phone_number alice@example.com' }, verdict: 'wrong' },
  ] as const)('does not pass for $what', async ({ about, verdict }) => {
    await send('123456')
    expect(await redeem('123456', about)).toBe(verdict)
  })

  test('does not displace that of another sign-in of the same user', async () => {
    await send('123456')
    await send('654321', { signInId: 'two' })
    expect(await redeem('123456')).toBe('right')
    expect(await redeem('654321', { signInId: 'two' })).toBe('right')
  })

  test('is not kept in the clear', async () => {
    await send('123456')
    expect(JSON.stringify(await db.selectFrom('sign_in_codes').selectAll().execute())).not.toContain('123456')
  })
})

describe('of codes to one user', () => {
  const count = async (factor: CodeFactor, times: number, now = start) => {
    const sent = await Promise.all(Array.from({ length: times }, () => codes.countSent(alice, factor, now)))
    return sent.filter(Boolean).length
  }

  test.each([
    { factor: 'first factor', most: 5 },
    { factor: 'second factor', most: 10 },
  ] as const)('$most that are a $factor are sent in fifteen minutes', async ({ factor, most }) => {
    expect(await count(factor, 100)).toBe(most)
    expect(await count(factor, 1, later(14))).toBe(0)
    expect(await count(factor, 100, later(15))).toBe(most)
  })

  test('those that anybody can ask for do not use up those that need a password', async () => {
    await count('first factor', 100)
    expect(await codes.countSent(alice, 'second factor', start)).toBe(true)
    expect(await codes.countSent(bob, 'first factor', start)).toBe(true)
  })
})
