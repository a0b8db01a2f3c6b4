import { type Engine, yieldingEngine } from '@latchkey/srp'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { AuthError } from './errors.js'

/** Hashes in JavaScript, for where there is no WebCrypto: React Native, and pages on http other than localhost. */
export const portableEngine: Engine = {
  name: 'BigInt and JavaScript',
  modPow: yieldingEngine.modPow,
  sha256: (...parts) => parts.reduce((hash, part) => hash.update(part), sha256.create()).digest(),
  hmacSha256: (key, ...parts) =>
    parts.reduce((mac, part) => mac.update(part), hmac.create(sha256, key)).digest(),
  randomBytes(count) {
    if (globalThis.crypto?.getRandomValues) return globalThis.crypto.getRandomValues(new Uint8Array(count))
    throw new AuthError({
      name: 'NoRandomValuesException',
      message: 'There is no source of random numbers.',
      recoverySuggestion: "Import 'react-native-get-random-values' before anything else.",
    })
  },
}
