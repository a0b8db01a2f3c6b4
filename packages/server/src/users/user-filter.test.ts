import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseUserFilter } from './user-filter.js'

describe('the filter of ListUsers', () => {
  test.each([
    ['email = "alice@example.com"', { attribute: 'email', match: 'equals', value: 'alice@example.com' }],
    ['given_name ^= "Jon"', { attribute: 'given_name', match: 'beginsWith', value: 'Jon' }],
    ['"family_name" = "Reddy"', { attribute: 'family_name', match: 'equals', value: 'Reddy' }],
    ['  sub="1"  ', { attribute: 'sub', match: 'equals', value: '1' }],
    ['status = "Enabled"', { attribute: 'status', match: 'equals', value: 'Enabled' }],
    ['name = ""', { attribute: 'name', match: 'equals', value: '' }],
  ])('understands %s', (text, filter) => {
    expect(parseUserFilter(text)).toEqual(filter)
  })

  test('a quotation mark in a value is written with a backslash before it', () => {
    expect(parseUserFilter('name = "\\"Al\\" \\\\"')).toMatchObject({ value: '"Al" \\' })
  })

  test('a user status may be written in either case', () => {
    expect(parseUserFilter('cognito:user_status = "confirmed"')).toMatchObject({ value: 'CONFIRMED' })
  })

  test.each(['email', 'email = alice', 'email > "a"', 'email = "a" or sub = "b"', '= "a"', 'email = "a'])(
    'refuses %s',
    (text) => expect(parseUserFilter(text)).toBe('Error while parsing filter'),
  )

  test('refuses attributes that are not searchable', () => {
    expect(parseUserFilter('custom:team = "a"')).toBe('Attribute custom:team is not searchable.')
    expect(parseUserFilter('constructor = "a"')).toBe('Attribute constructor is not searchable.')
  })

  test('any value comes through quoting unharmed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const quoted = value.replace(/["\\]/g, '\\$&')
        expect(parseUserFilter(`name = "${quoted}"`)).toEqual({ attribute: 'name', match: 'equals', value })
      }),
    )
  })

  test('no text makes it fall over', () => {
    fc.assert(fc.property(fc.string({ maxLength: 256 }), (text) => void parseUserFilter(text)))
  })
})
