import { LONGEST_MATCHED, matcherOf } from './pattern.js'
import type { BlobShape, Bounds, NumberShape, ScalarShape, TextShape } from './shape.js'

/** What the model says of one scalar shape. */
export interface Scalar {
  readonly type: ScalarShape['type']
  /** Every rule of the shape, in the service's words. */
  readonly rules: readonly string[]
  /** The rules that `value` breaks, or undefined when it is not of this type at all. */
  readonly broken: (value: unknown) => readonly string[] | undefined
}

/** The rules on a size, and those of them that a given size breaks. */
export interface SizeRules {
  readonly rules: readonly string[]
  readonly broken: (size: number) => readonly string[]
}

const NONE: readonly string[] = []

/** The largest bound comes first, as in the service's own lists of rules. */
export function sizeRules({ min, max }: Bounds, measure: 'length' | 'value'): SizeRules {
  const tooLarge = `Member must have ${measure} less than or equal to ${max}`
  const tooSmall = `Member must have ${measure} greater than or equal to ${min}`
  const rules = [...(max === undefined ? [] : [tooLarge]), ...(min === undefined ? [] : [tooSmall])]
  const broken = (size: number) => {
    if (max !== undefined && size > max) return [tooLarge]
    return min !== undefined && size < min ? [tooSmall] : NONE
  }
  return { rules, broken }
}

export function scalarOf(shape: ScalarShape): Scalar {
  switch (shape.type) {
    case 'string':
      return text(shape)
    case 'blob':
      return blob(shape)
    case 'integer':
    case 'long':
      return whole(shape)
    case 'timestamp':
      return free(shape.type, Number.isFinite)
    case 'boolean':
      return free(shape.type, (value) => typeof value === 'boolean')
  }
}

function free(type: Scalar['type'], accepts: (value: unknown) => boolean): Scalar {
  return { type, rules: NONE, broken: (value) => (accepts(value) ? NONE : undefined) }
}

function whole(shape: NumberShape): Scalar {
  const size = sizeRules(shape, 'value')
  // A larger number has already lost digits in JSON.parse, so that it is not what the client meant.
  const accepts = (value: unknown) => typeof value === 'number' && Number.isSafeInteger(value)
  return {
    type: shape.type,
    rules: size.rules,
    broken: (value) => (accepts(value) ? size.broken(Number(value)) : undefined),
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

function blob(shape: BlobShape): Scalar {
  const size = sizeRules(shape, 'length')
  const accepts = (value: unknown) =>
    typeof value === 'string' && value.length % 4 === 0 && BASE64.test(value)
  return {
    type: shape.type,
    rules: size.rules,
    broken: (value) => (accepts(value) ? size.broken(decodedLength(String(value))) : undefined),
  }
}

function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return (base64.length / 4) * 3 - padding
}

function text(shape: TextShape): Scalar {
  const size = sizeRules(boundsOf(shape), 'length')
  const word = wordRule(shape)
  const broken = (value: string) => {
    const bySize = size.broken(value.length)
    // Text of a wrong length never reaches the pattern: that bounds what a pattern can cost.
    if (bySize.length > 0) return bySize
    if (word !== undefined && !word.holds(value)) return [word.rule]
    return isStorable(value) ? NONE : [STORABLE]
  }
  return {
    type: 'string',
    rules: word === undefined ? size.rules : [...size.rules, word.rule],
    broken: (value) => (typeof value === 'string' ? broken(value) : undefined),
  }
}

const STORABLE = 'Member must be Unicode text without the character U+0000'

/**
 * No database agrees with another about U+0000 and halves of surrogate pairs: PostgreSQL refuses the one, and the
 * others turn into one and the same character when they are written as UTF-8.
 */
export const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text)

function boundsOf(shape: TextShape): Bounds {
  return shape.pattern === undefined ? shape : { ...shape, max: shape.max ?? LONGEST_MATCHED }
}

/** No shape of the model has a pattern and an enum. */
function wordRule({ pattern, enum: words }: TextShape) {
  if (words !== undefined) {
    const known = new Set(words)
    const rule = `Member must satisfy enum value set: [${words.join(', ')}]`
    return { rule, holds: (value: string) => known.has(value) }
  }
  if (pattern === undefined) return undefined
  return { rule: `Member must satisfy regular expression pattern: ${pattern}`, holds: matcherOf(pattern) }
}
