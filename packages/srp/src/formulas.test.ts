import { hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bigIntEngine } from './big-int-engine.js'
import { bytesToHex, hexToBytes, utf8 } from './bytes.js'
import { hkdf16 } from './formulas.js'
import { openSslEngine } from './node/open-ssl-engine.js'

function hex(text: string): Uint8Array {
  const bytes = hexToBytes(text)
  if (!bytes) throw new Error(`not hex: ${text}`)
  return bytes
}

describe.each([bigIntEngine, openSslEngine])('$name', (engine) => {
  test('SHA-256 of the two-block message of FIPS 180-4, in one part and in three', async () => {
    const digest = '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'
    const whole = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'
    expect(bytesToHex(await engine.sha256(utf8(whole)))).toBe(digest)
    const parts = [whole.slice(0, 5), '', whole.slice(5)].map(utf8)
    expect(bytesToHex(await engine.sha256(...parts))).toBe(digest)
  })

  test('HMAC-SHA-256, RFC 4231 test case 2, in one part and in two', async () => {
    const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    expect(bytesToHex(await engine.hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?')))).toBe(mac)
    const parts = [utf8('what do ya want '), utf8('for nothing?')]
    expect(bytesToHex(await engine.hmacSha256(utf8('Jefe'), ...parts))).toBe(mac)
  })

  test('HKDF-SHA-256, RFC 5869 appendix A.1, first 16 bytes', async () => {
    const okm = await hkdf16(
      engine,
      hex('0b'.repeat(22)),
      hex('000102030405060708090a0b0c'),
      hex('f0f1f2f3f4f5f6f7f8f9'),
    )
    expect(bytesToHex(okm)).toBe('3cb25f25faacd57a90434f64d0362f2a')
  })

  test('HKDF-SHA-256 as node:crypto computes it, for any material and salt', async () => {
    const some = fc.uint8Array({ minLength: 1, maxLength: 400 })
    await fc.assert(
      fc.asyncProperty(some, some, some, async (material, salt, info) => {
        const expected = new Uint8Array(hkdfSync('sha256', material, salt, info, 16))
        expect(await hkdf16(engine, material, salt, info)).toEqual(expected)
      }),
    )
  })

  test('answers are plain Uint8Arrays, on Node too', async () => {
    const some = [engine.randomBytes(3), await engine.sha256(utf8('a')), await engine.hmacSha256(utf8('k'))]
    for (const bytes of some) expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype)
  })

  test('random bytes have the length asked for, differ, and share memory with nothing else', () => {
    const some = engine.randomBytes(32)
    expect(some).toHaveLength(32)
    expect(some.buffer.byteLength).toBe(32)
    expect(engine.randomBytes(32)).not.toEqual(some)
  })
})

test('where WebCrypto is missing, as on a page without https, the error says so', async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto')
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true })
  try {
    await expect(bigIntEngine.sha256(utf8('abc'))).rejects.toThrow('https and localhost only')
    await expect(bigIntEngine.hmacSha256(utf8('k'), utf8('abc'))).rejects.toThrow('https and localhost only')
  } finally {
    if (real) Object.defineProperty(globalThis, 'crypto', real)
  }
})
