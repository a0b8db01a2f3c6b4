import { type TestPool, userPool } from '@latchkey/testing'
import type { Requests } from '@latchkey/wire'
import { expect, test } from 'vitest'

type Search = Omit<Requests['AdminSearchUsers'], 'UserPoolId'>

/** Usernames, from page to page. */
async function found(pool: TestPool, search: Search): Promise<string[]> {
  const names: string[] = []
  let PaginationToken: string | undefined
  do {
    const page = await pool.call('AdminSearchUsers', {
      UserPoolId: pool.poolId,
      ...search,
      PaginationToken,
    })
    names.push(...page.Users.map(({ Username }) => Username))
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)
  return names
}

test('users come newest first, page by page, and by status', async () => {
  await using pool = await userPool()
  for (const name of ['anna', 'bert', 'cleo', 'dora', 'emil']) {
    await pool.user(name, {
      temporaryPassword: name === 'bert',
      attributes: { email: `${name}@example.com`, email_verified: 'true' },
    })
    // Two within one millisecond.
    if (name !== 'cleo') pool.clock.advance('1 minute')
  }
  const about = { UserPoolId: pool.poolId, Username: 'anna' }
  await pool.call('AdminDisableUser', about)
  await pool.call('AdminResetUserPassword', { UserPoolId: pool.poolId, Username: 'dora' })

  for (const Limit of [1, 2, 60]) {
    const all = await found(pool, { Limit })
    expect(all.toSorted()).toEqual(['anna', 'bert', 'cleo', 'dora', 'emil'])
    expect([all[0], ...all.slice(3)]).toEqual(['emil', 'bert', 'anna'])
  }
  expect(await found(pool, { Statuses: ['FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'] })).toEqual([
    'dora',
    'bert',
  ])
  expect(await found(pool, { Enabled: false })).toEqual(['anna'])
  expect(await found(pool, { Enabled: true, Statuses: ['CONFIRMED'] })).toEqual(
    expect.arrayContaining(['emil', 'cleo']),
  )
  // Of the protocol, but nobody here is that.
  expect(await found(pool, { Statuses: ['ARCHIVED'] })).toEqual([])
})

test('users are found by what begins their name, address, phone number or id, each once', async () => {
  await using pool = await userPool({ remember: 'always', mfa: 'optional' })
  const alice = await pool.user('alice', {
    totp: true,
    attributes: { email: 'Alice@Example.com', name: 'Alice Ångström', phone_number: '+4915112345678' },
  })
  await pool.user('x1', {
    attributes: { email: 'alina@example.org', given_name: 'Ali', family_name: 'Reza' },
  })
  await pool.user('bob', { attributes: { name: 'bob 50% _' } })
  const one = async (Query: string) => (await found(pool, { Query, Limit: 1 })).toSorted()

  expect(await one('ali')).toEqual(['alice', 'x1'])
  expect(await one(' ALICE@EX ')).toEqual(['alice'])
  expect(await one('alice å')).toEqual([])
  expect(await one('Alice Å')).toEqual(['alice'])
  expect(await one('+49151')).toEqual(['alice'])
  expect(await one('reza')).toEqual(['x1'])
  expect(await one(alice.userId.slice(0, 13))).toEqual(['alice'])
  expect(await one('bob 50% _')).toEqual(['bob'])
  expect(await one('b_b')).toEqual([])
  expect(await one('%')).toEqual([])
  expect(await one("'; drop table users --")).toEqual([])
  expect(await one('\u{10ffff}')).toEqual([])

  await pool.signedIn(alice)
  const { Users } = await pool.call('AdminSearchUsers', { UserPoolId: pool.poolId, Query: 'alice' })
  expect(Users).toEqual([
    {
      Username: 'alice',
      UserSub: alice.userId,
      Email: 'Alice@Example.com',
      PhoneNumber: '+4915112345678',
      Name: 'Alice Ångström',
      Status: 'CONFIRMED',
      Enabled: true,
      CreateDate: expect.any(Number),
      LastModifiedDate: expect.any(Number),
      Devices: 1,
      HasMfa: true,
    },
  ])
  const { Users: others } = await pool.call('AdminSearchUsers', { UserPoolId: pool.poolId, Query: 'reza' })
  expect(others).toMatchObject([{ Name: 'Ali Reza', Devices: 0, HasMfa: false }])
})

test('long values are found by more than an index has of them', async () => {
  await using pool = await userPool()
  const begin = 'é'.repeat(70)
  for (const end of ['one', 'two']) await pool.user(end, { attributes: { name: `${begin}${end}` } })
  expect(await found(pool, { Query: `${begin}t` })).toEqual(['two'])
  expect(await found(pool, { Query: begin, Limit: 1 })).toEqual(expect.arrayContaining(['one', 'two']))
})

test('where usernames are e-mail addresses, users are found by them and by their aliases', async () => {
  await using pool = await userPool({ pool: { UsernameAttributes: ['email'] } })
  await pool.user('alice@example.com')
  const { Users } = await pool.call('AdminSearchUsers', { UserPoolId: pool.poolId, Query: 'alice@' })
  expect(Users).toMatchObject([{ Email: 'alice@example.com' }])
})

test('a user of whom several names begin alike is found once, on whatever page', async () => {
  await using pool = await userPool({
    pool: { AliasAttributes: ['email', 'preferred_username'], AutoVerifiedAttributes: ['email'] },
  })
  for (const name of ['alice', 'alina']) {
    const email = { email: `${name}@example.com`, email_verified: 'true' }
    await pool.user(name, { attributes: { ...email, preferred_username: `${name}-p`, name } })
  }
  for (const Limit of [1, 2, 60]) {
    expect(await found(pool, { Query: 'ali', Limit })).toEqual(['alice', 'alina'])
    expect(await found(pool, { Query: 'alice@', Limit })).toEqual(['alice'])
    expect(await found(pool, { Query: 'alice-', Limit })).toEqual(['alice'])
  }
})

test('a page token of another search is refused', async () => {
  await using pool = await userPool()
  for (const name of ['anna', 'anton']) await pool.user(name)
  const request = { UserPoolId: pool.poolId, Limit: 1 }
  const { PaginationToken } = await pool.call('AdminSearchUsers', { ...request, Query: 'an' })
  for (const Query of ['a', '', 'AN'])
    await expect(pool.call('AdminSearchUsers', { ...request, Query, PaginationToken })).rejects.toMatchObject(
      { code: 'InvalidParameterException', message: 'Invalid pagination token given.' },
    )
})

test('a search is at most 256 characters long, and in a pool that there is', async () => {
  await using pool = await userPool()
  const UserPoolId = pool.poolId
  await expect(pool.call('AdminSearchUsers', { UserPoolId, Query: 'x'.repeat(257) })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
  await expect(pool.call('AdminSearchUsers', { UserPoolId: 'local_Nowhere1' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
})
