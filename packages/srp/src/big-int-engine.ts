import { concat } from './bytes.js'
import type { Engine } from './engine.js'
import { N } from './group.js'

/**
 * The engine for anywhere: native BigInt and WebCrypto (`globalThis.crypto`), nothing to load. Browsers offer
 * WebCrypto's hashes in secure contexts only (https, localhost); elsewhere `sha256` and `hmacSha256` reject
 * with an Error that says so.
 *
 * Its `modPow` takes a time that depends on the numbers; the README says why that is acceptable, and where it
 * is not.
 */
export const bigIntEngine: Engine = {
  name: 'BigInt and WebCrypto',
  modPow,
  sha256: async (...parts) => new Uint8Array(await subtle().digest('SHA-256', concat(parts))),
  hmacSha256: async (key, ...parts) => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const imported = await subtle().importKey('raw', concat([key]), algorithm, false, ['sign'])
    return new Uint8Array(await subtle().sign('HMAC', imported, concat(parts)))
  },
  randomBytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
}

/**
 * Sliding windows from the left (Handbook of Applied Cryptography, algorithm 14.85): the exponent's binary
 * digits are cut into runs of 0 and windows that begin and end with a 1. Each digit costs a squaring, each
 * window one multiplication.
 */
function modPow(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new RangeError('an exponent cannot be negative')
  const powers = oddPowers(((base % N) + N) % N)
  let result = 1n
  for (const [digits] of exponent.toString(2).matchAll(WINDOWS)) {
    for (let i = 0; i < digits.length; i += 1) result = (result * result) % N
    const power = powers.get(digits)
    if (power !== undefined) result = (result * power) % N
  }
  return result
}

/**
 * Windows of up to five digits: near the least number of multiplications for exponents of 256 to 1024 bits.
 */
const WINDOWS = /0+|1(?:[01]{0,3}1)?/g
const WIDEST_WINDOW = 0b11111

/**
 * base^1, base^3, base^5 … base^31, each under the binary digits of its exponent; runs of 0 have no entry.
 */
function oddPowers(base: bigint): Map<string, bigint> {
  const square = (base * base) % N
  const powers = new Map<string, bigint>()
  for (let odd = 1, power = base; odd <= WIDEST_WINDOW; odd += 2, power = (power * square) % N) {
    powers.set(odd.toString(2), power)
  }
  return powers
}

function subtle(): typeof globalThis.crypto.subtle {
  const found = globalThis.crypto?.subtle
  if (!found) throw new Error('SRP needs WebCrypto, which browsers offer on https and localhost only')
  return found
}
