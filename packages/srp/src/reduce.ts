import { N } from './group.js'

/*
 * Reduction modulo N without division, of which V8 takes three times as long as of a multiplication. First the part of
 * x above 2^4608 is folded down: 2^4608 is congruent to FOLD. What is left has 4609 bits at most, and its quotient by
 * N is estimated from above its lower 3072 bits (Barrett; Handbook of Applied Cryptography, section 14.3.3).
 */

const FOLD_BITS = 4608
const N_BITS = 3072n

const FOLD = (1n << BigInt(FOLD_BITS)) % N

/** 2^6144 / N is a little more than 2^3072: by how much, in its upper bits. */
const MORE = ((1n << (2n * N_BITS)) / N - (1n << N_BITS)) >> 1472n

/**
 * `x mod N`, for products of two numbers that are reduced themselves.
 *
 * With y = (x mod 2^4608) + ⌊x / 2^4608⌋ · FOLD, which is x modulo N and less than 2^4609, and h = ⌊y / 2^3072⌋, the
 * quotient is estimated as q = h + ⌊h · MORE / 2^1600⌋. Each part of it is rounded down, so that q is never more than
 * ⌊y / N⌋; and as the parts lose less than 1 each, and h less than 2 in what follows, it falls short by a few at most:
 * what is left is taken off by subtraction.
 *
 * @param x in 0 … 2^6144 − 1
 * @returns in 0 … N − 1
 */
export function reduce(x: bigint): bigint {
  const y = BigInt.asUintN(FOLD_BITS, x) + (x >> BigInt(FOLD_BITS)) * FOLD
  const h = y >> N_BITS
  let rest = y - (h + ((h * MORE) >> 1600n)) * N
  while (rest >= N) rest -= N
  return rest
}
