import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bigIntEngine } from './big-int-engine.js'
import { N } from './group.js'
import { openSslEngine } from './node/open-ssl-engine.js'

const RUNS = 1500

const agreement = (base: bigint, exponent: bigint) =>
  openSslEngine.modPow(base, exponent) === bigIntEngine.modPow(base, exponent)

describe('the two engines agree', () => {
  test(`on ${RUNS} random powers with exponents of exactly 256 bits`, () => {
    const base = fc.bigInt({ min: 0n, max: N - 1n })
    const exponent = fc.bigInt({ min: 1n << 255n, max: (1n << 256n) - 1n })
    fc.assert(fc.property(base, exponent, agreement), { numRuns: RUNS })
  })

  test('on bases around 0 and N, with random exponents of up to 256 bits', () => {
    const base = fc.constantFrom(0n, 1n, N - 1n, N, N + 1n, 2n * N, 2n * N + 1n)
    const exponent = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })
    fc.assert(fc.property(base, exponent, agreement), { numRuns: 100 })
  })

  test('on random bases, with exponents 0, 1, 2 and N − 1', () => {
    const base = fc.bigInt({ min: 0n, max: 1n << 3100n })
    const exponent = fc.constantFrom(0n, 1n, 2n, N - 1n)
    fc.assert(fc.property(base, exponent, agreement), { numRuns: 40 })
  })
})

describe.each([bigIntEngine, openSslEngine])('modPow of $name', (engine) => {
  test.each([
    ['0', 0n, [1n, 0n, 0n, 0n]],
    ['1', 1n, [1n, 1n, 1n, 1n]],
    ['N − 1', N - 1n, [1n, N - 1n, 1n, 1n]],
    ['N', N, [1n, 0n, 0n, 0n]],
    ['N + 1', N + 1n, [1n, 1n, 1n, 1n]],
  ])('of %s is what arithmetic says, for exponents 0, 1, 2 and N − 1', (_what, base, expected) => {
    expect([0n, 1n, 2n, N - 1n].map((exponent) => engine.modPow(base, exponent))).toEqual(expected)
  })
})
