import { describe, expect, test } from 'vitest'
import { type AttributeRule, type Foundation, standardAttributes } from '../pools/pool.js'
import { addressToConfirm, aliasesOf, attributesFault, missingAttributes, withFlags } from './attributes.js'

const rule = (name: string, more: Partial<AttributeRule> = {}): AttributeRule => ({
  name,
  type: 'String',
  mutable: true,
  required: false,
  developerOnly: false,
  ...more,
})

const schema = [
  ...standardAttributes,
  rule('custom:badge', { mutable: false }),
  rule('custom:age', { type: 'Number', minValue: 18, maxValue: 99 }),
  rule('custom:since', { type: 'DateTime' }),
  rule('custom:team', { minLength: 2, maxLength: 4 }),
  rule('custom:note', { developerOnly: true }),
]
const creating = { creating: true, byOperator: false }
const changing = { creating: false, byOperator: false }
const faultOf = (attributes: Record<string, string>, occasion = changing) =>
  attributesFault(schema, attributes, occasion)

describe('what attributes may be', () => {
  test.each([
    ['email', 'alice@example.com'],
    ['phone_number', '+15555550100'],
    ['birthdate', '1990-01-31'],
    ['email_verified', 'True'],
    ['custom:age', '18'],
    ['custom:since', '2026-01-01T00:00:00Z'],
    ['custom:team', 'abcd'],
    ['name', 'Søren'],
  ])('%s may be %s', (name, value) => {
    expect(faultOf({ [name]: value })).toBeUndefined()
  })

  test.each([
    ['email', 'alice', 'Invalid email address format.'],
    ['email', 'a b@example.com', 'Invalid email address format.'],
    ['email', 'a@b\r\nBcc: c@d', 'Invalid email address format.'],
    ['phone_number', '5555550100', 'Invalid phone number format.'],
    ['birthdate', '31.01.1990', 'Invalid birthdate format.'],
    ['email_verified', 'yes', 'Value must be true or false.'],
    ['custom:age', '17', 'Number must be at least the minimum value.'],
    ['custom:age', '100', 'Number must be at most the maximum value.'],
    ['custom:age', '1e1', 'Value must be a number.'],
    ['custom:since', 'soon', 'Value must be a date and time.'],
    ['custom:team', 'a', 'String must be longer than the minimum length.'],
    ['custom:team', 'abcde', 'String must be shorter than the maximum length.'],
    ['custom:badge', '7', 'Attribute cannot be updated.'],
    ['custom:note', 'x', 'Attribute can only be set by an operator.'],
    ['sub', 'x', 'Attribute does not exist in the schema.'],
    ['custom:none', 'x', 'Attribute does not exist in the schema.'],
    ['toString', 'x', 'Attribute does not exist in the schema.'],
  ])('%s may not become %s', (name, value, fault) => {
    expect(faultOf({ [name]: value })).toBe(`Attributes did not conform to the schema: ${name}: ${fault}`)
  })

  test('what cannot be changed can be given when the user is made', () => {
    expect(faultOf({ 'custom:badge': '7' }, creating)).toBeUndefined()
    expect(faultOf({ 'custom:note': 'x' }, { creating: false, byOperator: true })).toBeUndefined()
  })

  test('any attribute may be emptied, but for a required one', () => {
    const strict = [rule('email', { required: true }), rule('custom:age', { type: 'Number' })]
    expect(attributesFault(strict, { 'custom:age': '' }, changing)).toBeUndefined()
    expect(attributesFault(strict, { email: '' }, changing)).toContain('email: The attribute is required')
  })

  test('a required attribute is missed when it is not there; the sub never is', () => {
    const strict = [...standardAttributes, rule('custom:must', { required: true })]
    expect(missingAttributes(strict, {})).toEqual(['custom:must'])
    expect(missingAttributes(strict, { 'custom:must': 'x' })).toEqual([])
  })
})

describe('verified flags', () => {
  const alice = { email: 'alice@example.com', email_verified: 'true', name: 'Alice' }

  test('an address that changes is no longer verified', () => {
    expect(withFlags(alice, { email: 'new@example.com' })).toMatchObject({ email_verified: 'false' })
  })

  test('an address that is said again stays verified', () => {
    expect(withFlags(alice, { email: alice.email })).toEqual(alice)
  })

  test('a change may say itself that the new address is verified', () => {
    const changes = { email: 'new@example.com', email_verified: 'true' }
    expect(withFlags(alice, changes)).toMatchObject(changes)
  })

  test('an empty value removes the attribute, and an address takes its flag along', () => {
    expect(withFlags(alice, { email: '' })).toEqual({ name: 'Alice' })
    expect(withFlags({}, { email_verified: 'true' })).toEqual({})
  })
})

describe('names out of attributes', () => {
  const pool = (more: Partial<Foundation>): Foundation => ({
    usernameAttributes: [],
    aliasAttributes: [],
    caseSensitive: false,
    schema,
    ...more,
  })

  test('an alias address is a name only once it is verified', () => {
    const aliases = pool({ aliasAttributes: ['email'] })
    expect(aliasesOf(aliases, { email: 'Alice@example.com', email_verified: 'false' })).toEqual([])
    expect(aliasesOf(aliases, { email: 'Alice@example.com', email_verified: 'true' })).toEqual([
      'alice@example.com',
    ])
  })

  test('an address that is the username is a name at once', () => {
    const addresses = pool({ usernameAttributes: ['email', 'phone_number'] })
    expect(aliasesOf(addresses, { email: 'alice@example.com', phone_number: '+15555550100' })).toEqual([
      'alice@example.com',
      '+15555550100',
    ])
  })

  test('a preferred username needs no proof, and a case-sensitive pool keeps its letters', () => {
    const aliases = pool({ aliasAttributes: ['preferred_username'], caseSensitive: true })
    expect(aliasesOf(aliases, { preferred_username: 'Ally' })).toEqual(['Ally'])
  })
})

describe('where the code of a sign-up goes', () => {
  const both = { email: 'alice@example.com', phone_number: '+15555550100' }

  test('to the phone when both addresses are to be verified', () => {
    expect(addressToConfirm({ autoVerified: ['email', 'phone_number'] }, both)).toBe('phone_number')
  })

  test('to the address that was given, of those that are to be verified', () => {
    expect(addressToConfirm({ autoVerified: ['email'] }, both)).toBe('email')
    expect(addressToConfirm({ autoVerified: ['email', 'phone_number'] }, { email: 'a@b' })).toBe('email')
    expect(addressToConfirm({ autoVerified: ['phone_number'] }, { email: 'a@b' })).toBeUndefined()
  })
})
