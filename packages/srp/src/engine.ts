/**
 * What SRP needs from the platform. There are three in this package: `bigIntEngine` (anywhere), `yieldingEngine`
 * (the same for pages, which it never holds up) and `openSslEngine` (Node, several times as fast). Where none
 * fits, for example without WebCrypto, a program can bring its own and borrow a `modPow`.
 *
 * Hashes and powers may answer a promise: WebCrypto has no other way, and a page must be let breathe during
 * the arithmetic. The formulas await both.
 */
export type Engine = {
  /** For logs: which arithmetic is at work. */
  readonly name: string
  /**
   * `base^exponent mod N`, in 0 … N − 1. Any base, negative ones and those beyond N too; 0^0 is 1.
   *
   * @throws RangeError for a negative exponent
   */
  modPow(base: bigint, exponent: bigint): bigint | Promise<bigint>
  /** SHA-256 over the parts behind one another: 32 bytes. */
  sha256(...parts: Uint8Array[]): Uint8Array | Promise<Uint8Array>
  /** HMAC-SHA-256 (RFC 2104) over the parts behind one another: 32 bytes. The key is never empty. */
  hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array | Promise<Uint8Array>
  /** `count` bytes from a cryptographically strong source, in memory of their own. */
  randomBytes(count: number): Uint8Array
}

/**
 * An engine whose powers are there at once; its hashes may still take their time. To move the powers off a
 * thread is the business of the thread's owner (see `@latchkey/srp/worker`).
 */
export type SyncEngine = Omit<Engine, 'modPow'> & {
  /** As that of every `Engine`. */
  modPow(base: bigint, exponent: bigint): bigint
}
