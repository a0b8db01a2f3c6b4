import { bytesToBigInt } from './bytes.js'
import type { Engine } from './engine.js'
import { derivedKey, privateKey, scramble } from './formulas.js'
import { g, k, N } from './group.js'
import type { Identity } from './identity.js'

/** The client's exponent a, which stays secret and serves one proof, and its public value A. */
export type ClientEphemeral = { readonly a: bigint; readonly A: bigint }

/**
 * Draws the client's exponent and computes `A = g^a mod N`.
 *
 * @param bits a multiple of 8, at least 256 (RFC 5054 section 2.5.4). AWS's own clients draw 1024, for
 *   three to four times the cost
 * @throws RangeError for other numbers of bits
 * @example
 * const { a, A } = await clientEphemeral(engine)
 * // InitiateAuth: { "AuthParameters": { "SRP_A": bigIntToHex(A), … } }
 */
export async function clientEphemeral(engine: Engine, bits = 256): Promise<ClientEphemeral> {
  if (!Number.isInteger(bits) || bits < 256 || bits % 8 !== 0) {
    throw new RangeError(`an exponent has 256 bits or more, in whole bytes, not ${bits}`)
  }
  const a = bytesToBigInt(engine.randomBytes(bits / 8))
  return { a, A: await engine.modPow(g, a) }
}

/** What a client holds once the challenge is there. Salt and B travel as hex: `hexToBigInt`. */
export type ClientSessionKeyInput = ClientEphemeral & {
  readonly identity: Identity
  /** The password as typed, or the device's secret. */
  readonly secret: string
  /** An unsigned number; as bytes, big-endian. */
  readonly salt: bigint | Uint8Array
  readonly B: bigint
}

/** Why a client does not answer a challenge. */
export type ServerRefusalCode = 'B_IS_ZERO' | 'U_IS_ZERO'

/**
 * The server's public value takes the secret out of the proof, so the client must not go on: RFC 5054 section
 * 2.5.3 for B ≡ 0, the safeguards of SRP's design (srp.stanford.edu/design.html) for u = 0.
 */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused'
  readonly code: ServerRefusalCode

  constructor(code: ServerRefusalCode) {
    super(code === 'B_IS_ZERO' ? 'SRP_B is 0 modulo N' : 'the scrambling parameter u is 0')
    this.code = code
  }
}

/**
 * The 16-byte key that signs the claim: `S = (B − k·g^x)^(a + u·x) mod N`, then HKDF. A wrong secret gives
 * another key, not an error: only the server can tell.
 *
 * @throws ServerRefused when B ≡ 0 mod N, or u = 0
 * @throws RangeError for a negative number
 * @example
 * const key = await clientSessionKey(engine, { identity, secret: password, salt, a, A, B })
 * await claimSignature(engine, key, identity, secretBlock, timestamp(new Date()))
 */
export async function clientSessionKey(engine: Engine, input: ClientSessionKeyInput): Promise<Uint8Array> {
  const { S, u } = await clientSecret(engine, input)
  return derivedKey(engine, S, u)
}

/** S and u themselves. Apart from `clientSessionKey`, because published vectors name them. */
export async function clientSecret(
  engine: Engine,
  input: ClientSessionKeyInput,
): Promise<{ S: bigint; u: bigint }> {
  const { identity, secret, a, A, B } = input
  if (B % N === 0n) throw new ServerRefused('B_IS_ZERO')
  const u = await scramble(engine, A, B)
  if (u === 0n) throw new ServerRefused('U_IS_ZERO')
  const salt = typeof input.salt === 'bigint' ? input.salt : bytesToBigInt(input.salt)
  const x = await privateKey(engine, identity, secret, salt)
  const base = B - k * (await engine.modPow(g, x))
  return { S: await engine.modPow(base, a + u * x), u }
}
