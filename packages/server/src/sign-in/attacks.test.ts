import { ReadableStream } from 'node:stream/web'
import { srpA, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** Attacks that once worked, each as the refusal that it meets now. */

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test.each([5, {}, [], true, null])(
  'a token whose issuer is %j is refused like any other forged one',
  async (iss) => {
    await using pool = await userPool()
    const AccessToken = `${base64url({ alg: 'RS256' })}.${base64url({ iss, sub: 'x' })}.AAAA`
    await expect(pool.call('GetUser', { AccessToken })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  },
)

test.each([56, 2000, 66_000])('a device key of %i characters does not lengthen a Session', async (length) => {
  await using pool = await userPool({ remember: 'always' })
  await pool.user('alice')
  const parameters = { USERNAME: 'alice', SRP_A: (await srpA()).SRP_A, DEVICE_KEY: 'k'.repeat(length) }
  const { Session } = await pool.device('Laptop').begin('USER_SRP_AUTH', parameters)
  expect(Session?.length).toBeLessThan(2048)
})

test('a body that comes in chunks of one byte is a body like any other', async () => {
  await using pool = await userPool({ socket: true })
  const body = JSON.stringify({ AccessToken: 'a'.repeat(50_000) })
  const pieces = ReadableStream.from([...body].map((character) => Buffer.from(character)))
  const answer = await fetch(pool.wire.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' },
    body: pieces as unknown as BodyInit,
    duplex: 'half',
  } as RequestInit)
  expect(await answer.json()).toMatchObject({ __type: 'NotAuthorizedException' })
})

describe('at the same moment', () => {
  test('of two refreshes with one rotating token one passes, and the session ends', async () => {
    await using pool = await userPool({
      client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], RefreshTokenRotation: { Feature: 'ENABLED' } },
    })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const request = { ClientId: pool.client.clientId, RefreshToken: laptop.refreshToken }
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => pool.call('GetTokensFromRefreshToken', request)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(pool.call('GetUser', { AccessToken: laptop.accessToken })).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    })
  })

  test.each([
    ['is disabled', 'AdminDisableUser'],
    ['is deleted', 'AdminDeleteUser'],
  ] as const)('a sign-in of a user who %s begins no session', async (_what, operation) => {
    await using pool = await userPool()
    await pool.user('alice')
    const who = { UserPoolId: pool.poolId, Username: 'alice' }
    const [signIn] = await Promise.allSettled([duringPayOut(pool, () => pool.call(operation, who))])
    expect(signIn).toMatchObject({ status: 'rejected', reason: { code: 'NotAuthorizedException' } })
    expect(await pool.database.selectFrom('sessions').selectAll().execute()).toEqual([])
  })
})

/** Signs alice in, and lets something happen while her tokens are being signed. */
async function duringPayOut(pool: TestPool, happens: () => Promise<unknown>) {
  const { tokens } = pool.server.world
  const sign = tokens.sign.bind(tokens)
  let happened: Promise<unknown> | undefined
  tokens.sign = async (...args) => {
    happened ??= happens()
    await happened
    return sign(...args)
  }
  return pool
    .device('Laptop')
    .signIn({ username: 'alice', password: 'Correct-alice-7' }, { flow: 'password' })
}

describe('a name that nobody has', () => {
  const hidden = { PreventUserExistenceErrors: 'ENABLED' } as const
  const challenge = async (pool: TestPool, USERNAME: string) => {
    const { ChallengeParameters } = await pool
      .device('Guesser')
      .begin('USER_SRP_AUTH', { USERNAME, SRP_A: (await srpA()).SRP_A })
    return { id: ChallengeParameters?.USER_ID_FOR_SRP ?? '', salt: ChallengeParameters?.SALT }
  }

  test.each([{ UsernameAttributes: ['email' as const] }, { AliasAttributes: ['email' as const] }])(
    'in a pool with %j is, by the id that is told of it, the same again',
    async (settings) => {
      await using pool = await userPool({ client: hidden, pool: settings })
      const first = await challenge(pool, 'nobody@example.com')
      expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(await challenge(pool, first.id)).toEqual(first)
    },
  )
})

test('a temporary password that is over is no way to another one', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  await pool.call('AdminSetUserPassword', {
    UserPoolId: pool.poolId,
    Username: 'alice',
    Password: 'Temporary-1',
  })
  pool.clock.advance('8 days')
  await laptop.refresh()
  await expect(
    laptop.call('ChangePassword', {
      AccessToken: laptop.accessToken,
      PreviousPassword: 'Temporary-1',
      ProposedPassword: 'Chosen-by-me-2',
    }),
  ).rejects.toMatchObject({ code: 'NotAuthorizedException', message: expect.stringMatching(/has expired/) })
})

test('a software token is not set up where the pool offers none', async () => {
  await using pool = await userPool({ mfa: 'off' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await expect(
    laptop.call('AssociateSoftwareToken', { AccessToken: laptop.accessToken }),
  ).rejects.toMatchObject({
    code: 'SoftwareTokenMFANotFoundException',
  })
})
