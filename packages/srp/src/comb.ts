import { reduce } from './reduce.js'
import type { Steps } from './steps.js'

/**
 * How an exponent is laid out. Six rows cost least for the two to four powers of g that a page computes. For
 * g = 2 and in multiplications that cost anything, the table takes 235 and each power 84, where a sliding
 * window takes 245 for each power: the second one pays for the table.
 */
const ROWS = 6
const COLUMNS = 43

/** Longer exponents are for others. */
export const COMB_BITS = 256n

/**
 * `exponent → base^exponent mod N` for exponents of up to `COMB_BITS` bits, by a comb (Lim and Lee, CRYPTO
 * '94; Handbook of Applied Cryptography, algorithm 14.117). The exponent's binary digits are written in rows;
 * the table has the product for each choice of rows, so that one squaring and one multiplication do for a
 * whole column.
 *
 * The table is begun with the first power. There is one for all, and whoever is at work takes its next step:
 * powers that take turns build it together.
 */
export function fixedBaseComb(base: bigint): (exponent: bigint) => Steps<bigint> {
  const table = [1n]
  const building = build(table, base)
  return function* power(exponent) {
    while (!building.next().done) yield
    const digits = exponent.toString(2).padStart(ROWS * COLUMNS, '0')
    let result = 1n
    for (let column = 0; column < COLUMNS; column += 1) {
      const product = table[indexOf(digits, column)]
      // Undefined only when building it failed half-way, as on a full stack: better no power than a wrong one.
      if (product === undefined) throw new Error('the table of the comb is not complete')
      result = reduce(reduce(result * result) * product)
      yield
    }
    return result
  }
}

/** Fills the table, which holds 1, the product of no rows. Each row doubles it: without the row, with it. */
function* build(table: bigint[], base: bigint): Steps<void> {
  for (const row of yield* rowPowers(base)) {
    for (const product of [...table]) {
      table.push(reduce(product * row))
      yield
    }
  }
}

/** What a 1 in the last column stands for, in each row from the top: base^(2^215), base^(2^172) … base. */
function* rowPowers(base: bigint): Steps<bigint[]> {
  const powers = [base]
  for (let squarings = 1, power = base; powers.length < ROWS; squarings += 1) {
    power = reduce(power * power)
    if (squarings % COLUMNS === 0) powers.unshift(power)
    yield
  }
  return powers
}

/** The place in the table of the rows that have a 1 in this column: 1, 2, 4 … 32 from the top, added up. */
function indexOf(digits: string, column: number): number {
  let index = 0
  for (let row = 0; row < ROWS; row += 1) {
    if (digits.charAt(row * COLUMNS + column) === '1') index += 1 << row
  }
  return index
}
