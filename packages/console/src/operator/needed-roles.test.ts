import { expect, test } from 'vitest'
import { roleFor } from '../../../server/src/operators/permit.js'
import { neededRoles, type Offered } from './needed-roles.js'

test('the console offers what the server lets the role do', () => {
  const names = Object.keys(neededRoles) as Offered[]
  expect(neededRoles).toEqual(Object.fromEntries(names.map((name) => [name, roleFor(name, {})])))
})
