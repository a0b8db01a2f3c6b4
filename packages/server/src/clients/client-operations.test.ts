import '@latchkey/testing/matchers'
import {
  claim,
  type Device,
  type Person,
  srpA,
  type TestPool,
  userIdentity,
  userPool,
} from '@latchkey/testing'
import type { CreateUserPoolClientRequest } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

const notAuthorized = { code: 'NotAuthorizedException' }

describe('the list of clients', () => {
  test('comes in pages, in which each client is there once', async () => {
    await using pool = await userPool()
    const made = [pool.client]
    for (let each = 0; each < 4; each += 1) made.push(await pool.addClient({ ClientName: `client ${each}` }))
    const pages = await allPages(pool, 2)
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    expect(pages.flat().toSorted()).toEqual(made.map(({ clientId }) => clientId).toSorted())
  })

  test('has no further page where it ends with a full one, nor where no number is given', async () => {
    await using pool = await userPool()
    await pool.addClient()
    for (const MaxResults of [2, undefined]) {
      const answer = await pool.call('ListUserPoolClients', { UserPoolId: pool.poolId, MaxResults })
      expect(answer.UserPoolClients).toHaveLength(2)
      expect(answer.NextToken).toBeUndefined()
    }
  })

  test('tells names and ids, and no secret', async () => {
    await using pool = await userPool({ client: { GenerateSecret: true, ClientName: 'web' } })
    const { UserPoolClients } = await pool.call('ListUserPoolClients', { UserPoolId: pool.poolId })
    expect(UserPoolClients).toEqual([
      { ClientId: pool.client.clientId, UserPoolId: pool.poolId, ClientName: 'web' },
    ])
  })

  test('takes no page token of another pool, of another list, or that was made up', async () => {
    await using pool = await userPool()
    const { poolId: UserPoolId } = pool
    const elsewhere = await pool.sibling()
    await elsewhere.addClient()
    const other = await pool.call('ListUserPoolClients', { UserPoolId: elsewhere.poolId, MaxResults: 1 })
    for (const Username of ['alice', 'bob']) await addUser(pool, Username)
    const users = await pool.call('ListUsers', { UserPoolId, Limit: 1 })
    expect([other.NextToken, users.PaginationToken]).toEqual([expect.any(String), expect.any(String)])
    for (const NextToken of [other.NextToken, users.PaginationToken, 'made-up', pool.client.clientId]) {
      await expect(
        pool.call('ListUserPoolClients', { UserPoolId, MaxResults: 1, NextToken }),
      ).rejects.toMatchObject({ code: 'InvalidParameterException' })
    }
  })

  test('of one pool shows no client of another', async () => {
    await using pool = await userPool()
    const elsewhere = await pool.sibling()
    const { UserPoolClients } = await pool.call('ListUserPoolClients', { UserPoolId: elsewhere.poolId })
    expect(UserPoolClients?.map(({ ClientId }) => ClientId)).toEqual([elsewhere.client.clientId])
  })
})

test('a client of another pool is not found, and stays as it is', async () => {
  await using pool = await userPool()
  const elsewhere = await pool.sibling()
  const request = { UserPoolId: pool.poolId, ClientId: elsewhere.client.clientId }
  const calls = [
    () => pool.call('DescribeUserPoolClient', request),
    () => pool.call('UpdateUserPoolClient', { ...request, ClientName: 'mine now' }),
    () => pool.call('DeleteUserPoolClient', request),
    () =>
      pool.call('AdminInitiateAuth', {
        ...request,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alice', PASSWORD: 'Correct-alice-7' },
      }),
  ]
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  const { UserPoolClient } = await pool.call('DescribeUserPoolClient', {
    UserPoolId: elsewhere.poolId,
    ClientId: elsewhere.client.clientId,
  })
  expect(UserPoolClient?.ClientName).toBe('testing')
})

describe('DescribeUserPoolClient', () => {
  const members: Partial<CreateUserPoolClientRequest> = {
    ClientName: 'web',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    AccessTokenValidity: 10,
    IdTokenValidity: 20,
    RefreshTokenValidity: 5,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
    AuthSessionValidity: 7,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: false,
    ReadAttributes: ['email', 'name'],
    WriteAttributes: ['name'],
    CallbackURLs: ['https://app.example/in'],
    LogoutURLs: ['https://app.example/out'],
    SupportedIdentityProviders: ['COGNITO'],
  }

  test('answers what CreateUserPoolClient was given, and what it answered', async () => {
    await using pool = await userPool()
    const { poolId: UserPoolId } = pool
    const { UserPoolClient: made } = await pool.call('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'web',
      GenerateSecret: true,
      ...members,
    })
    expect(made).toMatchObject(members)
    const ClientId = made?.ClientId ?? ''
    const { UserPoolClient } = await pool.call('DescribeUserPoolClient', { UserPoolId, ClientId })
    expect(UserPoolClient).toEqual(made)
    expect(UserPoolClient?.ClientSecret).toMatch(/^\w{40,64}$/)
  })

  test('answers after UpdateUserPoolClient what that was given, with the secret and the birthday kept', async () => {
    await using pool = await userPool({ client: { GenerateSecret: true } })
    const request = { UserPoolId: pool.poolId, ClientId: pool.client.clientId }
    const { UserPoolClient: before } = await pool.call('DescribeUserPoolClient', request)
    pool.clock.advance('1 day')
    await pool.call('UpdateUserPoolClient', { ...request, ...members })
    const { UserPoolClient: after } = await pool.call('DescribeUserPoolClient', request)
    expect(after).toMatchObject({
      ...members,
      ClientSecret: pool.client.clientSecret,
      CreationDate: before?.CreationDate,
      LastModifiedDate: pool.clock.now().getTime() / 1000,
    })
  })
})

describe('an AuthSessionValidity of 15 minutes', () => {
  const client = { AuthSessionValidity: 15 }

  test('gives fourteen minutes at the first step of a sign-in, and not fifteen', async () => {
    await using pool = await userPool({ client })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    const inTime = await begun(laptop, alice)
    pool.clock.advance('14 minutes')
    expect((await provePassword(pool, laptop, alice, inTime)).AuthenticationResult).toBeDefined()
    const late = await begun(laptop, alice)
    pool.clock.advance('15 minutes')
    await expect(provePassword(pool, laptop, alice, late)).rejects.toMatchObject(notAuthorized)
  })

  test('gives fourteen minutes at each later step', async () => {
    await using pool = await userPool({ client, mfa: 'required' })
    const alice = await pool.user('alice', { totp: true, temporaryPassword: true })
    const laptop = pool.device('Laptop')
    const exchange = await begun(laptop, alice)
    pool.clock.advance('14 minutes')
    const asked = await provePassword(pool, laptop, alice, exchange)
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
    pool.clock.advance('14 minutes')
    const replaced = await laptop.respond(
      'NEW_PASSWORD_REQUIRED',
      { USERNAME: 'alice', NEW_PASSWORD: 'Another-password-8' },
      asked.Session,
    )
    expect(replaced.ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
    pool.clock.advance('14 minutes')
    const done = await laptop.respond(
      'SOFTWARE_TOKEN_MFA',
      { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() },
      replaced.Session,
    )
    expect(done.AuthenticationResult?.AccessToken).toBeDefined()
  })

  test('ends at a later step after fifteen minutes', async () => {
    await using pool = await userPool({ client, mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor('totp')
    pool.clock.advance('15 minutes')
    await expect(laptop.answer(alice.code())).rejects.toMatchObject(notAuthorized)
  })

  test('ends at a new password after fifteen minutes, and changes nothing', async () => {
    await using pool = await userPool({ client })
    const alice = await pool.user('alice', { temporaryPassword: true })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor('new password')
    pool.clock.advance('15 minutes')
    await expect(laptop.answer('Another-password-8')).rejects.toMatchObject(notAuthorized)
    expect(await laptop.signIn(alice)).toAskFor('new password')
  })

  test('is three minutes where nothing is said', async () => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    pool.clock.advance('3 minutes')
    await expect(laptop.answer(alice.code())).rejects.toMatchObject(notAuthorized)
  })
})

describe('with a client that was deleted', () => {
  test('go its access tokens: nothing can be done with them', async () => {
    await using pool = await userPool({ remember: 'always' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { accessToken: AccessToken, key: DeviceKey } = laptop
    await pool.call('DeleteUserPoolClient', { UserPoolId: pool.poolId, ClientId: pool.client.clientId })
    const calls = {
      ListDevices: pool.call('ListDevices', { AccessToken }),
      GetDevice: pool.call('GetDevice', { AccessToken, DeviceKey }),
      GetUser: pool.call('GetUser', { AccessToken }),
      ForgetDevice: pool.call('ForgetDevice', { AccessToken, DeviceKey }),
    }
    const answers = await Promise.allSettled(Object.values(calls))
    for (const [index, name] of Object.keys(calls).entries()) {
      expect(answers[index], name).toMatchObject({ status: 'rejected', reason: notAuthorized })
    }
  })

  test('go its refresh tokens and its sign-ins under way, and those of other clients stay', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const alice = await pool.user('alice')
    const other = pool.device('Phone', await pool.addClient())
    await other.enter(alice)
    const laptop = await pool.signedIn(alice)
    const exchange = await begun(laptop, alice)
    await pool.call('DeleteUserPoolClient', { UserPoolId: pool.poolId, ClientId: pool.client.clientId })
    const gone = { code: 'ResourceNotFoundException' }
    await expect(provePassword(pool, laptop, alice, exchange)).rejects.toMatchObject(gone)
    await expect(laptop.refresh()).rejects.toMatchObject(gone)
    await other.refresh()
    await pool.call('GetUser', { AccessToken: other.accessToken })
  })
})

type Exchange = Awaited<ReturnType<typeof begun>>

/** USER_SRP_AUTH, not answered yet. */
async function begun(device: Device, { username }: Person) {
  const ephemeral = await srpA()
  const challenge = await device.begin('USER_SRP_AUTH', { USERNAME: username, SRP_A: ephemeral.SRP_A })
  return { ephemeral, challenge }
}

/** A right answer, made now. */
async function provePassword(
  pool: TestPool,
  device: Device,
  { username, password }: Person,
  { ephemeral, challenge }: Exchange,
) {
  const proof = await claim({
    identity: userIdentity(pool.poolId, username),
    secret: password,
    ephemeral,
    challenge: challenge.ChallengeParameters ?? {},
    at: pool.clock.now(),
  })
  return device.respond('PASSWORD_VERIFIER', { USERNAME: username, ...proof }, challenge.Session)
}

const addUser = (pool: TestPool, Username: string) =>
  pool.call('AdminCreateUser', { UserPoolId: pool.poolId, Username, MessageAction: 'SUPPRESS' })

/** The ids on each page, to the last. */
async function allPages(pool: TestPool, MaxResults: number): Promise<string[][]> {
  const pages: string[][] = []
  let NextToken: string | undefined
  do {
    const answer = await pool.call('ListUserPoolClients', {
      UserPoolId: pool.poolId,
      MaxResults,
      NextToken,
    })
    pages.push((answer.UserPoolClients ?? []).map(({ ClientId = '' }) => ClientId))
    NextToken = answer.NextToken
  } while (NextToken !== undefined)
  return pages
}
