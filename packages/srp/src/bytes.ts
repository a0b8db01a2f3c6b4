/*
 * Decoders of foreign text answer `undefined` to what is not in their format: a refusal is an ordinary
 * outcome there, and `if (bytes === undefined)` cannot be overlooked by a strict compiler. Encoders throw,
 * since they are only ever given what we made ourselves.
 */

const HEX_DIGITS = '0123456789abcdef'

/**
 * `PAD(i)`: the bytes of Java's `BigInteger.toByteArray()` for a non-negative number, which is how Cognito's
 * dialect writes each number that is hashed: big-endian, as short as possible, with a leading 00 where the
 * top bit is set.
 *
 * @throws RangeError for a negative number
 * @example
 * pad(0n)    // 00
 * pad(127n)  // 7f
 * pad(128n)  // 00 80
 */
export function pad(i: bigint): Uint8Array<ArrayBuffer> {
  const hex = evenHex(bigIntToHex(i))
  return bytesOfHex(hex.charAt(0) >= '8' ? `00${hex}` : hex)
}

/**
 * PAD of the unsigned big-endian number in `bytes`, without the way through a number, which costs more than a hash of
 * it. Bytes that are PAD already come back as they are.
 *
 * @example
 * padded(Uint8Array.of(0, 0, 128))  // 00 80
 */
export function padded(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const negative = (bytes[start] ?? 0) >= 0x80
  if (negative && start > 0) return bytes.subarray(start - 1)
  if (negative || bytes.length === 0) return concat([Uint8Array.of(0), bytes])
  return bytes.subarray(start)
}

/**
 * The unsigned big-endian number in `bytes`; leading zeros do not matter, and no bytes at all are 0. Eight
 * bytes at a time, because by way of hex 384 bytes take three times as long, and each proof reads six such
 * numbers.
 */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let offset = bytes.length % 8
  let number = 0n
  for (const byte of bytes.subarray(0, offset)) number = (number << 8n) | BigInt(byte)
  for (; offset < bytes.length; offset += 8) number = (number << 64n) | view.getBigUint64(offset)
  return number
}

/**
 * The shortest lower-case hex of a number: how SRP_A, SRP_B and SALT travel. Odd lengths occur.
 *
 * @throws RangeError for a negative number
 * @example
 * bigIntToHex(0xabcn)  // 'abc'
 */
export function bigIntToHex(i: bigint): string {
  if (i < 0n) throw new RangeError('SRP knows no negative numbers')
  return i.toString(16)
}

/**
 * The number that a hex string of any length writes, or `undefined` when it is empty or holds anything but
 * hex digits. Has no limit of its own: check the length of foreign text first, as `parsePublicValue` does.
 */
export function hexToBigInt(hex: string): bigint | undefined {
  return /^[0-9a-f]+$/i.test(hex) ? BigInt(`0x${hex}`) : undefined
}

/** Two lower-case hex digits a byte. */
export function bytesToHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 15)
  return hex
}

/**
 * The bytes of a hex string, or `undefined` when it holds anything but hex digits. An odd length reads as if
 * a 0 stood in front, since that is what a number of odd length means.
 *
 * @example
 * hexToBytes('abc')  // 0a bc
 * hexToBytes('0x1')  // undefined
 */
export function hexToBytes(hex: string): Uint8Array<ArrayBuffer> | undefined {
  return /^[0-9a-f]*$/i.test(hex) ? bytesOfHex(evenHex(hex)) : undefined
}

/** Base64 with the standard alphabet and padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/**
 * The bytes of a base64 text, or `undefined` when it is none.
 *
 * Takes the standard and the URL-safe alphabet (clients send both), with padding or without. Refuses what
 * `atob` lets pass: white space, padding of the wrong length, and set bits after the last byte, so that no
 * two texts of one alphabet and padding mean the same bytes.
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const padded = /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) && (!text.includes('=') || text.length % 4 === 0)
  if (!padded) return undefined
  const digits = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
  // Six bits cannot hold a byte, and `atob` would throw.
  if (digits.length % 4 === 1) return undefined
  const bytes = Uint8Array.from(atob(digits), (character) => character.charCodeAt(0))
  return toBase64(bytes).replace(/=+$/, '') === digits ? bytes : undefined
}

/** UTF-8. Lone surrogates become U+FFFD, as in every client that uses `TextEncoder`. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** All parts behind one another, in memory of their own. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

function evenHex(hex: string): string {
  return hex.length % 2 === 0 ? hex : `0${hex}`
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = nibble(hex, 2 * i) * 16 + nibble(hex, 2 * i + 1)
  return bytes
}

/** By character code, a fifth of the time of `parseInt`; callers have made sure that it is a hex digit. */
function nibble(hex: string, index: number): number {
  const code = hex.charCodeAt(index)
  // '0' … '9' are 48 … 57; bit 32 makes 'A' … 'F' the same as 'a' … 'f', which are 97 … 102.
  return code < 58 ? code - 48 : (code | 32) - 87
}
