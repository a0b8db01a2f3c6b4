import {
  type PoolOptions,
  type TestPool,
  type TriggerServer,
  triggerServer,
  userPool,
} from '@latchkey/testing'
import type { AuthFlowType } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

/** Another directory: it knows alice and her password. */
const poolWith = (hook: TriggerServer, options: PoolOptions = {}) => {
  hook.react = (event) => ({
    ...event,
    response:
      event.userName === 'alice' && (event.request.password ?? 'Old-Password-1') === 'Old-Password-1'
        ? {
            userAttributes: { email: 'alice@example.com', email_verified: 'true' },
            finalUserStatus: 'CONFIRMED',
            messageAction: 'SUPPRESS',
          }
        : {},
  })
  return userPool({
    ...options,
    pool: { LambdaConfig: hook.config('UserMigration') },
    triggers: hook.settings,
  })
}

const enter = (pool: TestPool, PASSWORD: string, USERNAME = 'alice') =>
  pool.call('InitiateAuth', {
    ClientId: pool.client.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })

test('a stranger with the right password becomes a user, and the other directory is asked no more', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  expect(await enter(pool, 'Old-Password-1')).toHaveProperty('AuthenticationResult')
  expect(await enter(pool, 'Old-Password-1')).toHaveProperty('AuthenticationResult')
  expect(hook.received).toHaveLength(1)
  expect(hook.received[0]?.event).toMatchObject({
    triggerSource: 'UserMigration_Authentication',
    userName: 'alice',
    request: { password: 'Old-Password-1' },
  })
  const user = await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username: 'alice' })
  expect(user).toMatchObject({ UserStatus: 'CONFIRMED' })
  expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
})

test('many sign-ins at once make one user', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  const answers = await Promise.all(Array.from({ length: 8 }, () => enter(pool, 'Old-Password-1')))
  expect(answers.every(({ AuthenticationResult }) => AuthenticationResult !== undefined)).toBe(true)
  expect(hook.received).toHaveLength(1)
})

test.each([
  ['ENABLED', 'NotAuthorizedException'],
  ['LEGACY', 'UserNotFoundException'],
] as const)('a wrong password makes nobody: with missing users %s it is %s', async (hides, code) => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook, { client: { PreventUserExistenceErrors: hides } })
  await expect(enter(pool, 'wrong')).rejects.toMatchObject({ code })
  // Many functions say so by an error: that tells no more.
  hook.react = () => {
    throw new Error('Bad password')
  }
  await expect(enter(pool, 'wrong')).rejects.toMatchObject({ code })
  await expect(
    pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username: 'alice' }),
  ).rejects.toMatchObject({ code: 'UserNotFoundException' })
})

test('passwords of strangers are guessed no faster than those of users', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook, { client: { PreventUserExistenceErrors: 'ENABLED' } })
  const guesses = await Promise.allSettled(Array.from({ length: 20 }, () => enter(pool, 'wrong')))
  expect(guesses.every(({ status }) => status === 'rejected')).toBe(true)
  expect(hook.received.length).toBeLessThanOrEqual(6)
})

test('nor faster by writing the name in capitals, where the other directory may not care', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  const names = ['alice', 'ALICE', 'Alice', 'aLICE', 'alicE', 'ALIce', 'alIce', 'aliCe']
  await Promise.allSettled(names.map((name) => enter(pool, 'wrong', name)))
  expect(hook.received.length).toBeLessThanOrEqual(6)
})

test('a user who must set another password is told so, and can, by the code for a forgotten one', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  hook.react = (event) => ({
    ...event,
    response: { userAttributes: { email: 'alice@example.com', email_verified: 'true' } },
  })
  await expect(enter(pool, 'Old-Password-1')).rejects.toMatchObject({
    code: 'PasswordResetRequiredException',
  })
  expect(
    await pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'alice' }),
  ).toMatchObject({ CodeDeliveryDetails: { DeliveryMedium: 'EMAIL' } })
})

test('a stranger who forgot the password is made a user without one, and sent a code', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  const answer = await pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'alice' })
  expect(answer).toMatchObject({ CodeDeliveryDetails: { DeliveryMedium: 'EMAIL', Destination: 'a***@e***' } })
  expect(hook.sources()).toEqual(['UserMigration_ForgotPassword'])
  expect(hook.received[0]?.event.request).not.toHaveProperty('password')
})

test.each([
  ['attributes that the pool does not have', { userAttributes: { 'custom:shoe': '42' } }],
  ['an address that is none', { userAttributes: { email: 'nowhere' } }],
  ['a status that there is not', { userAttributes: { name: 'Alice' }, finalUserStatus: 'ADMIN' }],
])('an answer with %s makes nobody', async (_what, response) => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  hook.react = (event) => ({ ...event, response })
  await expect(enter(pool, 'Old-Password-1')).rejects.toMatchObject({
    code: 'InvalidLambdaResponseException',
  })
})

describe('the other directory is not asked', () => {
  const beginnings: [flow: AuthFlowType, parameters: Record<string, string>][] = [
    ['USER_SRP_AUTH', { SRP_A: 'abcdef0123' }],
    ['CUSTOM_AUTH', {}],
    ['USER_AUTH', {}],
    ['USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: 'abcdef0123' }],
  ]

  test.each(beginnings)(
    'where %s %j takes no password: nobody and somebody are answered alike',
    async (AuthFlow, parameters) => {
      await using hook = await triggerServer()
      await using pool = await poolWith(hook, {
        client: {
          PreventUserExistenceErrors: 'ENABLED',
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH'],
        },
      })
      await pool.user('bob')
      const LambdaConfig = hook.config('UserMigration', 'DefineAuthChallenge', 'CreateAuthChallenge')
      await pool.change({ pool: { LambdaConfig } })
      hook.react = (event) => ({ ...event, response: { challengeName: 'CUSTOM_CHALLENGE' } })
      const begin = (USERNAME: string) =>
        pool.call('InitiateAuth', {
          ClientId: pool.client.clientId,
          AuthFlow,
          AuthParameters: { ...parameters, USERNAME, PASSWORD: 'wrong' },
        })
      expect((await begin('alice')).ChallengeName).toBe((await begin('bob')).ChallengeName)
      expect(hook.sources()).not.toContain('UserMigration_Authentication')
    },
  )

  test('by whoever does not know the secret of the client', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook, { client: { GenerateSecret: true } })
    const request = { ClientId: pool.client.clientId, Username: 'alice' }
    for (const SecretHash of [undefined, 'wrong'])
      await expect(pool.call('ForgotPassword', { ...request, SecretHash })).rejects.toMatchObject({
        code: 'NotAuthorizedException',
      })
    await expect(enter(pool, 'Old-Password-1')).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    expect(hook.received).toEqual([])
  })

  test.each(['ENABLED', 'LEGACY'] as const)(
    'about a forgotten password more often than a user is sent codes: with missing users %s',
    async (PreventUserExistenceErrors) => {
      await using hook = await triggerServer()
      await using pool = await poolWith(hook, { client: { PreventUserExistenceErrors } })
      const ask = () => pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'nobody' })
      await Promise.allSettled(Array.from({ length: 30 }, ask))
      await expect(ask()).rejects.toMatchObject({ code: 'LimitExceededException' })
      expect(hook.received).toHaveLength(5)
    },
  )

  test.each(['', ' ', 'alice ', 'al\nice', 'a'.repeat(129), 'a'.repeat(100_000)])(
    'about %j, which no user can be called',
    async (USERNAME) => {
      await using hook = await triggerServer()
      await using pool = await poolWith(hook)
      hook.react = (event) => ({
        ...event,
        response: { userAttributes: { name: 'Alice' }, finalUserStatus: 'CONFIRMED' },
      })
      await expect(enter(pool, 'Old-Password-1', USERNAME)).rejects.toMatchObject({
        code: expect.any(String),
      })
      expect(hook.received).toEqual([])
      expect((await pool.call('ListUsers', { UserPoolId: pool.poolId })).Users).toEqual([])
    },
  )
})

test.each(['', 'alice smith', 'al\nice', 'a'.repeat(129)])(
  'an answer that calls the user %j, which no user can be called, makes nobody',
  async (username) => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = (event) => ({
      ...event,
      response: { userAttributes: { username, name: 'Alice' }, finalUserStatus: 'CONFIRMED' },
    })
    await expect(enter(pool, 'Old-Password-1')).rejects.toMatchObject({
      code: 'InvalidLambdaResponseException',
    })
    expect((await pool.call('ListUsers', { UserPoolId: pool.poolId })).Users).toEqual([])
  },
)

test.each([
  ['no address', {}, {}],
  ['an address that is not verified', { email: 'alice@example.com' }, {}],
  [
    'an address, where operators alone reset passwords',
    { email: 'alice@example.com', email_verified: 'true' },
    { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] } },
  ],
])(
  'somebody else’s saying that a stranger with %s forgot the password does not lock the stranger out',
  async (_what, address, settings) => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    await pool.change({ pool: { LambdaConfig: hook.config('UserMigration'), ...settings } })
    const userAttributes = { name: 'Alice', ...address }
    hook.react = (event) => ({ ...event, response: { userAttributes, finalUserStatus: 'CONFIRMED' } })
    await expect(
      pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'alice' }),
    ).rejects.toMatchObject({ code: expect.any(String) })
    expect(await enter(pool, 'Old-Password-1')).toHaveProperty('AuthenticationResult')
  },
)
