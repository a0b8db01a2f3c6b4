import { freshDatabase } from '@latchkey/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { type AttemptStore, attemptStore } from './attempt-store.js'
import { isLocked } from './user.js'

const alice = { poolId: 'local_pool', userId: 'alice' }
const start = new Date('2026-01-01T00:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)

let attempts: AttemptStore

beforeEach(async () => {
  attempts = attemptStore(await freshDatabase())
})

async function guessWrong(times: number, now = start): Promise<void> {
  for (let guess = 0; guess < times; guess += 1) await attempts.failed(alice, now)
}

describe('wrong guesses', () => {
  test('lock at the fifth, for a second', async () => {
    await guessWrong(4)
    expect(isLocked(await attempts.find(alice), start)).toBe(false)
    await guessWrong(1)
    expect(isLocked(await attempts.find(alice), start)).toBe(true)
    expect(isLocked(await attempts.find(alice), later(1))).toBe(false)
  })

  test('made at once are all counted', async () => {
    await Promise.all([guessWrong(1), guessWrong(1), guessWrong(1)])
    expect((await attempts.find(alice))?.failures).toBe(3)
  })

  test('do not count while locked, so that the lock grows no longer by them', async () => {
    await guessWrong(9)
    expect(await attempts.find(alice)).toMatchObject({ failures: 5, lockedUntil: later(1) })
  })

  test('go on counting after the lock, and the next lock is twice as long', async () => {
    await guessWrong(5)
    await guessWrong(1, later(1))
    expect(await attempts.find(alice)).toMatchObject({ failures: 6, lockedUntil: later(3) })
  })

  test('are written only onto the count that they were computed from', async () => {
    await guessWrong(1)
    const one = { failures: 1, lockedUntil: start, lastFailedAt: start }
    const two = { ...one, failures: 2 }
    expect(await attempts.replace(alice, undefined, one)).toBe(false)
    expect(await attempts.replace(alice, one, two)).toBe(true)
    expect(await attempts.replace(alice, one, two)).toBe(false)
  })

  test('are forgotten by a success', async () => {
    await guessWrong(5)
    await attempts.reset(alice)
    expect(await attempts.find(alice)).toBeUndefined()
  })

  test('are kept apart by user and by pool', async () => {
    await guessWrong(5)
    expect(isLocked(await attempts.find({ ...alice, userId: 'bob' }), start)).toBe(false)
    expect(isLocked(await attempts.find({ ...alice, poolId: 'local_other' }), start)).toBe(false)
  })

  test('are swept away only when they no longer count', async () => {
    await guessWrong(1)
    await attempts.prune(later(15 * 60))
    expect(await attempts.find(alice)).toBeDefined()
    await attempts.prune(later(15 * 60 + 1))
    expect(await attempts.find(alice)).toBeUndefined()
  })
})
