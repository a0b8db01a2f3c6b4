import { expect, test } from 'vitest'
import { type Group, groupConfiguration } from './group.js'

const admin = 'arn:aws:iam::000000000000:role/admin'
const reader = 'arn:aws:iam::000000000000:role/reader'

const group = (groupName: string, precedence?: number, roleArn?: string): Group => ({
  poolId: 'local_A',
  groupName,
  precedence,
  roleArn,
  description: undefined,
  createdAt: new Date(0),
  modifiedAt: new Date(0),
})

test('groups come in the order of their precedence, those without any last, equals by their names', () => {
  const groups = [group('c'), group('b', 5), group('z', 0), group('a', 5), group('aa')]
  expect(groupConfiguration(groups).groups).toEqual(['z', 'a', 'b', 'aa', 'c'])
})

test('the role of the group that goes first is the preferred one', () => {
  expect(groupConfiguration([group('readers', 9, reader), group('admins', 1, admin)])).toEqual({
    groups: ['admins', 'readers'],
    roles: [admin, reader],
    preferredRole: admin,
  })
})

test('a group without a role does not take the preference from one that has it', () => {
  expect(groupConfiguration([group('first', 0), group('admins', 1, admin)]).preferredRole).toBe(admin)
})

test('of two groups that go first with different roles, neither role is preferred', () => {
  const tied = [group('a', 1, admin), group('b', 1, reader)]
  expect(groupConfiguration(tied)).toMatchObject({ roles: [admin, reader], preferredRole: undefined })
  expect(groupConfiguration([...tied, group('c', 0, reader)]).preferredRole).toBe(reader)
})

test('of two groups that go first with the same role, the role is preferred, and told once', () => {
  const configuration = groupConfiguration([group('a', 1, admin), group('b', 1, admin)])
  expect(configuration).toMatchObject({ roles: [admin], preferredRole: admin })
})

test('the largest precedence goes before none at all', () => {
  const groups = [group('a', undefined, reader), group('b', 2 ** 31 - 1, admin)]
  expect(groupConfiguration(groups).preferredRole).toBe(admin)
})

test('nobody is in no group', () => {
  expect(groupConfiguration([])).toEqual({ groups: [], roles: [], preferredRole: undefined })
})
