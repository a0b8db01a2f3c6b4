import { getDiffieHellman } from 'node:crypto'
import { expect, test } from 'vitest'
import { bytesToBigInt, pad } from './bytes.js'
import { g, k, N } from './group.js'
import { openSslEngine } from './node/open-ssl-engine.js'

test('N and g are group 15 of RFC 3526, as OpenSSL knows it', () => {
  const modp15 = getDiffieHellman('modp15')
  expect(N.toString(16)).toBe(modp15.getPrime('hex'))
  expect(g).toBe(BigInt(`0x${modp15.getGenerator('hex')}`))
})

test('N has exactly 3072 bits', () => {
  expect(N.toString(2)).toHaveLength(3072)
})

test('k is SHA256(PAD(N) ‖ PAD(g))', async () => {
  expect(bytesToBigInt(await openSslEngine.sha256(pad(N), pad(g)))).toBe(k)
})
