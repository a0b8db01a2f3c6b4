import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COMB_BITS, fixedBaseComb } from './comb.js'
import { g, N } from './group.js'
import { modPow, slidingWindow } from './mod-pow.js'
import { allAtOnce, type Steps } from './steps.js'

const bySlidingWindow = (base: bigint, exponent: bigint) => allAtOnce(slidingWindow(base, exponent))

const stepsOf = (steps: Steps<bigint>) => [...steps].length

const EDGES = [0n, 1n, 2n, 3n, 1n << 42n, 1n << 43n, 1n << 215n, 1n << 255n, (1n << 256n) - 1n]

describe.each([
  ['g', g],
  ['5', 5n],
  ['N − 2', N - 2n],
])('a comb of %s', (_name, base) => {
  const power = fixedBaseComb(base)

  test.each(EDGES)('is right for the exponent %#', (exponent) => {
    expect(allAtOnce(power(exponent))).toBe(bySlidingWindow(base, exponent))
  })

  test('is right for every single digit', () => {
    const digits = Array.from({ length: Number(COMB_BITS) }, (_, place) => 1n << BigInt(place))
    for (const exponent of digits) expect(allAtOnce(power(exponent))).toBe(bySlidingWindow(base, exponent))
  })

  test('is right for any exponent that fits', () => {
    const exponents = fc.bigInt({ min: 0n, max: (1n << COMB_BITS) - 1n })
    const agrees = (exponent: bigint) => allAtOnce(power(exponent)) === bySlidingWindow(base, exponent)
    fc.assert(fc.property(exponents, agrees), { numRuns: 150 })
  })
})

describe('the table of a comb', () => {
  const [one, two] = [N >> 2817n, N >> 2819n]

  test('is built with the first power only, and the second one pays for it', () => {
    const power = fixedBaseComb(g)
    const window = stepsOf(slidingWindow(g, one))
    const [first, second] = [stepsOf(power(one)), stepsOf(power(two))]
    expect(second).toBe(43)
    expect(first).toBeLessThan(2 * window - second)
    expect(stepsOf(power(one))).toBe(second)
  })

  test('is built once by two powers that take turns from the start, and both are right', () => {
    const alone = stepsOf(fixedBaseComb(g)(one))
    const power = fixedBaseComb(g)
    const [left, right] = [power(one), power(two)]
    const results: bigint[] = []
    let steps = 0
    while (results.length < 2) {
      for (const half of [left, right]) {
        const step = half.next()
        if (step.done && step.value !== undefined) results.push(step.value)
        if (!step.done) steps += 1
      }
    }
    expect(results).toEqual([bySlidingWindow(g, one), bySlidingWindow(g, two)])
    expect(steps).toBe(alone + 43)
  })

  test('is finished by the next power when the first one was given up half-way', () => {
    const power = fixedBaseComb(g)
    const givenUp = power(one)
    for (let i = 0; i < 100; i += 1) givenUp.next()
    givenUp.return(0n)
    expect(allAtOnce(power(two))).toBe(bySlidingWindow(g, two))
  })
})

test('a comb whose table failed to be built computes nothing, rather than a wrong power', () => {
  const noNumber = 5 as unknown as bigint
  const power = fixedBaseComb(noNumber)
  expect(() => allAtOnce(power(7n))).toThrow(TypeError)
  expect(() => allAtOnce(power(7n))).toThrow('not complete')
})

describe('modPow', () => {
  const longest = (1n << 256n) - 1n

  test('takes the comb for powers of g whose exponents fit', () => {
    allAtOnce(modPow(g, longest))
    expect(stepsOf(modPow(g, longest))).toBe(43)
  })

  test('takes the sliding window for longer exponents and other bases', () => {
    for (const [base, exponent] of [[g, longest + 1n] as const, [g + N, longest] as const]) {
      expect(stepsOf(modPow(base, exponent))).toBeGreaterThan(255)
    }
    expect(allAtOnce(modPow(g, longest + 1n))).toBe((allAtOnce(modPow(g, longest)) * g) % N)
  })
})
