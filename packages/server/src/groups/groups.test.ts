import '@latchkey/testing/matchers'
import { type TestPool, userPool } from '@latchkey/testing'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'

const admin = 'arn:aws:iam::000000000000:role/admin'
const reader = 'arn:aws:iam::000000000000:role/reader'

/** The operations on one pool, without its id in each call. */
function groupsOf(pool: TestPool) {
  const { poolId: UserPoolId } = pool
  return {
    create: (
      GroupName: string,
      members: { Description?: string; RoleArn?: string; Precedence?: number } = {},
    ) => pool.call('CreateGroup', { UserPoolId, GroupName, ...members }),
    get: (GroupName: string) => pool.call('GetGroup', { UserPoolId, GroupName }),
    add: (Username: string, GroupName: string) =>
      pool.call('AdminAddUserToGroup', { UserPoolId, Username, GroupName }),
    remove: (Username: string, GroupName: string) =>
      pool.call('AdminRemoveUserFromGroup', { UserPoolId, Username, GroupName }),
    async of(Username: string) {
      const { Groups = [] } = await pool.call('AdminListGroupsForUser', { UserPoolId, Username })
      return Groups.map(({ GroupName }) => GroupName)
    },
    async members(GroupName: string) {
      const { Users = [] } = await pool.call('ListUsersInGroup', { UserPoolId, GroupName })
      return Users.map(({ Username }) => Username)
    },
  }
}

describe('tokens', () => {
  test('say the groups in both, and the roles in the ID token only', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const groups = groupsOf(pool)
    await groups.create('readers', { RoleArn: reader, Precedence: 9 })
    await groups.create('admins', { RoleArn: admin, Precedence: 1 })
    for (const name of ['readers', 'admins']) await groups.add('alice', name)

    const { AccessToken = '', IdToken = '' } = await pool.device('Laptop').enter(alice)

    expect(decodeJwt(IdToken)).toMatchObject({
      'cognito:groups': ['admins', 'readers'],
      'cognito:roles': [admin, reader],
      'cognito:preferred_role': admin,
    })
    const access = decodeJwt(AccessToken)
    expect(access['cognito:groups']).toEqual(['admins', 'readers'])
    expect(Object.keys(access).filter((name) => name.includes('role'))).toEqual([])
  })

  test('of somebody in no group say nothing of groups', async () => {
    await using pool = await userPool()
    const { AccessToken = '', IdToken = '' } = await pool.device('Laptop').enter(await pool.user('alice'))
    for (const token of [AccessToken, IdToken]) {
      expect(Object.keys(decodeJwt(token)).filter((name) => name.startsWith('cognito:'))).not.toContain(
        'cognito:groups',
      )
    }
  })

  test('of a refresh say what is so then: added, moved and removed groups', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const groups = groupsOf(pool)
    const now = async () => {
      const { IdToken = '' } = await laptop.refresh()
      return decodeJwt(IdToken)['cognito:groups']
    }
    await groups.create('a', { Precedence: 1 })
    await groups.create('b', { Precedence: 2 })
    for (const name of ['a', 'b']) await groups.add('alice', name)
    expect(await now()).toEqual(['a', 'b'])
    await pool.call('UpdateGroup', { UserPoolId: pool.poolId, GroupName: 'b', Precedence: 0 })
    expect(await now()).toEqual(['b', 'a'])
    await groups.remove('alice', 'a')
    expect(await now()).toEqual(['b'])
    await pool.call('DeleteGroup', { UserPoolId: pool.poolId, GroupName: 'b' })
    expect(await now()).toBeUndefined()
  })
})

describe('a group', () => {
  test('is answered as it was made, and an update changes what it names', async () => {
    await using pool = await userPool()
    const groups = groupsOf(pool)
    const made = await groups.create('admins', { Description: 'They may', RoleArn: admin, Precedence: 0 })
    expect(made.Group).toEqual({
      GroupName: 'admins',
      UserPoolId: pool.poolId,
      Description: 'They may',
      RoleArn: admin,
      Precedence: 0,
      CreationDate: pool.clock.now().getTime() / 1000,
      LastModifiedDate: pool.clock.now().getTime() / 1000,
    })
    expect(await groups.get('admins')).toEqual(made)
    pool.clock.advance('1 day')
    const changed = await pool.call('UpdateGroup', {
      UserPoolId: pool.poolId,
      GroupName: 'admins',
      Description: '',
    })
    expect(changed.Group).toEqual({
      ...made.Group,
      Description: '',
      LastModifiedDate: pool.clock.now().getTime() / 1000,
    })
    expect(await groups.get('admins')).toEqual(changed)
  })

  test('is made once, also when it is asked for twice at the same moment', async () => {
    await using pool = await userPool()
    const groups = groupsOf(pool)
    const answers = await Promise.allSettled([groups.create('admins'), groups.create('admins')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(groups.create('admins')).rejects.toMatchObject({
      code: 'GroupExistsException',
      message: 'A group with the name admins already exists.',
    })
  })

  test.each(['Ädmins', '管理者', '🚀', 'a/b', "'; drop table groups; --".replaceAll(' ', '')])(
    'may be called %s',
    async (name) => {
      await using pool = await userPool()
      const groups = groupsOf(pool)
      const alice = await pool.user('alice')
      await groups.create(name)
      await groups.add('alice', name)
      const { IdToken = '' } = await pool.device('Laptop').enter(alice)
      expect(decodeJwt(IdToken)['cognito:groups']).toEqual([name])
      expect(await groups.members(name)).toEqual(['alice'])
    },
  )

  test.each([
    ['an empty name', { GroupName: '' }],
    ['a name with a space', { GroupName: 'the admins' }],
    ['a name of 129 characters', { GroupName: 'a'.repeat(129) }],
    ['a negative precedence', { Precedence: -1 }],
    ['a precedence beyond 2147483647', { Precedence: 2 ** 31 }],
    ['a role that is no ARN', { RoleArn: 'administrator-of-everything' }],
    ['a description of 2049 characters', { Description: 'a'.repeat(2049) }],
  ])('is not made with %s', async (_what, members) => {
    await using pool = await userPool()
    const request = { UserPoolId: pool.poolId, GroupName: 'admins', ...members }
    await expect(pool.call('CreateGroup', request)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    expect((await pool.call('ListGroups', { UserPoolId: pool.poolId })).Groups).toEqual([])
  })

  test('may have the largest precedence there is', async () => {
    await using pool = await userPool()
    const { Group } = await groupsOf(pool).create('last', { Precedence: 2 ** 31 - 1 })
    expect(Group?.Precedence).toBe(2147483647)
  })

  test('that is not there is not found, whoever asks', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const key = { UserPoolId: pool.poolId, GroupName: 'nobody' }
    const calls = [
      () => pool.call('GetGroup', key),
      () => pool.call('UpdateGroup', { ...key, Precedence: 1 }),
      () => pool.call('DeleteGroup', key),
      () => pool.call('ListUsersInGroup', key),
      () => pool.call('AdminAddUserToGroup', { ...key, Username: 'alice' }),
      () => pool.call('AdminRemoveUserFromGroup', { ...key, Username: 'alice' }),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
        message: 'Group not found.',
      })
    }
  })

  test('of another pool is not found, keeps its members, and takes none of this pool', async () => {
    await using pool = await userPool()
    const elsewhere = await pool.sibling()
    await elsewhere.user('alice')
    await pool.user('bob')
    await groupsOf(elsewhere).create('admins')
    await groupsOf(elsewhere).add('alice', 'admins')
    const here = groupsOf(pool)
    for (const call of [
      () => here.get('admins'),
      () => here.add('bob', 'admins'),
      () => here.members('admins'),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    }
    await expect(groupsOf(elsewhere).add('bob', 'admins')).rejects.toMatchObject({
      code: 'UserNotFoundException',
    })
    await here.create('admins')
    await here.add('bob', 'admins')
    expect(await groupsOf(elsewhere).members('admins')).toEqual(['alice'])
    expect(await here.members('admins')).toEqual(['bob'])
  })

  test('that is deleted and made again has no members', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const groups = groupsOf(pool)
    await groups.create('admins')
    await groups.add('alice', 'admins')
    await pool.call('DeleteGroup', { UserPoolId: pool.poolId, GroupName: 'admins' })
    await groups.create('admins')
    expect(await groups.members('admins')).toEqual([])
    expect(await groups.of('alice')).toEqual([])
  })
})

describe('membership', () => {
  test('given or taken twice is answered alike, and a deleted user leaves every group', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const groups = groupsOf(pool)
    await groups.create('admins')
    await Promise.all([groups.add('alice', 'admins'), groups.add('alice', 'admins')])
    expect(await groups.members('admins')).toEqual(['alice'])
    await groups.remove('alice', 'admins')
    await groups.remove('alice', 'admins')
    expect(await groups.members('admins')).toEqual([])
    await groups.add('alice', 'admins')
    await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'alice' })
    expect(await groups.members('admins')).toEqual([])
  })

  test('is of a user who exists', async () => {
    await using pool = await userPool()
    const groups = groupsOf(pool)
    await groups.create('admins')
    const nobody = { code: 'UserNotFoundException' }
    await expect(groups.add('nobody', 'admins')).rejects.toMatchObject(nobody)
    await expect(groups.remove('nobody', 'admins')).rejects.toMatchObject(nobody)
    await expect(groups.of('nobody')).rejects.toMatchObject(nobody)
  })

  test('ends at a hundred groups, and the hundred and first may be had once one is left', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const groups = groupsOf(pool)
    for (let each = 0; each <= 100; each += 1) await groups.create(`group-${each}`)
    for (let each = 0; each < 100; each += 1) await groups.add('alice', `group-${each}`)
    await expect(groups.add('alice', 'group-100')).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    await groups.add('alice', 'group-99')
    await groups.remove('alice', 'group-0')
    await groups.add('alice', 'group-100')
  })
})

describe('lists', () => {
  test('come in pages in which each entry is there once', async () => {
    await using pool = await userPool()
    const { poolId: UserPoolId } = pool
    const groups = groupsOf(pool)
    const names = ['a', 'b', 'c', 'd', 'e']
    for (const name of names) await groups.create(name)
    for (const name of names) await pool.user(`user-${name}`)
    for (const name of names) {
      await groups.add('user-a', name)
      await groups.add(`user-${name}`, 'a')
    }
    const listed = await Promise.all([
      allPages(async (NextToken) => {
        const { Groups = [], NextToken: next } = await pool.call('ListGroups', {
          UserPoolId,
          Limit: 2,
          NextToken,
        })
        return { entries: Groups.map(({ GroupName }) => GroupName), next }
      }),
      allPages(async (NextToken) => {
        const Username = 'user-a'
        const answer = await pool.call('AdminListGroupsForUser', {
          UserPoolId,
          Username,
          Limit: 2,
          NextToken,
        })
        return { entries: (answer.Groups ?? []).map(({ GroupName }) => GroupName), next: answer.NextToken }
      }),
      allPages(async (NextToken) => {
        const GroupName = 'a'
        const answer = await pool.call('ListUsersInGroup', { UserPoolId, GroupName, Limit: 2, NextToken })
        return { entries: (answer.Users ?? []).map(({ Username }) => Username), next: answer.NextToken }
      }),
    ])
    const [all, ofUser, members] = listed
    expect(all).toEqual([['a', 'b'], ['c', 'd'], ['e']])
    expect(ofUser).toEqual(all)
    expect(members.map((page) => page.length)).toEqual([2, 2, 1])
    expect(members.flat().toSorted()).toEqual(names.map((name) => `user-${name}`))
  })

  test('take no token of another list', async () => {
    await using pool = await userPool()
    const { poolId: UserPoolId } = pool
    const groups = groupsOf(pool)
    for (const name of ['a', 'b']) await groups.create(name)
    const { NextToken } = await pool.call('ListGroups', { UserPoolId, Limit: 1 })
    expect(NextToken).toBeDefined()
    const elsewhere = await pool.sibling()
    const calls = [
      () => pool.call('ListGroups', { UserPoolId: elsewhere.poolId, NextToken }),
      () => pool.call('ListUsersInGroup', { UserPoolId, GroupName: 'a', NextToken }),
      () => pool.call('ListGroups', { UserPoolId, NextToken: 'made-up' }),
    ]
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('of members tell their attributes and their state', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
    await groupsOf(pool).create('admins')
    await groupsOf(pool).add(alice.userId, 'admins')
    const { Users } = await pool.call('ListUsersInGroup', { UserPoolId: pool.poolId, GroupName: 'admins' })
    expect(Users).toEqual([
      expect.objectContaining({
        Username: 'alice',
        Enabled: true,
        UserStatus: 'CONFIRMED',
        Attributes: [
          { Name: 'sub', Value: alice.userId },
          { Name: 'email', Value: 'alice@example.com' },
          { Name: 'email_verified', Value: 'false' },
        ],
      }),
    ])
  })
})

async function allPages<Entry>(
  read: (token: string | undefined) => Promise<{ entries: Entry[]; next: string | undefined }>,
): Promise<Entry[][]> {
  const pages: Entry[][] = []
  let token: string | undefined
  do {
    const { entries, next } = await read(token)
    pages.push(entries)
    token = next
  } while (token !== undefined && pages.length < 20)
  return pages
}
