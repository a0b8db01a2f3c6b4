import { describe, expect, test } from 'vitest'
import { type Attempts, afterFailure, isLocked, lockSeconds } from './user.js'

const start = new Date('2026-01-01T00:00:00Z')
const later = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1000)

/** Wrong guesses in a row, each made as soon as the lock before it has ended. */
function guessed(times: number, from = start): Attempts | undefined {
  let attempts: Attempts | undefined
  let now = from
  for (let guess = 0; guess < times; guess += 1) {
    attempts = afterFailure(attempts, now)
    now = attempts.lockedUntil
  }
  return attempts
}

describe('lockout', () => {
  test.each([
    [1, 0],
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 4],
    [8, 8],
    [14, 512],
    [15, 900],
    [16, 900],
    [2000, 900],
  ])('after %i wrong guesses in a row the next may be made in %i s', (failures, seconds) => {
    expect(lockSeconds(failures)).toBe(seconds)
  })

  test('nobody is locked who never guessed wrong', () => {
    expect(isLocked(undefined, start)).toBe(false)
  })

  test('the lock ends at its second, not after it', () => {
    const attempts = guessed(5)
    const end = attempts?.lockedUntil ?? start
    expect(end).toEqual(later(start, 1))
    expect(isLocked(attempts, new Date(end.getTime() - 1))).toBe(true)
    expect(isLocked(attempts, end)).toBe(false)
  })

  test('guesses made right after each lock keep the count growing, past the longest lock too', () => {
    expect(guessed(20)?.failures).toBe(20)
  })

  test('fifteen quiet minutes wipe the slate; up to then it stays', () => {
    const attempts = guessed(4)
    expect(afterFailure(attempts, later(start, 15 * 60)).failures).toBe(5)
    expect(afterFailure(attempts, later(start, 15 * 60 + 0.001)).failures).toBe(1)
  })
})
