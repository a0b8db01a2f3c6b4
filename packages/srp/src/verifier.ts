import { bytesToBigInt, pad, toBase64 } from './bytes.js'
import type { Engine } from './engine.js'
import { privateKey } from './formulas.js'
import { g } from './group.js'
import { deviceIdentity, type Identity } from './identity.js'

/**
 * `v = g^x mod N`: what the server keeps instead of the secret.
 *
 * @param secret the password as typed, or the device's secret; no normalisation, since clients do none
 * @param salt an unsigned big-endian number of any length: leading zeros make no difference
 * @returns PAD(v): 384 bytes, 385 when the top bit is set (about half of them), rarely fewer
 * @example
 * const salt = engine.randomBytes(16)
 * await makeVerifier(engine, userIdentity('us-east-1_7DZy4Fkn7', 'alice'), 'correct horse', salt)
 */
export async function makeVerifier(
  engine: Engine,
  identity: Identity,
  secret: string,
  salt: Uint8Array,
): Promise<Uint8Array> {
  const x = await privateKey(engine, identity, secret, bytesToBigInt(salt))
  return pad(await engine.modPow(g, x))
}

/** What a new device keeps (the secret) and what it registers (the other two). */
export type DeviceSecret = {
  /** 56 characters, the base64 of 40 random bytes. The text itself is the secret. Never leaves the device. */
  readonly secret: string
  /** PAD of a random 128-bit number: 16 bytes, 17 when the top bit is set, rarely fewer. */
  readonly salt: Uint8Array
  /** As `makeVerifier` returns it. */
  readonly verifier: Uint8Array
}

/**
 * A fresh secret for a device, and what ConfirmDevice registers of it.
 *
 * @example
 * const { secret, salt, verifier } = await newDeviceSecret(engine, DeviceGroupKey, DeviceKey)
 * // ConfirmDevice: { "DeviceSecretVerifierConfig": {
 * //   "Salt": toBase64(salt), "PasswordVerifier": toBase64(verifier) } }
 */
export async function newDeviceSecret(
  engine: Engine,
  deviceGroupKey: string,
  deviceKey: string,
): Promise<DeviceSecret> {
  const secret = toBase64(engine.randomBytes(40))
  const salt = pad(bytesToBigInt(engine.randomBytes(16)))
  const verifier = await makeVerifier(engine, deviceIdentity(deviceGroupKey, deviceKey), secret, salt)
  return { secret, salt, verifier }
}
