import { COMB_BITS, fixedBaseComb } from './comb.js'
import { g, N } from './group.js'
import { reduce } from './reduce.js'
import type { Steps } from './steps.js'

const powerOfG = fixedBaseComb(g)

/**
 * `base^exponent mod N`, in steps of one or two multiplications each. Powers of g come off a comb, except for
 * exponents as long as those that AWS's clients draw.
 *
 * @throws RangeError for a negative exponent
 */
export function modPow(base: bigint, exponent: bigint): Steps<bigint> {
  if (exponent < 0n) throw new RangeError('an exponent cannot be negative')
  if (base === g && exponent >> COMB_BITS === 0n) return powerOfG(exponent)
  return slidingWindow(((base % N) + N) % N, exponent)
}

/**
 * Sliding windows from the left (Handbook of Applied Cryptography, algorithm 14.85): the exponent's binary
 * digits are cut into runs of 0 and windows that begin and end with a 1. Each digit costs a squaring, each
 * window one multiplication.
 *
 * @param base in 0 … N − 1
 */
export function* slidingWindow(base: bigint, exponent: bigint): Steps<bigint> {
  const powers = yield* oddPowers(base)
  let result = 1n
  for (const [digits] of exponent.toString(2).matchAll(WINDOWS)) {
    for (let i = 0; i < digits.length; i += 1) {
      result = reduce(result * result)
      yield
    }
    const power = powers.get(digits)
    if (power !== undefined) result = reduce(result * power)
  }
  return result
}

/**
 * Windows of up to five digits: near the least number of multiplications for exponents of 256 to 1024 bits.
 */
const WINDOWS = /0+|1(?:[01]{0,3}1)?/g
const WIDEST_WINDOW = 0b11111

/**
 * base^1, base^3, base^5 … base^31, each under the binary digits of its exponent; runs of 0 have no entry.
 */
function* oddPowers(base: bigint): Steps<Map<string, bigint>> {
  const square = reduce(base * base)
  const powers = new Map<string, bigint>()
  for (let odd = 1, power = base; odd <= WIDEST_WINDOW; odd += 2, power = reduce(power * square)) {
    powers.set(odd.toString(2), power)
    yield
  }
  return powers
}
