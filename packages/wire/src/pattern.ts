/** Longest string that a pattern is tried on, and the length the service itself gives to strings without limit. */
export const LONGEST_MATCHED = 131_072

export type Matcher = (text: string) => boolean

/**
 * The test that a pattern of the model stands for. Patterns are Java's and mean the whole string.
 *
 * @example
 * matcherOf('[0-9]+')('123')   // true
 * matcherOf('[0-9]+')('123x')  // false
 */
export function matcherOf(pattern: string): Matcher {
  return inOrder(pattern) ?? wholeString(pattern)
}

function wholeString(pattern: string): Matcher {
  // `(?s)`, "dot matches line ends", is a flag in front of the expression in Java and after it here.
  const dotAll = pattern.startsWith('(?s)')
  const source = dotAll ? pattern.slice('(?s)'.length) : pattern
  const expression = new RegExp(`^(?:${source})$`, dotAll ? 'su' : 'u')
  return (text) => expression.test(text)
}

const FILLER = /^(\[(?:[^\]\\]|\\.)+\]|\.)([*+])/
const LITERAL = /^(?:\\[^\w\s]|[^\\[\](){}.*+?^$|])+$/

/**
 * Patterns such as `X*\{##X*##\}X*`, where `X` also covers the literal pieces, cost a regular expression quadratic or
 * cubic time on hostile text. They say no more than: all of the text is `X`, and the pieces stand in it in this order.
 */
function inOrder(pattern: string): Matcher | undefined {
  const [filler, covers, repeat] = FILLER.exec(pattern) ?? []
  if (filler === undefined || covers === undefined) return undefined
  const [first, ...rest] = pattern.split(filler)
  if (rest.length < 2 || first !== '' || rest.pop() !== '') return undefined
  const made = new RegExp(`^${covers}*$`, 'u')
  if (!rest.every((piece) => LITERAL.test(piece))) return undefined
  const pieces = rest.map((piece) => piece.replaceAll('\\', ''))
  if (!pieces.every((piece) => made.test(piece))) return undefined
  const gap = repeat === '+' ? 1 : 0
  return (text) => made.test(text) && holdsInOrder(text, pieces, gap)
}

function holdsInOrder(text: string, pieces: readonly string[], gap: number): boolean {
  let from = gap
  for (const piece of pieces) {
    const at = text.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length + gap
  }
  return from <= text.length
}
