import { expect, test } from 'vitest'
import { OPERATORS_POOL } from '../pools/pool.js'
import { grantsOf, groupOf, isOfNoPool, reaches, roleIn, roles } from './operator.js'

test('groups give roles: in all pools by their names alone, in one behind a colon, and other groups nothing', () => {
  const grants = grantsOf([
    'viewer',
    'admin:local_One',
    'support:local_Two',
    'staff',
    'Admin',
    'admins',
    'admin:',
  ])
  expect(grants.everywhere).toBe('viewer')
  expect([...grants.pools]).toEqual([
    ['local_One', 'admin'],
    ['local_Two', 'support'],
  ])
  for (const role of roles) {
    expect(grantsOf([groupOf(role)]).everywhere).toBe(role)
    expect(grantsOf([groupOf(role, 'local_One')]).pools.get('local_One')).toBe(role)
  }
})

test('of several roles the strongest counts, in whatever order', () => {
  for (const names of [
    ['viewer', 'admin', 'support'],
    ['admin', 'viewer'],
  ])
    expect(grantsOf(names).everywhere).toBe('admin')
  const grants = grantsOf(['support', 'viewer:local_One', 'admin:local_Two', 'viewer:local_Two'])
  expect(roleIn(grants, 'local_One')).toBe('support')
  expect(roleIn(grants, 'local_Two')).toBe('admin')
  expect(roleIn(grants, 'local_Three')).toBe('support')
  expect(roleIn(grants, undefined)).toBe('support')
})

test('the pool of the operators is for those alone who may everything everywhere', () => {
  expect(roleIn(grantsOf(['admin']), OPERATORS_POOL)).toBe('admin')
  for (const names of [
    ['support'],
    ['viewer'],
    [`admin:${OPERATORS_POOL}`],
    ['support', `admin:${OPERATORS_POOL}`],
  ])
    expect(roleIn(grantsOf(names), OPERATORS_POOL)).toBeUndefined()
})

test('each role may what those before it may, and nobody without a role may anything', () => {
  expect(roles.map((role) => roles.map((needed) => reaches(role, needed)))).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ])
  expect(roles.some((needed) => reaches(undefined, needed))).toBe(false)
  expect(isOfNoPool(grantsOf(['staff']))).toBe(true)
  expect(isOfNoPool(grantsOf(['viewer:local_One']))).toBe(false)
})
