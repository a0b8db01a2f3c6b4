import '@latchkey/testing/matchers'
import { claimsIn, type Person, secretHash, type TestPool, userPool } from '@latchkey/testing'
import type { AttributeType } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

const wrong = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }
const locked = { code: 'NotAuthorizedException', message: 'Password attempts exceeded' }
const unauthorizedWrite = {
  code: 'NotAuthorizedException',
  message: 'A client attempted to write unauthorized attribute',
}

const namesOf = (attributes: AttributeType[] = []) => attributes.map(({ Name }) => Name).toSorted()

const named = (pool: TestPool, Username: string) => ({ UserPoolId: pool.poolId, Username })

/** The attributes that an operator sees. */
async function attributesFor(pool: TestPool, username: string): Promise<Record<string, string | undefined>> {
  const { UserAttributes = [] } = await pool.call('AdminGetUser', named(pool, username))
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
}

async function guess(pool: TestPool, { username }: Pick<Person, 'username'>, times: number) {
  for (let each = 0; each < times; each += 1) {
    const attempt = pool
      .device('A guesser')
      .signIn({ username, password: `Guess-${each}-nr` }, { flow: 'password' })
    await expect(attempt).rejects.toMatchObject(wrong)
  }
}

describe('ReadAttributes', () => {
  const attributes = { email: 'alice@example.com', name: 'Alice', nickname: 'Al' }

  test('decide what GetUser and the ID token tell, and the sub is always told', async () => {
    await using pool = await userPool({ client: { ReadAttributes: ['name'] } })
    const laptop = await pool.signedIn(await pool.user('alice', { attributes }))
    const { UserAttributes } = await pool.call('GetUser', { AccessToken: laptop.accessToken })
    expect(namesOf(UserAttributes)).toEqual(['name', 'sub'])
    const claims = claimsIn(laptop.tokens.IdToken)
    expect(claims).toMatchObject({ sub: expect.any(String), name: 'Alice' })
    for (const name of ['email', 'email_verified', 'nickname']) expect(claims).not.toHaveProperty(name)
  })

  test('decide also for the ID token of a refresh', async () => {
    await using pool = await userPool({ client: { ReadAttributes: ['name'] } })
    const laptop = await pool.signedIn(await pool.user('alice', { attributes }))
    const claims = claimsIn((await laptop.refresh()).IdToken)
    expect(claims).toMatchObject({ name: 'Alice' })
    for (const name of ['email', 'nickname']) expect(claims).not.toHaveProperty(name)
  })

  test('decide what a new password is asked for with', async () => {
    await using pool = await userPool({ client: { ReadAttributes: ['name'] } })
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice', { attributes, temporaryPassword: true }))
    expect(JSON.parse(laptop.open.parameters.userAttributes ?? '')).toEqual({ name: 'Alice' })
  })

  test('that are not named are all of them', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice', { attributes }))
    const { UserAttributes } = await pool.call('GetUser', { AccessToken: laptop.accessToken })
    expect(namesOf(UserAttributes)).toEqual(['email', 'email_verified', 'name', 'nickname', 'sub'])
    expect(claimsIn(laptop.tokens.IdToken)).toMatchObject(attributes)
  })
})

describe('an attribute that is not among WriteAttributes', () => {
  const client = { WriteAttributes: ['name'] }
  const nickname = { Name: 'nickname', Value: 'Al' }

  test('is refused at SignUp, and nobody joins', async () => {
    await using pool = await userPool({ client })
    const request = { ClientId: pool.client.clientId, Username: 'alice', Password: 'Correct-alice-7' }
    await expect(pool.call('SignUp', { ...request, UserAttributes: [nickname] })).rejects.toMatchObject(
      unauthorizedWrite,
    )
    await pool.call('SignUp', { ...request, UserAttributes: [{ Name: 'name', Value: 'Alice' }] })
    expect(await attributesFor(pool, 'alice')).toMatchObject({ name: 'Alice' })
  })

  test('is refused at UpdateUserAttributes, with all that came beside it', async () => {
    await using pool = await userPool({ client })
    const { accessToken: AccessToken } = await pool.signedIn(await pool.user('alice'))
    const name = { Name: 'name', Value: 'Alice' }
    await expect(
      pool.call('UpdateUserAttributes', { AccessToken, UserAttributes: [name, nickname] }),
    ).rejects.toMatchObject(unauthorizedWrite)
    expect(Object.keys(await attributesFor(pool, 'alice'))).toEqual(['sub'])
    await pool.call('UpdateUserAttributes', { AccessToken, UserAttributes: [name] })
    expect(await attributesFor(pool, 'alice')).toMatchObject({ name: 'Alice' })
  })

  test('is refused at DeleteUserAttributes', async () => {
    await using pool = await userPool({ client })
    const attributes = { name: 'Alice', nickname: 'Al' }
    const { accessToken: AccessToken } = await pool.signedIn(await pool.user('alice', { attributes }))
    await expect(
      pool.call('DeleteUserAttributes', { AccessToken, UserAttributeNames: ['name', 'nickname'] }),
    ).rejects.toMatchObject(unauthorizedWrite)
    expect(await attributesFor(pool, 'alice')).toMatchObject(attributes)
    await pool.call('DeleteUserAttributes', { AccessToken, UserAttributeNames: ['name'] })
    expect(await attributesFor(pool, 'alice')).not.toHaveProperty('name')
  })

  test('is refused with a new password, and the temporary one stays', async () => {
    await using pool = await userPool({ client })
    const alice = await pool.user('alice', { temporaryPassword: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    await expect(
      laptop.answer('Another-password-8', { 'userAttributes.nickname': 'Al' }),
    ).rejects.toMatchObject(unauthorizedWrite)
    expect(await laptop.signIn(alice)).toAskFor('new password')
    expect(await laptop.answer('Another-password-8', { 'userAttributes.name': 'Alice' })).toAskFor('nothing')
    expect(await attributesFor(pool, 'alice')).toMatchObject({ name: 'Alice' })
  })

  test('is refused where the pool alone sets it, whatever the client may write', async () => {
    await using pool = await userPool()
    const { accessToken: AccessToken } = await pool.signedIn(await pool.user('alice'))
    for (const Name of ['sub', 'email_verified', 'phone_number_verified']) {
      await expect(
        pool.call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name, Value: 'true' }] }),
      ).rejects.toMatchObject(unauthorizedWrite)
    }
  })
})

describe('an attribute for developers only', () => {
  const RISK = 'dev:custom:risk'
  const guarded = (client = {}) =>
    userPool({
      pool: { Schema: [{ Name: 'risk', AttributeDataType: 'String', DeveloperOnlyAttribute: true }] },
      client,
    })
  const attributes = { [RISK]: 'high', name: 'Alice' }

  test('is shown to operators', async () => {
    await using pool = await guarded()
    await pool.user('alice', { attributes })
    expect(await attributesFor(pool, 'alice')).toMatchObject({ [RISK]: 'high' })
  })

  test.each([
    ['all attributes', {}],
    ['this very attribute', { ReadAttributes: ['name', RISK] }],
  ])('is hidden from users whose client may read %s', async (_what, client) => {
    await using pool = await guarded(client)
    const alice = await pool.user('alice', { attributes })
    const laptop = await pool.signedIn(alice)
    const { UserAttributes } = await pool.call('GetUser', { AccessToken: laptop.accessToken })
    expect(namesOf(UserAttributes)).toEqual(['name', 'sub'])
  })

  test.each([
    ['all attributes', {}],
    ['this very attribute', { ReadAttributes: ['name', RISK] }],
  ])(
    'is not in the ID token, nor in that of a refresh, of a client that may read %s',
    async (_what, client) => {
      await using pool = await guarded(client)
      const laptop = await pool.signedIn(await pool.user('alice', { attributes }))
      for (const token of [laptop.tokens.IdToken, (await laptop.refresh()).IdToken]) {
        expect(claimsIn(token)).toMatchObject({ name: 'Alice' })
        expect(Object.keys(claimsIn(token))).not.toContain(RISK)
      }
    },
  )

  test('is not told when a new password is asked for', async () => {
    await using pool = await guarded()
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice', { attributes, temporaryPassword: true }))
    expect(JSON.parse(laptop.open.parameters.userAttributes ?? '')).toEqual({ name: 'Alice' })
  })

  test('is written by nobody but operators', async () => {
    await using pool = await guarded()
    const { accessToken: AccessToken } = await pool.signedIn(await pool.user('alice', { attributes }))
    const UserAttributes = [{ Name: RISK, Value: 'low' }]
    const attempts = [
      () => pool.call('UpdateUserAttributes', { AccessToken, UserAttributes }),
      () => pool.call('DeleteUserAttributes', { AccessToken, UserAttributeNames: [RISK] }),
      () =>
        pool.call('SignUp', {
          ClientId: pool.client.clientId,
          Username: 'mallory',
          Password: 'Correct-mallory-7',
          UserAttributes,
        }),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(unauthorizedWrite)
    expect(await attributesFor(pool, 'alice')).toMatchObject({ [RISK]: 'high' })
    await pool.call('AdminUpdateUserAttributes', { ...named(pool, 'alice'), UserAttributes })
    expect(await attributesFor(pool, 'alice')).toMatchObject({ [RISK]: 'low' })
  })
})

test('where only operators create users, nobody signs up', async () => {
  await using pool = await userPool({
    pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
  })
  const request = { ClientId: pool.client.clientId, Username: 'alice', Password: 'Correct-alice-7' }
  const refused = { code: 'NotAuthorizedException', message: 'SignUp is not permitted for this user pool' }
  await expect(pool.call('SignUp', request)).rejects.toMatchObject(refused)
  await expect(pool.call('AdminGetUser', named(pool, 'alice'))).rejects.toMatchObject({
    code: 'UserNotFoundException',
  })
  const bob = await pool.user('bob')
  expect(await pool.device('Laptop').signIn(bob)).toAskFor('nothing')
})

describe('a client with a secret', () => {
  const options = {
    client: { GenerateSecret: true },
    pool: { AutoVerifiedAttributes: ['email' as const] },
  }

  /** Hashes that are none, and the right one. */
  function hashes({ clientId, clientSecret = '' }: TestPool['client'], username: string) {
    const wrongOnes = [
      secretHash(clientSecret, 'mallory', clientId),
      secretHash(clientSecret, username, 'anotherclient'),
      secretHash('anothersecret', username, clientId),
      secretHash(clientSecret, '', clientId),
      'AAAA',
    ]
    return { wrongOnes, right: secretHash(clientSecret, username, clientId) }
  }

  const missing = (clientId: string) => ({
    code: 'NotAuthorizedException',
    message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  })
  const unable = (clientId: string) => ({
    code: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${clientId}`,
  })

  test('signs up, sends codes and confirms with its hash, and neither without nor with a wrong one', async () => {
    await using pool = await userPool(options)
    const { clientId: ClientId } = pool.client
    const Username = 'alice'
    const { wrongOnes, right } = hashes(pool.client, Username)
    const UserAttributes = [{ Name: 'email', Value: 'alice@example.com' }]
    const password = 'Correct-alice-7'

    const signUp = (SecretHash?: string) =>
      pool.call('SignUp', { ClientId, Username, Password: password, UserAttributes, SecretHash })
    await expect(signUp()).rejects.toMatchObject(missing(ClientId))
    for (const hash of wrongOnes) await expect(signUp(hash)).rejects.toMatchObject(unable(ClientId))
    const { UserSub: userId = '' } = await signUp(right)

    const resend = (SecretHash?: string) =>
      pool.call('ResendConfirmationCode', { ClientId, Username, SecretHash })
    await expect(resend()).rejects.toMatchObject(missing(ClientId))
    for (const hash of wrongOnes) await expect(resend(hash)).rejects.toMatchObject(unable(ClientId))
    expect(await pool.messages({ userId })).toHaveLength(1)
    pool.clock.advance('1 minute')
    await resend(right)

    const ConfirmationCode = await pool.sentCode({ userId })
    const confirm = (SecretHash?: string) =>
      pool.call('ConfirmSignUp', { ClientId, Username, ConfirmationCode, SecretHash })
    await expect(confirm()).rejects.toMatchObject(missing(ClientId))
    for (const hash of wrongOnes) await expect(confirm(hash)).rejects.toMatchObject(unable(ClientId))
    await confirm(right)
    expect(await pool.device('Laptop').signIn({ username: Username, password })).toAskFor('nothing')
  })

  test('is told of a missing hash whether or not the user is there', async () => {
    await using pool = await userPool(options)
    const { clientId: ClientId } = pool.client
    await pool.user('alice')
    for (const Username of ['alice', 'nobody']) {
      const request = { ClientId, Username }
      await expect(pool.call('ResendConfirmationCode', request)).rejects.toMatchObject(missing(ClientId))
      await expect(
        pool.call('ConfirmSignUp', { ...request, ConfirmationCode: '123456' }),
      ).rejects.toMatchObject(missing(ClientId))
    }
  })
})

test('a confirmed user is not invited again, and the password still works', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
  await expect(
    pool.call('AdminCreateUser', {
      ...named(pool, 'alice'),
      MessageAction: 'RESEND',
      TemporaryPassword: 'Another-password-8',
    }),
  ).rejects.toMatchObject({ code: 'UnsupportedUserStateException' })
  expect(await pool.device('Laptop').signIn(alice)).toAskFor('nothing')
  const stranger = pool.device('Laptop').signIn({ username: 'alice', password: 'Another-password-8' })
  await expect(stranger).rejects.toMatchObject(wrong)
})

describe('ChangePassword', () => {
  const change = (pool: TestPool, AccessToken: string, PreviousPassword: string) =>
    pool.call('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword: 'Another-password-8' })

  test('with a wrong old password counts like a wrong sign-in, and locks both', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const { accessToken } = await pool.signedIn(alice)
    await guess(pool, alice, 3)
    for (const guessed of ['Guess-nr-8', 'Guess-nr-9']) {
      await expect(change(pool, accessToken, guessed)).rejects.toMatchObject(wrong)
    }
    await expect(change(pool, accessToken, alice.password)).rejects.toMatchObject(locked)
    await expect(pool.device('Laptop').signIn(alice)).rejects.toMatchObject(locked)
    pool.clock.advance('1 second')
    await change(pool, accessToken, alice.password)
  })

  test('is refused while the account is locked, with the right password too', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const { accessToken } = await pool.signedIn(alice)
    await guess(pool, alice, 5)
    await expect(change(pool, accessToken, alice.password)).rejects.toMatchObject(locked)
    pool.clock.advance('1 second')
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('nothing')
  })

  test('with the right password sets the new one, and wrong guesses are forgotten', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const { accessToken } = await pool.signedIn(alice)
    await guess(pool, alice, 4)
    await change(pool, accessToken, alice.password)
    await expect(pool.device('Laptop').signIn(alice)).rejects.toMatchObject(wrong)
    await guess(pool, alice, 3)
    alice.password = 'Another-password-8'
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('nothing')
  })
})

test('a password that an operator sets ends the lock', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await guess(pool, alice, 5)
  await expect(pool.device('Laptop').signIn(alice)).rejects.toMatchObject(locked)
  const Password = 'Another-password-8'
  await pool.call('AdminSetUserPassword', { ...named(pool, 'alice'), Password, Permanent: true })
  const laptop = pool.device('Laptop')
  expect(await laptop.signIn({ username: 'alice', password: Password })).toAskFor('nothing')
  await guess(pool, alice, 4)
  expect(await laptop.signIn({ username: 'alice', password: Password })).toAskFor('nothing')
})

test('a user who was disabled is signed out for good: enabling brings no session back', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const { accessToken: AccessToken } = laptop
  const refused = { code: 'NotAuthorizedException' }
  const ended = async () => {
    await expect(pool.call('GetUser', { AccessToken })).rejects.toMatchObject(refused)
    await expect(laptop.refresh()).rejects.toMatchObject(refused)
    await expect(laptop.refreshAsBefore()).rejects.toMatchObject(refused)
  }
  await pool.call('AdminDisableUser', named(pool, 'alice'))
  await ended()
  await expect(pool.device('Phone').signIn(alice)).rejects.toMatchObject({ message: 'User is disabled.' })
  await pool.call('AdminEnableUser', named(pool, 'alice'))
  await ended()
  await laptop.enter(alice)
  await pool.call('GetUser', { AccessToken: laptop.accessToken })
})

describe('ListUsers', () => {
  test('tells the attributes that are asked for, and refuses those that the pool does not have', async () => {
    await using pool = await userPool()
    const { poolId: UserPoolId } = pool
    await join(pool, 'alice', { email: 'alice@example.com', name: 'Alice' })
    const { Users } = await pool.call('ListUsers', { UserPoolId, AttributesToGet: ['name'] })
    expect(Users).toMatchObject([{ Username: 'alice', Attributes: [{ Name: 'name', Value: 'Alice' }] }])
    const all = await pool.call('ListUsers', { UserPoolId })
    expect(namesOf(all.Users?.[0]?.Attributes)).toEqual(['email', 'email_verified', 'name', 'sub'])
    await expect(
      pool.call('ListUsers', { UserPoolId, AttributesToGet: ['custom:none'] }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('filters by what an attribute is, or begins with', async () => {
    await using pool = await userPool()
    await join(pool, 'alice', { email: 'alice@example.com', name: 'Alice' })
    await join(pool, 'alan', { email: 'alan@example.org', name: '100%' })
    await pool.user('bob', { attributes: { name: 'Bob "the_builder"' } })
    await pool.call('AdminDisableUser', named(pool, 'alan'))
    const { userId } = await pool.user('carol')
    const found = async (Filter: string) => {
      const { Users = [] } = await pool.call('ListUsers', { UserPoolId: pool.poolId, Filter })
      return Users.map(({ Username }) => Username).toSorted()
    }
    const cases: [filter: string, who: string[]][] = [
      ['', ['alan', 'alice', 'bob', 'carol']],
      ['username = "alice"', ['alice']],
      ['username ^= "al"', ['alan', 'alice']],
      ['"email" = "alice@example.com"', ['alice']],
      ['email ^= "ala"', ['alan']],
      ['name = "100%"', ['alan']],
      ['name ^= "%"', []],
      ['name ^= "_"', []],
      ['name = "Bob \\"the_builder\\""', ['bob']],
      ['name = "\' OR 1=1 --"', []],
      ['status = "Disabled"', ['alan']],
      ['cognito:user_status = "CONFIRMED"', ['bob', 'carol']],
      [`sub = "${userId}"`, ['carol']],
      ['phone_number = "+15555550100"', []],
    ]
    for (const [filter, who] of cases) expect(await found(filter), filter).toEqual(who)
    for (const bad of ['name', 'name = Alice', 'nickname = "x"', 'name = "a" OR name = "b"']) {
      await expect(found(bad), bad).rejects.toMatchObject({ code: 'InvalidParameterException' })
    }
  })

  test('pages over everybody once, whatever the limit, and 0 is as many as there may be', async () => {
    await using pool = await userPool()
    const { poolId: UserPoolId } = pool
    const everybody = Array.from({ length: 62 }, (_, each) => `user-${String(each).padStart(2, '0')}`)
    for (const name of everybody) await join(pool, name)
    for (const Limit of [0, 1, 7, 31, 60, undefined]) {
      const pages = await allPages(pool, Limit)
      const size = Limit || 60
      expect(pages.map((page) => page.length)).toEqual(sizes(everybody.length, size))
      expect(pages.flat().toSorted()).toEqual(everybody)
    }
    const filtered = await allPages(pool, 3, 'username ^= "user-1"')
    expect(filtered.flat().toSorted()).toEqual(everybody.slice(10, 20))
    await expect(pool.call('ListUsers', { UserPoolId, Limit: 61 })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })

  test('refuses page tokens of another pool, of another list, and made-up ones', async () => {
    await using pool = await userPool()
    const { poolId: UserPoolId } = pool
    const elsewhere = await pool.sibling()
    await pool.addClient()
    for (const each of [pool, elsewhere]) for (const name of ['alice', 'bob']) await join(each, name)
    const others = await pool.call('ListUsers', { UserPoolId: elsewhere.poolId, Limit: 1 })
    const clients = await pool.call('ListUserPoolClients', { UserPoolId, MaxResults: 1 })
    expect([others.PaginationToken, clients.NextToken]).toEqual([expect.any(String), expect.any(String)])
    for (const PaginationToken of [others.PaginationToken, clients.NextToken, 'made-up', UserPoolId]) {
      await expect(pool.call('ListUsers', { UserPoolId, PaginationToken })).rejects.toMatchObject({
        code: 'InvalidParameterException',
      })
    }
  })
})

/** A user with a password that nobody knows. */
const join = (pool: TestPool, username: string, attributes: Record<string, string> = {}) =>
  pool.call('AdminCreateUser', {
    ...named(pool, username),
    MessageAction: 'SUPPRESS',
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  })

/** The names on each page, to the last. */
async function allPages(pool: TestPool, Limit: number | undefined, Filter?: string): Promise<string[][]> {
  const pages: string[][] = []
  let PaginationToken: string | undefined
  do {
    const request = { UserPoolId: pool.poolId, Limit, Filter, PaginationToken }
    const answer = await pool.call('ListUsers', request)
    pages.push((answer.Users ?? []).map(({ Username = '' }) => Username))
    PaginationToken = answer.PaginationToken
  } while (PaginationToken !== undefined)
  return pages
}

const sizes = (total: number, size: number) =>
  Array.from({ length: Math.ceil(total / size) }, (_, page) => Math.min(size, total - page * size))

test.each([
  ['ENABLED', 'is answered like somebody who does not exist'],
  ['LEGACY', 'is told so'],
] as const)(
  'with PreventUserExistenceErrors %s, who was disabled before being confirmed %s, and gets no message',
  async (setting, _how) => {
    await using pool = await userPool({
      pool: { AutoVerifiedAttributes: ['email'] },
      client: { PreventUserExistenceErrors: setting },
    })
    const { clientId: ClientId } = pool.client
    const { UserSub: userId = '' } = await pool.call('SignUp', {
      ClientId,
      Username: 'alice',
      Password: 'Correct-alice-7',
      UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
    })
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    const resent = pool.call('ResendConfirmationCode', { ClientId, Username: 'alice' })
    if (setting === 'ENABLED')
      expect(await resent).toMatchObject({ CodeDeliveryDetails: { DeliveryMedium: 'EMAIL' } })
    else
      await expect(resent).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'User is disabled.',
      })
    expect(await pool.server.world.stores.outbox.ofUser({ poolId: pool.poolId, userId }, 9)).toHaveLength(1)
  },
)
