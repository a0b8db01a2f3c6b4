import { reduce } from './reduce.js'

/** The exponents: those of the server, 256 bits. */
const WINDOWS = 32
const WINDOW_VALUES = 256

/**
 * `exponent → base^exponent mod N` for exponents of 32 bytes, big-endian: one product off a table for each byte of
 * the exponent, and no squarings (fixed-base windowing, Handbook of Applied Cryptography, section 14.6.3).
 *
 * The table has base^(byte · 256^place) for every byte in every place: 8192 powers, which take some 70 ms and 4 MB. So
 * it is for whoever computes thousands of powers; for a page there is the comb. Each power then takes half the time of
 * OpenSSL's, and a third of the comb's.
 */
export function fixedBaseWindows(base: bigint): (exponent: Uint8Array) => bigint {
  const places = build(base)
  return (exponent) => {
    if (exponent.length !== WINDOWS) throw new RangeError(`an exponent has ${WINDOWS} bytes here`)
    let result = 1n
    let place = 0
    for (const byte of exponent) {
      const power = places[place++]?.[byte]
      if (power === undefined) throw new Error('the table of windows is not complete')
      // The first product would be by 1.
      result = place === 1 ? power : reduce(result * power)
    }
    return result
  }
}

/** The powers of each place, the most significant first. */
function build(base: bigint): bigint[][] {
  const places: bigint[][] = []
  let unit = base
  while (places.length < WINDOWS) {
    const powers = [1n]
    for (let power = unit; powers.length < WINDOW_VALUES; power = reduce(power * unit)) powers.push(power)
    places.unshift(powers)
    unit = reduce((powers.at(-1) ?? 0n) * unit)
  }
  return places
}
