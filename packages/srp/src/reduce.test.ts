import fc from 'fast-check'
import { expect, test } from 'vitest'
import { N } from './group.js'
import { reduce } from './reduce.js'

const LIMIT = 1n << 6144n

test('is what % is, for any product', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: LIMIT - 1n }), (x) => {
      expect(reduce(x)).toBe(x % N)
    }),
    { numRuns: 20_000 },
  )
})

test('is what % is beside every multiple that an estimate could miss by one', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: LIMIT / N - 1n }),
      fc.integer({ min: -2, max: 2 }),
      (quotient, beside) => {
        const x = quotient * N + BigInt(beside)
        if (x >= 0n) expect(reduce(x)).toBe(x % N)
      },
    ),
    { numRuns: 20_000 },
  )
})

test('is what % is at the edges of its parts', () => {
  const edges = [0n, 1n, N - 1n, N, N + 1n, 2n * N - 1n, 2n * N, (N - 1n) * (N - 1n), LIMIT - 1n]
  for (const bits of [64n, 1472n, 1536n, 1600n, 3071n, 3072n, 3073n, 4607n, 4608n, 4609n, 6143n]) {
    edges.push((1n << bits) - 1n, 1n << bits, (1n << bits) + 1n)
  }
  for (const x of edges) expect(reduce(x)).toBe(x % N)
})

test('never takes off more than is there, and leaves little to subtract', () => {
  // The estimate itself, again: never above the true quotient, and at most a few below it.
  const FOLD = (1n << 4608n) % N
  const more = ((1n << 6144n) / N - (1n << 3072n)) >> 1472n
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: LIMIT - 1n }), (x) => {
      const y = BigInt.asUintN(4608, x) + (x >> 4608n) * FOLD
      const h = y >> 3072n
      const short = y / N - (h + ((h * more) >> 1600n))
      expect(short >= 0n && short <= 3n).toBe(true)
    }),
    { numRuns: 20_000 },
  )
})
