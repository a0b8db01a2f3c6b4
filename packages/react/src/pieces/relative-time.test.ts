import { describe, expect, test } from 'vitest'
import { defaultLabels } from '../words.js'
import { exactTime, relativeTime } from './relative-time.js'

const now = new Date('2026-03-03T12:00:00Z')
const ago = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1000), now, defaultLabels)
const [minute, hour, day] = [60, 3600, 86_400]

describe('how long ago something was', () => {
  test.each([
    [0, 'just now'],
    [59, 'just now'],
    [minute, '1 min ago'],
    [59 * minute + 59, '59 min ago'],
    [hour, '1 h ago'],
    [2.5 * hour, '2 h ago'],
    [23 * hour, '23 h ago'],
    [day, '1 day ago'],
    [2 * day - 1, '1 day ago'],
    [2 * day, '2 days ago'],
    [29 * day, '29 days ago'],
    [30 * day, '1 Feb 2026'],
    [400 * day, '27 Jan 2025'],
  ])('%d seconds: %s', (seconds, words) => {
    expect(ago(seconds)).toBe(words)
  })

  test('a clock that is a little ahead says now, and one that is far ahead the day', () => {
    expect(ago(-5 * minute)).toBe('just now')
    expect(ago(-3 * day)).toBe('6 Mar 2026')
  })

  test('a time that is none says nothing', () => {
    expect(relativeTime(new Date(Number.NaN), now, defaultLabels)).toBe('')
    expect(exactTime(new Date(Number.NaN), 'en-GB')).toBe('')
  })
})
