import { bytesToBigInt, concat, pad, utf8 } from './bytes.js'
import type { Engine } from './engine.js'
import type { Identity } from './identity.js'

/*
 * The formulas that both halves share, under the names of RFC 5054. Where Cognito's dialect differs from the
 * RFC, the comment says so.
 */

/**
 * `x = SHA256(PAD(salt) ‖ SHA256(group ‖ id ‖ ":" ‖ secret))`, the private key that the secret amounts to.
 * The salt is a number here: its leading zeros vanish, and PAD may put a 00 in front. RFC 5054 hashes it as
 * it comes.
 */
export async function privateKey(
  engine: Engine,
  identity: Identity,
  secret: string,
  salt: bigint,
): Promise<bigint> {
  const inner = await engine.sha256(utf8(`${identity.group}${identity.id}:${secret}`))
  return bytesToBigInt(await engine.sha256(pad(salt), inner))
}

/**
 * `u = SHA256(PAD(A) ‖ PAD(B))`. RFC 5054 pads both to the length of N; here they are as short as PAD makes
 * them.
 */
export async function scramble(engine: Engine, A: bigint, B: bigint): Promise<bigint> {
  return bytesToBigInt(await scrambleOf(engine, pad(A), pad(B)))
}

/** The bytes of u, of A and B as PAD writes them. */
export function scrambleOf(engine: Engine, A: Uint8Array, B: Uint8Array): Uint8Array | Promise<Uint8Array> {
  return engine.sha256(A, B)
}

/**
 * `K = HKDF(PAD(S), salt = PAD(u), info = "Caldera Derived Key")`, 16 bytes: the key that signs the claim.
 */
export function derivedKey(engine: Engine, S: bigint, u: bigint): Promise<Uint8Array> {
  return hkdf16(engine, pad(S), pad(u), utf8('Caldera Derived Key'))
}

/**
 * HKDF-SHA-256 (RFC 5869) for 16 bytes of output. That is within the first block, so section 2.3 comes down
 * to one HMAC over the info and the block's number 01. WebCrypto's own HKDF would do, but an `Engine` would
 * need one more function.
 */
export async function hkdf16(
  engine: Engine,
  material: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
): Promise<Uint8Array> {
  const pseudoRandomKey = await engine.hmacSha256(salt, material)
  const firstBlock = await engine.hmacSha256(pseudoRandomKey, info, Uint8Array.of(1))
  return concat([firstBlock.subarray(0, 16)])
}
