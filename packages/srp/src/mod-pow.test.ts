import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bigIntEngine } from './big-int-engine.js'
import { N } from './group.js'
import { openSslEngine } from './node/open-ssl-engine.js'
import { yieldingEngine } from './yielding-engine.js'

/** As the definition has it, for numbers small enough. */
function slowModPow(base: bigint, exponent: number): bigint {
  let result = 1n
  for (let i = 0; i < exponent; i += 1) result = (result * base) % N
  return ((result % N) + N) % N
}

function bothAgree(base: bigint, exponent: bigint): void {
  expect(openSslEngine.modPow(base, exponent)).toBe(bigIntEngine.modPow(base, exponent))
}

const anyBase = fc.bigInt({ min: -N, max: 1n << 6144n })

describe.each([bigIntEngine, openSslEngine, yieldingEngine])('modPow of $name', (engine) => {
  test('is repeated multiplication for exponents 0 … 70', async () => {
    for (const base of [0n, 1n, 2n, 5n, N - 1n, N, N + 1n, N >> 1n, -3n]) {
      for (let e = 0; e <= 70; e += 1)
        expect(await engine.modPow(base, BigInt(e)), `${base}^${e}`).toBe(slowModPow(base, e))
    }
  })

  test('obeys Fermat: base^(N − 1) is 1, and base^N is base', async () => {
    expect(await engine.modPow(3n, N - 1n)).toBe(1n)
    expect(await engine.modPow(3n, N)).toBe(3n)
  })

  test('takes exponents of N and beyond', async () => {
    expect(await engine.modPow(3n, N + 4n)).toBe(243n)
  })

  test('refuses a negative exponent', async () => {
    await expect(async () => engine.modPow(2n, -1n)).rejects.toThrow(RangeError)
  })
})

describe('the two engines agree', () => {
  test('on thousands of powers with exponents up to 64 bits', () => {
    fc.assert(fc.property(anyBase, fc.bigInt({ min: 0n, max: 1n << 64n }), bothAgree), { numRuns: 2000 })
  })

  test('on hundreds of powers with exponents up to 256 bits', () => {
    fc.assert(fc.property(anyBase, fc.bigInt({ min: 0n, max: 1n << 256n }), bothAgree), { numRuns: 300 })
  })

  test('on exponents of 512 and 1024 bits, even and odd', () => {
    for (const bits of [512n, 1024n]) {
      const even = (N >> (3072n - bits)) & ~1n
      bothAgree(N >> 5n, even)
      bothAgree(N >> 5n, even | 1n)
      bothAgree(N - 2n, 1n << bits)
    }
  })
})
