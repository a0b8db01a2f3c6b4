import { describe, expect, test } from 'vitest'
import type { Foundation } from '../pools/pool.js'
import { namesOf, namingFault, usernameFault } from './names.js'

const pool = (more: Partial<Foundation>): Foundation => ({
  usernameAttributes: [],
  aliasAttributes: [],
  caseSensitive: false,
  schema: [],
  ...more,
})

describe('usernames', () => {
  test('anything goes where a username is a name of its own', () => {
    expect(usernameFault(pool({}), 'alice@example.com')).toBeUndefined()
  })

  test.each([
    [['email'] as const, 'alice', 'Username should be an email.'],
    [['phone_number'] as const, 'alice@example.com', 'Username should be a phone number.'],
    [['email', 'phone_number'] as const, 'alice', 'Username should be either an email or a phone number.'],
  ])('where %s is the username, %s is refused', (usernameAttributes, name, fault) => {
    expect(usernameFault(pool({ usernameAttributes: [...usernameAttributes] }), name)).toBe(fault)
  })

  test('a username that looks like an alias address is refused', () => {
    const aliases = pool({ aliasAttributes: ['email', 'phone_number'] })
    expect(usernameFault(aliases, 'alice@example.com')).toBe(
      'Username cannot be of email format, since user pool is configured for email alias.',
    )
    expect(usernameFault(aliases, '+15555550100')).toContain('phone number format')
    expect(usernameFault(aliases, 'alice')).toBeUndefined()
  })

  test("nobody takes another's address by preferring it as a username", () => {
    const aliases = pool({ aliasAttributes: ['email', 'preferred_username'] })
    expect(namingFault(aliases, { preferred_username: 'alice@example.com' })).toContain('email format')
    expect(namingFault(aliases, { preferred_username: 'ally' })).toBeUndefined()
  })

  test('where addresses are usernames, a user keeps at least one', () => {
    const addresses = pool({ usernameAttributes: ['email', 'phone_number'] })
    expect(namingFault(addresses, { name: 'Alice' })).toBe('email: The attribute is required')
    expect(namingFault(addresses, { phone_number: '+15555550100' })).toBeUndefined()
  })

  test('a user has each name once, though the sub may be the username and an alias may repeat it', () => {
    const addresses = pool({ usernameAttributes: ['email'] })
    const alice = { userId: 'u-1', username: 'u-1', attributes: { email: 'Alice@example.com' } }
    expect(namesOf(addresses, alice)).toEqual([
      { name: 'u-1', kind: 'username' },
      { name: 'alice@example.com', kind: 'alias' },
    ])
  })
})
