import { concat } from './bytes.js'
import type { SyncEngine } from './engine.js'
import { modPow } from './mod-pow.js'
import { allAtOnce } from './steps.js'

/**
 * The engine for anywhere: native BigInt and WebCrypto (`globalThis.crypto`), nothing to load. Browsers offer
 * WebCrypto's hashes in secure contexts only (https, localhost); elsewhere `sha256` and `hmacSha256` reject
 * with an Error that says so.
 *
 * Its `modPow` takes a time that depends on the numbers; the README says why that is acceptable, and where it
 * is not.
 */
export const bigIntEngine: SyncEngine = {
  name: 'BigInt and WebCrypto',
  modPow: (base, exponent) => allAtOnce(modPow(base, exponent)),
  sha256: async (...parts) => new Uint8Array(await subtle().digest('SHA-256', concat(parts))),
  hmacSha256: async (key, ...parts) => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const imported = await subtle().importKey('raw', concat([key]), algorithm, false, ['sign'])
    return new Uint8Array(await subtle().sign('HMAC', imported, concat(parts)))
  },
  randomBytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
}

function subtle(): typeof globalThis.crypto.subtle {
  const found = globalThis.crypto?.subtle
  if (!found) throw new Error('SRP needs WebCrypto, which browsers offer on https and localhost only')
  return found
}
