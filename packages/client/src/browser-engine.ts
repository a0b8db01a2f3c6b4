import { type Engine, yieldingEngine } from '@latchkey/srp'
import { loaded } from './load.js'

/** Whether the browser has WebCrypto's hashes: on https and on localhost only. */
const hasSubtle = () => globalThis.crypto?.subtle !== undefined

const portable = async () => (await loaded(import('./portable-engine.js'))).portableEngine

/** The page is never held up for long; hashes in JavaScript are loaded only where there are no others. */
export const browserEngine: Engine = {
  ...yieldingEngine,
  sha256: async (...parts) => (hasSubtle() ? yieldingEngine : await portable()).sha256(...parts),
  hmacSha256: async (key, ...parts) =>
    (hasSubtle() ? yieldingEngine : await portable()).hmacSha256(key, ...parts),
}
