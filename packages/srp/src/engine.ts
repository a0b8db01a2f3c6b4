/**
 * What SRP needs from the platform. There are two in this package, `bigIntEngine` (anywhere) and
 * `openSslEngine` (Node, six times as fast); where neither fits, for example without WebCrypto, a program can
 * bring its own and borrow `bigIntEngine.modPow`.
 *
 * The hashes may answer a promise, since WebCrypto has no other way. `modPow` is synchronous everywhere: it
 * is arithmetic, and to move it off a thread is the business of the thread's owner (see
 * `@latchkey/srp/worker`).
 */
export type Engine = {
  /** For logs: which arithmetic is at work. */
  readonly name: string
  /**
   * `base^exponent mod N`, in 0 … N − 1. Any base, negative ones and those beyond N too; 0^0 is 1.
   *
   * @throws RangeError for a negative exponent
   */
  modPow(base: bigint, exponent: bigint): bigint
  /** SHA-256 over the parts behind one another: 32 bytes. */
  sha256(...parts: Uint8Array[]): Uint8Array | Promise<Uint8Array>
  /** HMAC-SHA-256 (RFC 2104) over the parts behind one another: 32 bytes. The key is never empty. */
  hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array | Promise<Uint8Array>
  /** `count` bytes from a cryptographically strong source, in memory of their own. */
  randomBytes(count: number): Uint8Array
}
