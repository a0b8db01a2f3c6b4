import { describe, expect, test } from 'vitest'
import { friendlyName, originAllowed, relyingPartyOf } from './passkey.js'

describe('the domain of passkeys', () => {
  test.each([
    ['http://127.0.0.1:9229', 'localhost'],
    ['http://[::1]:9229', 'localhost'],
    ['http://localhost:9229', 'localhost'],
    ['https://id.example.com/base', 'id.example.com'],
    ['https://192.0.2.7', undefined],
    ['https://[2001:db8::1]:9229', undefined],
  ])('at %s is %s', (publicUrl, domain) => {
    expect(relyingPartyOf({ relyingPartyId: undefined }, publicUrl)).toBe(domain)
    expect(relyingPartyOf({ relyingPartyId: 'example.org' }, publicUrl)).toBe('example.org')
  })
})

describe('a page may use passkeys of a domain', () => {
  test.each([
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://app.example.com:8443', true],
    ['example.com', 'https://badexample.com', false],
    ['example.com', 'https://example.com.evil.example', false],
    ['example.com', 'http://example.com', false],
    ['example.com', 'https://example.com/path', false],
    ['example.com', 'https://user@example.com', false],
    ['example.com', 'android:apk-key-hash:example.com', false],
    ['example.com', 'null', false],
    ['example.com', '', false],
    ['app.example.com', 'https://example.com', false],
    ['localhost', 'http://localhost:5173', true],
    ['localhost', 'https://localhost', true],
    ['localhost', 'http://127.0.0.1:5173', false],
  ])('%s at %s: %s', (domain, origin, allowed) => {
    expect(originAllowed(domain, origin)).toBe(allowed)
  })
})

test('an authenticator that nobody knows makes a passkey that is called so', () => {
  expect(friendlyName('00000000-0000-0000-0000-000000000000')).toBe('Passkey')
  expect(friendlyName('fbfc3007-154e-4ecc-8c0b-6e020557d7bd')).toBe('iCloud Keychain')
})
