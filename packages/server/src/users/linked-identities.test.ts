import { type TestPool, userPool } from '@latchkey/testing'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'

const link = (pool: TestPool, Username: string, ProviderName: string, subject: string) =>
  pool.call('AdminLinkProviderForUser', {
    UserPoolId: pool.poolId,
    DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: Username },
    SourceUser: { ProviderName, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: subject },
  })

const disable = (pool: TestPool, ProviderName: string, ProviderAttributeValue: string) =>
  pool.call('AdminDisableProviderForUser', {
    UserPoolId: pool.poolId,
    User: { ProviderName, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue },
  })

async function identitiesOf(pool: TestPool, Username: string) {
  const { UserAttributes = [] } = await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })
  const text = UserAttributes.find(({ Name }) => Name === 'identities')?.Value
  return text === undefined ? undefined : JSON.parse(text)
}

const identity = (pool: TestPool, providerName: string, userId: string) => ({
  userId,
  providerName,
  providerType: providerName,
  issuer: null,
  primary: false,
  dateCreated: pool.clock.now().getTime(),
})

describe('a linked identity', () => {
  test('is told as an attribute, and in the ID token as the objects that it is', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    await link(pool, 'alice', 'Google', '1234')
    await link(pool, alice.userId, 'Facebook', '1234')
    const both = [identity(pool, 'Google', '1234'), identity(pool, 'Facebook', '1234')]
    expect(await identitiesOf(pool, 'alice')).toEqual(both)
    const laptop = await pool.signedIn(alice)
    expect(decodeJwt(laptop.tokens.IdToken ?? '').identities).toEqual(both)
  })

  test('is nobody else’s, also when two are linked at the same moment', async () => {
    await using pool = await userPool()
    for (const name of ['alice', 'bob']) await pool.user(name)
    const answers = await Promise.allSettled(['alice', 'bob'].map((name) => link(pool, name, 'Google', '1')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [owner, other] = answers[0]?.status === 'fulfilled' ? ['alice', 'bob'] : ['bob', 'alice']
    await expect(link(pool, other ?? '', 'Google', '1')).rejects.toMatchObject({
      code: 'AliasExistsException',
    })
    await expect(link(pool, owner ?? '', 'Google', '1')).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    expect(await identitiesOf(pool, other ?? '')).toBeUndefined()
  })

  test('of another pool is another one', async () => {
    await using pool = await userPool()
    const elsewhere = await pool.sibling()
    await pool.user('alice')
    await elsewhere.user('alice')
    await link(pool, 'alice', 'Google', '1')
    await link(elsewhere, 'alice', 'Google', '1')
    await disable(pool, 'Google', '1')
    expect(await identitiesOf(elsewhere, 'alice')).toHaveLength(1)
  })

  test('goes when it is disabled or its user deleted, and can be linked again', async () => {
    await using pool = await userPool()
    for (const name of ['alice', 'bob']) await pool.user(name)
    await link(pool, 'alice', 'Google', '1')
    await disable(pool, 'Google', '1')
    expect(await identitiesOf(pool, 'alice')).toBeUndefined()
    await expect(disable(pool, 'Google', '1')).rejects.toMatchObject({ code: 'UserNotFoundException' })
    await link(pool, 'alice', 'Google', '1')
    await pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'alice' })
    await link(pool, 'bob', 'Google', '1')
    expect(await identitiesOf(pool, 'bob')).toHaveLength(1)
  })

  test('is one of five at most', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    for (const subject of ['1', '2', '3', '4', '5']) await link(pool, 'alice', 'Google', subject)
    await expect(link(pool, 'alice', 'Google', '6')).rejects.toMatchObject({ code: 'LimitExceededException' })
    expect(await identitiesOf(pool, 'alice')).toHaveLength(5)
    await pool.user('bob')
    await link(pool, 'bob', 'Google', '6')
  })

  test('cannot be written as an attribute, neither by its user nor by an operator', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const UserAttributes = [{ Name: 'identities', Value: '[]' }]
    const calls = [
      () => laptop.call('UpdateUserAttributes', { AccessToken: laptop.accessToken, UserAttributes }),
      () =>
        pool.call('AdminUpdateUserAttributes', {
          UserPoolId: pool.poolId,
          Username: 'alice',
          UserAttributes,
        }),
    ]
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('survives a change of other attributes', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    await link(pool, 'alice', 'Google', '1')
    await laptop.call('UpdateUserAttributes', {
      AccessToken: laptop.accessToken,
      UserAttributes: [{ Name: 'name', Value: 'Alice' }],
    })
    expect(await identitiesOf(pool, 'alice')).toHaveLength(1)
  })
})

describe('linking is refused', () => {
  const google = {
    ProviderName: 'Google',
    ProviderAttributeName: 'Cognito_Subject',
    ProviderAttributeValue: '1',
  }
  const alice = { ProviderName: 'Cognito', ProviderAttributeValue: 'alice' }

  test.each([
    ['a destination of another provider', { DestinationUser: google }],
    ['a source of this pool', { SourceUser: { ...google, ProviderName: 'Cognito' } }],
    ['no provider', { SourceUser: { ...google, ProviderName: undefined } }],
    ['no subject', { SourceUser: { ...google, ProviderAttributeValue: '' } }],
    ['no name of the subject', { SourceUser: { ...google, ProviderAttributeName: undefined } }],
    [
      'a subject of a hundred thousand characters',
      { SourceUser: { ...google, ProviderAttributeValue: 'x'.repeat(100_000) } },
    ],
  ])('with %s', async (_what, members) => {
    await using pool = await userPool()
    await pool.user('alice')
    const request = { UserPoolId: pool.poolId, DestinationUser: alice, SourceUser: google, ...members }
    await expect(pool.call('AdminLinkProviderForUser', request)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })

  test('to somebody who does not exist', async () => {
    await using pool = await userPool()
    await expect(link(pool, 'nobody', 'Google', '1')).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })
})

test('a user of this pool who is disabled as such has no password any more, until an operator sets one', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await disable(pool, 'Cognito', 'alice')
  await expect(pool.signedIn(alice)).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
  await pool.call('AdminSetUserPassword', {
    UserPoolId: pool.poolId,
    Username: 'alice',
    Password: alice.password,
    Permanent: true,
  })
  await pool.signedIn(alice)
})
