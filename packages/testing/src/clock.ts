import type { Clock } from '@latchkey/server'

/** A clock that stands still, and turns when it is told to, by words. */
export type TestClock = Clock & {
  /**
   * @example
   * clock.advance('31 days')
   * clock.advance('1 hour 5 minutes')
   */
  advance(words: string): void
  /** As when somebody sets a clock that was ahead. */
  turnBack(words: string): void
}

const MILLISECONDS: Record<string, number> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

/** Set to noon on a day of which nothing is special. */
export function testClock(start = new Date('2026-03-11T12:00:00Z')): TestClock {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    advance(words) {
      now += durationOf(words)
    },
    turnBack(words) {
      now -= durationOf(words)
    },
  }
}

function durationOf(words: string): number {
  if (!/^\d+ \w+( \d+ \w+)*$/.test(words)) throw new TypeError(`${words} is no duration, like "31 days".`)
  let sum = 0
  for (const [, count, unit] of words.matchAll(/(\d+) (\w+?)s?(?: |$)/g)) {
    const one = MILLISECONDS[unit ?? '']
    if (one === undefined) throw new TypeError(`${unit} is no unit of time here.`)
    sum += Number(count) * one
  }
  return sum
}
