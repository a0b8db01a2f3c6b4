import { bytesToBigInt, fromBase64, hexToBigInt, pad } from './bytes.js'
import { N } from './group.js'

/*
 * The border: what a stranger sends, into numbers that the server's half may be given. Each parser looks at
 * the length first, because decoding takes time that grows with it, and answers `undefined` to all that it
 * refuses.
 */

/** N has 768 hex digits; the rest is room for zeros in front. */
const MOST_HEX_DIGITS = 1024
/** A verifier takes 516 characters at most, unless zeros stand in front. */
const MOST_VERIFIER_CHARACTERS = 1024
/** Clients make 16 or 17. */
const MOST_SALT_BYTES = 64
const MOST_SALT_CHARACTERS = 4 * Math.ceil(MOST_SALT_BYTES / 3)

/**
 * A client's SRP_A: hex in either case, of any length up to 1024 digits, odd ones too.
 *
 * Refuses anything else than hex digits (a sign, a 0x, white space) and every number that is not 0 < A < N.
 * RFC 5054 section 2.5.4 refuses only A ≡ 0 mod N; but a client computes A mod N, so that no honest one ever
 * sends more.
 *
 * @returns PAD(A), or undefined when refused
 */
export function parsePublicValue(hex: string): Uint8Array | undefined {
  if (hex.length > MOST_HEX_DIGITS) return undefined
  const A = hexToBigInt(hex)
  return A !== undefined && A > 0n && A < N ? pad(A) : undefined
}

/**
 * PasswordVerifier of ConfirmDevice: base64 of an unsigned big-endian number 1 < v < N, in up to 1024
 * characters. With 0 or 1 anybody could compute the key.
 *
 * @returns PAD(v), or undefined when refused
 */
export function parseVerifier(base64: string): Uint8Array | undefined {
  const v = unsigned(base64, MOST_VERIFIER_CHARACTERS)
  return v !== undefined && v > 1n && v < N ? pad(v) : undefined
}

/**
 * Salt of ConfirmDevice: base64 of an unsigned big-endian number greater than 0, in up to 64 bytes. Zero is
 * refused because only a broken source of randomness makes it.
 *
 * @returns PAD(salt), or undefined when refused
 */
export function parseSalt(base64: string): Uint8Array | undefined {
  const salt = unsigned(base64, MOST_SALT_CHARACTERS)
  return salt !== undefined && salt > 0n && salt < 1n << BigInt(8 * MOST_SALT_BYTES) ? pad(salt) : undefined
}

function unsigned(base64: string, mostCharacters: number): bigint | undefined {
  const bytes = base64.length > mostCharacters ? undefined : fromBase64(base64)
  return bytes && bytesToBigInt(bytes)
}
