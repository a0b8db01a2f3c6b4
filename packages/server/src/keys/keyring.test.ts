import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makeKeyring, sameText } from './keyring.js'
import { readPageToken, writePageToken } from './page-token.js'

const masterKey = randomBytes(32)
const keyring = makeKeyring(masterKey)

describe('what is sealed', () => {
  test('opens with the same master key and context, text and bytes alike', () => {
    expect(keyring.open('greeting', keyring.seal('greeting', 'grüß dich'))?.toString()).toBe('grüß dich')
    expect(makeKeyring(masterKey).open('c', keyring.seal('c', Uint8Array.of(0, 255)))).toEqual(
      Buffer.from([0, 255]),
    )
    expect(keyring.open('c', keyring.seal('c', ''))).toEqual(Buffer.alloc(0))
  })

  test('does not open in another context, nor with another master key', () => {
    const sealed = keyring.seal('device verifier of alice', 'secret')
    expect(keyring.open('device verifier of bob', sealed)).toBeUndefined()
    expect(makeKeyring(randomBytes(32)).open('device verifier of alice', sealed)).toBeUndefined()
  })

  test('does not open when any byte of it was changed, or when it is cut short', () => {
    const sealed = Buffer.from(keyring.seal('c', 'secret'), 'base64url')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 0x80, at)
      expect(keyring.open('c', changed.toString('base64url'))).toBeUndefined()
      expect(keyring.open('c', sealed.subarray(0, at).toString('base64url'))).toBeUndefined()
    }
  })

  test('is another text each time, and tells nothing of what is in it', () => {
    const sealed = new Set(Array.from({ length: 50 }, () => keyring.seal('c', 'secret')))
    expect(sealed.size).toBe(50)
    for (const text of sealed)
      expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('secret')
  })
})

test('a hash is stable, keyed, and does not run context and text together', () => {
  expect(keyring.hash('code', '123456')).toBe(keyring.hash('code', '123456'))
  expect(keyring.hash('code', '123456')).not.toBe(makeKeyring(randomBytes(32)).hash('code', '123456'))
  expect(keyring.hash('ab', 'c')).not.toBe(keyring.hash('a', 'bc'))
  expect(keyring.hash('a:b', 'c')).not.toBe(keyring.hash('a', 'b:c'))
})

test('stretched bytes are stable, of any length, and keyed', () => {
  expect(keyring.stretch('salt', 'alice', 383)).toEqual(makeKeyring(masterKey).stretch('salt', 'alice', 383))
  expect(keyring.stretch('salt', 'alice', 383)).toHaveLength(383)
  expect(keyring.stretch('salt', 'alice', 16)).not.toEqual(keyring.stretch('salt', 'bob', 16))
})

test('a master key has 32 bytes', () => {
  for (const length of [0, 16, 31, 33]) expect(() => makeKeyring(Buffer.alloc(length))).toThrow(RangeError)
})

test('texts are the same only when they are', () => {
  expect(sameText('abc', 'abc')).toBe(true)
  for (const other of ['abd', 'ab', 'abcd', '']) expect(sameText('abc', other)).toBe(false)
})

test('a page token goes on with its own list and no other', () => {
  const token = writePageToken(keyring, 'devices of alice', { at: 1 })
  expect(token).toMatch(/^\S+$/)
  expect(readPageToken(keyring, 'devices of alice', token)).toEqual({ at: 1 })
  for (const wrong of [
    () => readPageToken(keyring, 'devices of bob', token),
    () => readPageToken(keyring, 'x', 'made up'),
  ]) {
    expect(wrong).toThrow('Invalid pagination token given.')
  }
})
