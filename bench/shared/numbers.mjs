// @ts-check

/**
 * A whole number above 0, from the command line.
 * @param {string} name
 * @param {string} text
 */
export function count(name, text) {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`--${name}: ${JSON.stringify(text)} is not a whole number above 0.`)
}

/** @param {string} name @param {string} text */
export const counts = (name, text) => text.split(',').map((part) => count(name, part))
