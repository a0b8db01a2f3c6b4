import { Secret, TOTP } from 'otpauth'

/** Time-based one-time passwords (RFC 6238): SHA-1, six digits, thirty seconds, as authenticator apps expect. */

const STEP_SECONDS = 30

/** 160 bits, as RFC 4226, section 4 recommends, in base32 without padding. */
export const makeTotpSecret = (bytes: Uint8Array) =>
  new Secret({ buffer: new Uint8Array(bytes).buffer }).base32

/**
 * The time step that a code belongs to, one step early or late allowed; undefined when the code is wrong.
 * A step that passed once must not pass again: the caller keeps the last one (RFC 6238, 5.2).
 */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: STEP_SECONDS })
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / STEP_SECONDS) + delta
}
