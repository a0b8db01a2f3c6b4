import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bigIntToHex,
  bytesToBigInt,
  bytesToHex,
  concat,
  fromBase64,
  hexToBigInt,
  hexToBytes,
  pad,
  padded,
  toBase64,
} from './bytes.js'

type PadTable = { source: string; rows: [number, string][] }
const padTable: PadTable = JSON.parse(readFileSync(new URL('../vectors/pad.json', import.meta.url), 'utf8'))

const bytes = fc.uint8Array({ maxLength: 400 })
const natural = fc.bigInt({ min: 0n, max: 1n << 3100n })

describe('PAD', () => {
  test(`agrees with java.math.BigInteger on 0 … 256 (${padTable.source})`, () => {
    expect(padTable.rows).toHaveLength(257)
    for (const [i, hex] of padTable.rows) expect(bytesToHex(pad(BigInt(i))), `PAD(${i})`).toBe(hex)
  })

  test('puts a 00 in front of a number of 3072 bits', () => {
    expect(pad((1n << 3072n) - 1n)).toHaveLength(385)
    expect(pad((1n << 3071n) - 1n)).toHaveLength(384)
  })

  test('is read back as the same number, and is as short as a positive sign allows', () => {
    fc.assert(
      fc.property(natural, (i) => {
        expect(bytesToBigInt(pad(i))).toBe(i)
        expect(pad(i)).toHaveLength(Math.floor((i === 0n ? 0 : i.toString(2).length) / 8) + 1)
      }),
    )
  })

  test('refuses a negative number', () => {
    expect(() => pad(-1n)).toThrow(RangeError)
    expect(() => bigIntToHex(-1n)).toThrow(RangeError)
  })
})

test('PAD of bytes is PAD of the number that they are, whatever stands in front', () => {
  const zeros = fc.nat({ max: 3 })
  fc.assert(
    fc.property(bytes, zeros, (some, count) => {
      const shown = concat([new Uint8Array(count), some])
      expect(padded(shown)).toEqual(pad(bytesToBigInt(shown)))
    }),
  )
  for (const hex of ['', '00', '0000', '7f', '80', '0080', '000080', '00007f']) {
    const shown = hexToBytes(hex) ?? new Uint8Array()
    expect(bytesToHex(padded(shown)), hex).toBe(bytesToHex(pad(bytesToBigInt(shown))))
  }
})

describe('numbers from bytes', () => {
  test('are unsigned and big-endian, whatever the length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (some) => {
        expect(bytesToBigInt(some)).toBe(BigInt(`0x${Buffer.from(some).toString('hex')}`))
      }),
    )
  })

  test('are 0 when there are no bytes', () => {
    expect(bytesToBigInt(new Uint8Array())).toBe(0n)
  })

  test('are read from a view in the middle of a buffer too', () => {
    const view = Uint8Array.of(9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 255, 9).subarray(2, 11)
    expect(bytesToBigInt(view)).toBe(0x0102030405060708ffn)
  })
})

describe('hex', () => {
  test('goes there and back', () => {
    fc.assert(
      fc.property(bytes, natural, (some, i) => {
        expect(hexToBytes(bytesToHex(some))).toEqual(some)
        expect(hexToBigInt(bigIntToHex(i))).toBe(i)
      }),
    )
  })

  test('of odd length reads as if a 0 stood in front', () => {
    expect(hexToBytes('abc')).toEqual(Uint8Array.of(0x0a, 0xbc))
    expect(hexToBigInt('abc')).toBe(0xabcn)
  })

  test('may be in upper case', () => {
    expect(hexToBytes('0123456789ABCDEFabcdef')).toEqual(
      Uint8Array.of(0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xab, 0xcd, 0xef),
    )
  })

  test.each(['0x1', '-1', ' 1', '1\n', 'fg', '1_0', '１'])('is not %j', (text) => {
    expect(hexToBytes(text)).toBeUndefined()
    expect(hexToBigInt(text)).toBeUndefined()
  })

  test('of no digits is no bytes, but no number', () => {
    expect(hexToBytes('')).toEqual(new Uint8Array())
    expect(hexToBigInt('')).toBeUndefined()
  })
})

describe('base64', () => {
  test('agrees with Node, and comes back from both alphabets with and without padding', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const text = Buffer.from(some).toString('base64')
        expect(toBase64(some)).toBe(text)
        expect(fromBase64(text)).toEqual(some)
        expect(fromBase64(text.replaceAll('=', ''))).toEqual(some)
        expect(fromBase64(Buffer.from(some).toString('base64url'))).toEqual(some)
      }),
    )
  })

  test.each([
    ['a letter that is none', 'AA*A'],
    ['white space', 'AA A'],
    ['a line break at the end', 'AAAA\n'],
    ['a single letter, which is no byte', 'A'],
    ['a letter too many', 'AAAAA'],
    ['too much padding', 'AAA=='],
    ['too little padding', 'AA='],
    ['padding alone', '=='],
    ['padding in the middle', 'AA==AAAA'],
    ['bits after the last byte', 'AB=='],
  ])('refuses %s: %j', (_, text) => {
    expect(fromBase64(text)).toBeUndefined()
  })
})

test('what is put together has memory of its own', () => {
  const part = Uint8Array.of(1, 2)
  const whole = concat([part, Uint8Array.of(3)])
  part[0] = 9
  expect(whole).toEqual(Uint8Array.of(1, 2, 3))
  expect(whole.buffer.byteLength).toBe(3)
})
