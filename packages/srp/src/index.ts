/*
 * The front door of @latchkey/srp. Runs in browsers, workers and Node alike; what needs Node is behind
 * ./node.
 */

export { bigIntEngine } from './big-int-engine.js'
export {
  bigIntToHex,
  bytesToBigInt,
  bytesToHex,
  fromBase64,
  hexToBigInt,
  hexToBytes,
  pad,
  toBase64,
} from './bytes.js'
export { claimSignature, timestamp } from './claim.js'
export {
  type ClientEphemeral,
  type ClientSessionKeyInput,
  clientEphemeral,
  clientSessionKey,
  type ServerRefusalCode,
  ServerRefused,
} from './client.js'
export type { Engine, SyncEngine } from './engine.js'
export { g, k, N } from './group.js'
export { deviceIdentity, type Identity, userIdentity } from './identity.js'
export { parsePublicValue, parseSalt, parseVerifier } from './parse.js'
export { type ServerEphemeral, type SessionKeyInput, type SrpServer, srpServer } from './server.js'
export { type DeviceSecret, makeVerifier, newDeviceSecret } from './verifier.js'
export { yieldingEngine } from './yielding-engine.js'
