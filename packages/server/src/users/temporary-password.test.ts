import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemRandom } from '../chance.js'
import { passwordFault } from '../pools/pool.js'
import { temporaryPassword } from './temporary-password.js'

const policies = fc.record({
  minimumLength: fc.integer({ min: 6, max: 99 }),
  requireUppercase: fc.boolean(),
  requireLowercase: fc.boolean(),
  requireNumbers: fc.boolean(),
  requireSymbols: fc.boolean(),
  temporaryPasswordDays: fc.constant(7),
  historySize: fc.constant(0),
})

test('a temporary password meets every policy, whatever chance brings', () => {
  const chance = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  fc.assert(
    fc.property(policies, chance, (policy, stream) => {
      const below = (limit: number) => Math.floor((stream.next().value ?? 0) * limit)
      const password = temporaryPassword(policy, below)
      expect(passwordFault(policy, password)).toBeUndefined()
      expect(password).toMatch(/^\S{12,99}$/)
    }),
  )
})

test('two temporary passwords differ, and no kind of character has its fixed place', () => {
  const policy = { minimumLength: 8 }
  const passwords = Array.from({ length: 200 }, () => temporaryPassword(policy, systemRandom.below))
  expect(new Set(passwords).size).toBe(200)
  expect(passwords.some((password) => /^[A-Z]/.test(password))).toBe(true)
  expect(passwords.some((password) => /^[a-z]/.test(password))).toBe(true)
  expect(passwords.some((password) => /^[2-9]/.test(password))).toBe(true)
})
