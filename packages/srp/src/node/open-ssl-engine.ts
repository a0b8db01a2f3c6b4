import {
  constants,
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { bigIntEngine } from '../big-int-engine.js'
import type { SyncEngine } from '../engine.js'
import { N } from '../group.js'

const N_BYTES = 384
const N_BASE64URL = Buffer.from(N.toString(16), 'hex').toString('base64url')

/**
 * The engine for Node: OpenSSL's exponentiation and hashes, all of them synchronous.
 *
 * The exponentiation is raw RSA: `publicEncrypt` without padding on the public key (N, exponent) is
 * base^exponent mod N. `createDiffieHellman` looks like the natural way and is a trap: from Node 22 on it
 * refuses some bases and is an order of magnitude slower. N has exactly 3072 bits, the most for which OpenSSL
 * allows an exponent of more than 64 bits.
 *
 * Use it through `nodeEngine`, which tests it first: other builds of Node may stand on other libraries.
 */
export const openSslEngine: SyncEngine = {
  name: 'OpenSSL',
  modPow,
  sha256: (...parts) => {
    const hash = createHash('sha256')
    for (const part of parts) hash.update(part)
    return plain(hash.digest())
  },
  hmacSha256: (key, ...parts) => {
    const hmac = createHmac('sha256', key)
    for (const part of parts) hmac.update(part)
    return plain(hmac.digest())
  },
  randomBytes: (count) => plain(randomBytes(count)),
}

/**
 * OpenSSL refuses exponents from N on (ERR_OSSL_RSA_BAD_E_VALUE) and bases from N on
 * (…DATA_TOO_LARGE_FOR_MODULUS). It takes even exponents, and 0 and 1 as well; but those two are no RSA
 * exponents by any standard, and cost BigInt nothing.
 */
function modPow(base: bigint, exponent: bigint): bigint {
  if (exponent < 2n || exponent >= N) return bigIntEngine.modPow(base, exponent)
  const reduced = ((base % N) + N) % N
  const message = Buffer.from(reduced.toString(16).padStart(2 * N_BYTES, '0'), 'hex')
  const result = publicEncrypt({ key: publicKey(exponent), padding: constants.RSA_NO_PADDING }, message)
  return BigInt(`0x${result.toString('hex')}`)
}

function publicKey(exponent: bigint): KeyObject {
  const hex = exponent.toString(16)
  const e = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
  return createPublicKey({ key: { kty: 'RSA', n: N_BASE64URL, e }, format: 'jwk' })
}

/** Not a Buffer: its `slice` shares memory where that of a Uint8Array copies, and no caller expects that. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}
