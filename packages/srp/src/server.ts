import { bytesToBigInt, concat, pad, padded } from './bytes.js'
import type { Engine } from './engine.js'
import { derivedKey, scrambleOf } from './formulas.js'
import { g, k, N } from './group.js'
import type { Identity } from './identity.js'
import { makeVerifier } from './verifier.js'

/** RFC 5054 section 2.5.3 asks for at least 256 bits, and more would only cost time. */
const EXPONENT_BYTES = 32

/**
 * The server's half. Bytes in, bytes out, so that each call can cross the boundary of a worker thread.
 *
 * A verifier is PAD bytes, or any unsigned big-endian bytes, of a number 1 < v < N: `parseVerifier` lets only
 * such numbers in. Given another one, both calls that take it reject with a RangeError, since with 0, say,
 * anybody could compute the key.
 */
export type SrpServer = {
  /**
   * Draws the server's exponent and computes `B = k·v + g^b mod N`, which is never 0.
   *
   * @returns b, 32 bytes, which stays secret: whoever knows b and B knows v and can sign claims; and PAD(B),
   *   which travels as `bigIntToHex(bytesToBigInt(B))`
   */
  challenge(verifier: Uint8Array): Promise<ServerEphemeral>
  /**
   * The 16-byte key that signs the claim: `S = (A · v^u)^b mod N`, then HKDF.
   *
   * @param input A of the client, as `parsePublicValue` gives it, and what `challenge` gave
   * @returns undefined when refused: A ≡ 0 mod N (RFC 5054 section 2.5.4), or u = 0. The proof has
   *   failed then.
   */
  sessionKey(input: SessionKeyInput): Promise<Uint8Array | undefined>
  /** `makeVerifier` on the server's engine: for a password that is set, and so known, on the server. */
  verifier(identity: Identity, secret: string, salt: Uint8Array): Promise<Uint8Array>
}

/** The server's exponent and its public value. */
export type ServerEphemeral = { readonly b: Uint8Array; readonly B: Uint8Array }

/** All that the key depends on, as unsigned big-endian bytes. */
export type SessionKeyInput = ServerEphemeral & { readonly A: Uint8Array; readonly verifier: Uint8Array }

/** `g^b mod N` of b, 32 bytes. */
type PowerOfG = (b: Uint8Array) => bigint | Promise<bigint>

/**
 * The server's half on one engine.
 *
 * @param powerOfG for a program that has a faster way than the engine's, such as a table
 * @example
 * const srp = srpServer(nodeEngine())
 * const { b, B } = await srp.challenge(verifier)
 * // PASSWORD_VERIFIER: { "SRP_B": bigIntToHex(bytesToBigInt(B)), … }
 * const key = await srp.sessionKey({ A, b, B, verifier })
 * const right = key && (await claimSignature(engine, key, identity, secretBlock, TIMESTAMP))
 */
export function srpServer(
  engine: Engine,
  powerOfG: PowerOfG = (b) => engine.modPow(g, bytesToBigInt(b)),
): SrpServer {
  return {
    challenge: async (verifier) => challenge(engine, powerOfG, verifierIn(verifier)),
    sessionKey: async (input) => sessionKey(engine, input),
    verifier: (identity, secret, salt) => makeVerifier(engine, identity, secret, salt),
  }
}

async function challenge(engine: Engine, powerOfG: PowerOfG, v: bigint): Promise<ServerEphemeral> {
  for (;;) {
    const b = concat([engine.randomBytes(EXPONENT_BYTES)])
    const B = serverPublicValue(v, await powerOfG(b))
    // Clients refuse B ≡ 0; nobody will ever see the second round, but it costs one line.
    if (B !== 0n) return { b, B: pad(B) }
  }
}

/** `B = k·v + g^b mod N`. Apart from `challenge`, because vectors come with their own b. */
export function serverPublicValue(v: bigint, powerOfG: bigint): bigint {
  return (k * v + powerOfG) % N
}

async function sessionKey(engine: Engine, input: SessionKeyInput): Promise<Uint8Array | undefined> {
  const v = verifierIn(input.verifier)
  const A = bytesToBigInt(input.A)
  // With A ≡ 0 the secret S is 0 for everybody, whatever the password.
  if (A % N === 0n) return undefined
  const u = bytesToBigInt(await scrambleOf(engine, padded(input.A), padded(input.B)))
  // With u = 0 the verifier drops out of S = (A · v^u)^b. RFC 5054 does not ask for it.
  if (u === 0n) return undefined
  const S = await engine.modPow(A * (await engine.modPow(v, u)), bytesToBigInt(input.b))
  return derivedKey(engine, S, u)
}

function verifierIn(bytes: Uint8Array): bigint {
  const v = bytesToBigInt(bytes)
  if (v <= 1n || v >= N) throw new RangeError('a verifier is a number 1 < v < N')
  return v
}
