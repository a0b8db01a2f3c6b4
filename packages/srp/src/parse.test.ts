import { describe, expect, test } from 'vitest'
import { bigIntToHex, bytesToBigInt, pad, toBase64 } from './bytes.js'
import { N } from './group.js'
import { parsePublicValue, parseSalt, parseVerifier } from './parse.js'

function encoded(i: bigint): string {
  return toBase64(pad(i))
}

describe('SRP_A', () => {
  test.each([
    ['0', '0'],
    ['0 in many digits', '0'.repeat(768)],
    ['N', bigIntToHex(N)],
    ['2N', bigIntToHex(2n * N)],
    ['N + 1, which no honest client sends', bigIntToHex(N + 1n)],
    ['a negative number', '-2'],
    ['a negative N', `-${bigIntToHex(N)}`],
    ['nothing', ''],
    ['0x in front', '0x2'],
    ['white space', ' 2'],
    ['a line break', '2\n'],
    ['what is not hex', 'xyz'],
    ['1025 digits', '2'.padStart(1025, '0')],
    ['100,000 digits', 'f'.repeat(100_000)],
  ])('refuses %s', (_, hex) => {
    expect(parsePublicValue(hex)).toBeUndefined()
  })

  test.each([
    ['1', '1', 1n],
    ['N − 1', bigIntToHex(N - 1n), N - 1n],
    ['an odd number of digits', 'abc', 0xabcn],
    ['upper case', 'ABCD', 0xabcdn],
    ['zeros in front, up to 1024 digits', '2'.padStart(1024, '0'), 2n],
  ])('accepts %s, as PAD bytes', (_, hex, A) => {
    expect(parsePublicValue(hex)).toEqual(pad(A))
  })

  test('refuses a long text by its length, without reading it', () => {
    const text = 'f'.repeat(100_000)
    const start = performance.now()
    for (let i = 0; i < 10_000; i += 1) parsePublicValue(text)
    // To read them all would take minutes; the bound leaves room for a busy machine.
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('PasswordVerifier', () => {
  test.each([
    ['0', encoded(0n)],
    ['1', encoded(1n)],
    ['N', encoded(N)],
    ['N + 2', encoded(N + 2n)],
    ['nothing', ''],
    ['what is not base64', '****'],
    ['more than 1024 characters, whatever they mean', 'C'.padStart(1028, 'A')],
    ['100,000 characters', 'A'.repeat(100_000)],
  ])('refuses %s', (_, base64) => {
    expect(parseVerifier(base64)).toBeUndefined()
  })

  test('accepts 2 and N − 1', () => {
    expect(parseVerifier(encoded(2n))).toEqual(pad(2n))
    expect(parseVerifier(encoded(N - 1n))).toEqual(pad(N - 1n))
  })

  test('is unsigned: 384 bytes with the top bit set are the same number as 385 with a 00', () => {
    const withZero = pad(N - 5n)
    expect(withZero).toHaveLength(385)
    expect(parseVerifier(toBase64(withZero.subarray(1)))).toEqual(withZero)
  })
})

describe('Salt', () => {
  test.each([
    ['nothing', ''],
    ['0', encoded(0n)],
    ['16 bytes of 0', toBase64(new Uint8Array(16))],
    ['65 bytes', toBase64(new Uint8Array(65).fill(1))],
    ['100,000 characters', 'B'.repeat(100_000)],
    ['what is not base64', 'salt!'],
  ])('refuses %s', (_, base64) => {
    expect(parseSalt(base64)).toBeUndefined()
  })

  test('accepts 1 to 64 bytes, with the top bit set or not', () => {
    for (const length of [1, 16, 17, 64]) {
      for (const byte of [0x01, 0x80, 0xff]) {
        const salt = new Uint8Array(length).fill(byte)
        expect(parseSalt(toBase64(salt))).toEqual(pad(bytesToBigInt(salt)))
      }
    }
  })
})
