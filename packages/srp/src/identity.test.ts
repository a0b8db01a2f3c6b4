import { expect, test } from 'vitest'
import { deviceIdentity, userIdentity } from './identity.js'

test('the group of a user is the name of the pool without its region', () => {
  expect(userIdentity('us-east-1_7DZy4Fkn7', 'alice')).toEqual({ group: '7DZy4Fkn7', id: 'alice' })
})

test('only the second segment of a pool id counts, as in every client', () => {
  expect(userIdentity('local_pool_two', 'a_b').group).toBe('pool')
})

test.each(['', 'us-east-1', 'us-east-1_'])('%j is no pool id', (userPoolId) => {
  expect(() => userIdentity(userPoolId, 'alice')).toThrow(TypeError)
})

test('the group of a device is its DeviceGroupKey, as it is', () => {
  expect(deviceIdentity('-v7w9_UcY6', 'us-west-2_a1b2')).toEqual({
    group: '-v7w9_UcY6',
    id: 'us-west-2_a1b2',
  })
})
