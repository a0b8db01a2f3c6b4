import { timingSafeEqual } from 'node:crypto'

/**
 * Whether two byte strings are the same, in a time that tells nothing about where they differ. Different
 * lengths are told apart at once: the length of a signature is no secret.
 *
 * @example
 * sameBytes(claimed, right)
 */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
