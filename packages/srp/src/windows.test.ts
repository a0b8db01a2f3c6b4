import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToBigInt } from './bytes.js'
import { g, N } from './group.js'
import { openSslEngine } from './node/open-ssl-engine.js'
import { fixedBaseWindows } from './windows.js'

const ofG = fixedBaseWindows(g)

const plainly = (base: bigint, exponent: Uint8Array) => openSslEngine.modPow(base, bytesToBigInt(exponent))

/** 32 bytes that are all zero but for one. */
const oneByte = (place: number, byte: number) =>
  Uint8Array.from({ length: 32 }, (_, at) => (at === place ? byte : 0))

describe('powers off windows', () => {
  test('are right for every byte in every place: the whole table', () => {
    for (let place = 0; place < 32; place += 1) {
      const factor = plainly(g, oneByte(place, 1))
      let expected = 1n
      for (let byte = 0; byte < 256; byte += 1) {
        expect(ofG(oneByte(place, byte)) === expected).toBe(true)
        expected = (expected * factor) % N
      }
    }
  })

  test('are those of OpenSSL, for any exponent', () => {
    const exponents = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const agrees = (exponent: Uint8Array) => ofG(exponent) === plainly(g, exponent)
    fc.assert(fc.property(exponents, agrees), { numRuns: 500 })
  })

  test('are right for the least and the greatest exponent', () => {
    expect(ofG(new Uint8Array(32))).toBe(1n)
    const greatest = new Uint8Array(32).fill(255)
    expect(ofG(greatest)).toBe(plainly(g, greatest))
  })

  test('are right for a base that is no quadratic residue', () => {
    const base = N - 4n
    const exponent = Uint8Array.from({ length: 32 }, (_, at) => 7 * at + 1)
    expect(fixedBaseWindows(base)(exponent)).toBe(plainly(base, exponent))
  })
})

test('exponents of another length are refused, rather than read in the wrong places', () => {
  for (const length of [0, 31, 33]) expect(() => ofG(new Uint8Array(length))).toThrow(RangeError)
})
