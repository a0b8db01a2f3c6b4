import { describe, expect, test } from 'vitest'
import { attributeChange } from './attribute-change.js'

const before = { email: 'old@example.com', email_verified: 'true', name: 'Alice' }
const verifies = { autoVerified: ['email'], verifiedBeforeUse: [] } as const
const waits = { autoVerified: ['email'], verifiedBeforeUse: ['email'] } as const
const plain = { autoVerified: [], verifiedBeforeUse: [] } as const

type Rules = Parameters<typeof attributeChange>[0]
const change = (pool: unknown, changes: Record<string, string>, from: Record<string, string> = before) =>
  attributeChange(pool as Rules, from, changes)

const NEW = { address: 'email', to: 'new@example.com' }

describe('a changed address', () => {
  test('is written at once, unverified, and sent a code where the pool verifies it', () => {
    expect(change(verifies, { email: 'new@example.com', name: 'Al' })).toEqual({
      attributes: { email: 'new@example.com', email_verified: 'false', name: 'Al' },
      waiting: [],
      withdrawn: ['email'],
      toVerify: [NEW],
    })
    expect(change(plain, { email: 'new@example.com' }).toVerify).toEqual([])
  })

  test('waits for its code where the pool says so, and what came beside it does not', () => {
    expect(change(waits, { email: 'new@example.com', name: 'Al' })).toEqual({
      attributes: { ...before, name: 'Al' },
      waiting: [NEW],
      withdrawn: [],
      toVerify: [NEW],
    })
  })

  test('does not wait where there was none', () => {
    const { attributes, waiting, toVerify } = change(waits, { email: 'new@example.com' }, { name: 'Alice' })
    expect(attributes).toEqual({ name: 'Alice', email: 'new@example.com', email_verified: 'false' })
    expect(waiting).toEqual([])
    expect(toVerify).toEqual([NEW])
  })

  test('is believed when the change says whether it is verified', () => {
    const verified = change(waits, { email: 'new@example.com', email_verified: 'true' })
    expect(verified).toEqual({
      attributes: { ...before, email: 'new@example.com' },
      waiting: [],
      withdrawn: ['email'],
      toVerify: [],
    })
    const unverified = change(waits, { email: 'new@example.com', email_verified: 'false' })
    expect(unverified).toMatchObject({ waiting: [], toVerify: [NEW] })
    expect(unverified.attributes).toMatchObject({ email: 'new@example.com', email_verified: 'false' })
  })
})

test.each([
  ['given again as it is', { email: 'old@example.com' }, before],
  ['removed', { email: '' }, { name: 'Alice' }],
])(
  'an address that is %s withdraws the one that waits, and is sent nothing',
  (_what, changes, attributes) => {
    expect(change(waits, changes)).toEqual({ attributes, waiting: [], withdrawn: ['email'], toVerify: [] })
  },
)

test('a change of something else leaves addresses alone', () => {
  expect(change(waits, { name: 'Al' })).toMatchObject({ waiting: [], withdrawn: [], toVerify: [] })
})
