import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shapes } from './generated/model.js'
import { LONGEST_MATCHED, matcherOf } from './pattern.js'

const patterns = [
  ...new Set(Object.values(shapes).flatMap((shape) => ('pattern' in shape ? [shape.pattern ?? ''] : []))),
]

function byRegularExpression(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern.replace('(?s)', '')})$`, pattern.startsWith('(?s)') ? 'su' : 'u').test(
    text,
  )
}

test('every pattern of the model compiles', () => {
  expect(patterns.length).toBeGreaterThan(30)
  for (const pattern of patterns) expect(matcherOf(pattern)('')).toBeTypeOf('boolean')
})

test('a pattern means the whole string', () => {
  expect(matcherOf('[0-9]+')('123')).toBe(true)
  expect(matcherOf('[0-9]+')('123x')).toBe(false)
  expect(matcherOf('[0-9]+')('123\n')).toBe(false)
})

test('a dot matches line ends only where the pattern says so', () => {
  expect(matcherOf('(?s).*')('a\nb')).toBe(true)
  expect(matcherOf('.*\\{####\\}.*')('a\n{####}')).toBe(false)
})

test.each(patterns)('%s gives what the regular expression gives', (pattern) => {
  const piece = fc.constantFrom(
    '{####}',
    '{##',
    '##}',
    '{',
    '#',
    '}',
    '@',
    'a',
    '-',
    '_',
    '\n',
    '\u0000',
    '😀',
    '\ud800',
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'grapheme' }),
  )
  const matches = matcherOf(pattern)
  fc.assert(
    fc.property(text, (value) => matches(value) === byRegularExpression(pattern, value)),
    { numRuns: 300 },
  )
})

test.each(patterns)('%s answers on the longest text of any alphabet', (pattern) => {
  const matches = matcherOf(pattern)
  for (const unit of ['a', '@', '😀', ' ', '0', '-_']) {
    expect(matches(unit.repeat(LONGEST_MATCHED / unit.length))).toBeTypeOf('boolean')
  }
})
