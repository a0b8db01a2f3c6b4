import { randomBytes } from 'node:crypto'
import { freshDatabase } from '@latchkey/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../database/schema.js'
import { makeKeyring } from '../keys/keyring.js'
import { type CodeStore, codeStore } from './code-store.js'

const alice = { poolId: 'local_pool', userId: 'alice' }
const toAlice = { purpose: 'sign-up', subject: 'email alice@example.com' } as const
const start = new Date('2026-01-01T00:00:00Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

let db: Database
let codes: CodeStore

beforeEach(async () => {
  db = await freshDatabase()
  await addUser()
  codes = codeStore(db, makeKeyring(randomBytes(32)))
})

async function addUser() {
  const times = { created_at: 0, modified_at: 0 }
  const flags = { enabled: 1, totp_enabled: 0, sms_enabled: 0, email_enabled: 0 }
  const password = { srp_salt: null, sealed_srp_verifier: null, password_expires_at: null }
  const owner = { pool_id: alice.poolId, user_id: alice.userId }
  const pool = { pool_id: alice.poolId, name: 'pool', settings: '{}', ...times }
  await db.insertInto('pools').values(pool).execute()
  const user = { ...owner, username: 'alice', status: 'UNCONFIRMED', attributes: '{}' }
  await db
    .insertInto('users')
    .values({ ...user, ...flags, ...password, ...times })
    .execute()
}

const send = (code: string, now = start) => codes.replace(alice, toAlice, code, later(60), now)
const redeem = (code: string, now = start) => codes.redeem(alice, toAlice, code, now)

describe('a code', () => {
  test('is right once', async () => {
    await send('123456')
    expect(await redeem('123456')).toBe('right')
    expect(await redeem('123456')).toBe('expired')
  })

  test('shown twice at once is right for one of them', async () => {
    await send('123456')
    const verdicts = await Promise.all([redeem('123456'), redeem('123456')])
    expect(verdicts.sort()).toEqual(['expired', 'right'])
  })

  test('that was never sent is an expired one', async () => {
    expect(await redeem('123456')).toBe('expired')
  })

  test('is good until its hour, not at it', async () => {
    await send('123456')
    expect(await redeem('123456', later(60))).toBe('expired')
    expect(await redeem('123456', later(59))).toBe('right')
  })

  test('may be guessed five times; then even the right one does not pass', async () => {
    await send('123456')
    for (let guess = 0; guess < 5; guess += 1) expect(await redeem('000000')).toBe('wrong')
    expect(await redeem('000000')).toBe('exhausted')
    expect(await redeem('123456')).toBe('exhausted')
  })

  test('tried without being spent is right any number of times, and spent once', async () => {
    await send('123456')
    for (let time = 0; time < 7; time += 1)
      expect(await codes.judge(alice, toAlice, '123456', start)).toBe('right')
    const spent = await Promise.all([1, 2].map(() => codes.spend(alice, toAlice, '123456', start)))
    expect(spent.toSorted()).toEqual([false, true])
    expect(await codes.judge(alice, toAlice, '123456', start)).toBe('expired')
  })

  test('is not spent when it is over', async () => {
    await send('123456')
    expect(await codes.spend(alice, toAlice, '123456', later(60))).toBe(false)
  })

  test('is right at the fifth guess', async () => {
    await send('123456')
    for (let guess = 0; guess < 4; guess += 1) await redeem('000000')
    expect(await redeem('123456')).toBe('right')
  })

  test('guessed many times at once gets no more than five guesses', async () => {
    await send('123456')
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => redeem('000000')))
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(5)
  })

  test('is no longer right once a newer one was sent', async () => {
    await send('123456')
    await send('654321')
    expect(await redeem('123456')).toBe('wrong')
    expect(await redeem('654321')).toBe('right')
  })

  test('that went to one address proves nothing about another', async () => {
    await send('123456')
    const toAnother = { ...toAlice, subject: 'email mallory@example.com' }
    expect(await codes.redeem(alice, toAnother, '123456', start)).toBe('wrong')
  })

  test('is not kept in readable form', async () => {
    await send('123456')
    expect(JSON.stringify(await db.selectFrom('codes').selectAll().execute())).not.toContain('123456')
  })
})

describe('asking for codes', () => {
  test('is granted five times in fifteen minutes, and again after them', async () => {
    for (let time = 0; time < 5; time += 1) expect(await send(`10000${time}`)).toBe(true)
    expect(await send('200000', later(14))).toBe(false)
    expect(await redeem('100004')).toBe('right')
  })

  test('starts anew after fifteen minutes', async () => {
    for (let time = 0; time < 6; time += 1) await send('123456')
    expect(await send('654321', later(15))).toBe(true)
    expect(await redeem('654321', later(15))).toBe('right')
  })

  test('is not granted where no guess is left', async () => {
    await send('123456')
    for (let guess = 0; guess < 5; guess += 1) await redeem('000000')
    expect(await send('654321', later(14))).toBe(false)
    expect(await send('654321', later(15))).toBe(true)
  })

  test('does not buy more guesses within that time', async () => {
    await send('123456')
    for (let guess = 0; guess < 5; guess += 1) await redeem('000000')
    await send('654321', later(14))
    expect(await redeem('654321', later(14))).toBe('exhausted')
    await send('777777', later(15))
    expect(await redeem('777777', later(15))).toBe('right')
  })
})
