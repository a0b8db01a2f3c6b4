import {
  type PoolOptions,
  type TestPool,
  type TriggerServer,
  triggerServer,
  userPool,
} from '@latchkey/testing'
import { expect, test } from 'vitest'

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
