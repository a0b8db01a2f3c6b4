import { type TestPool, type TriggerServer, triggerServer, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

const poolWith = (hook: TriggerServer) =>
  userPool({
    pool: { LambdaConfig: hook.config('PostConfirmation'), AutoVerifiedAttributes: ['email'] },
    triggers: hook.settings,
  })

async function applicant(pool: TestPool) {
  const { UserSub: userId = '' } = await pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username: 'alice',
    Password: 'Correct-horse-1',
    UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
  })
  return { userId, code: await pool.sentCode({ userId }) }
}

const confirm = (pool: TestPool, ConfirmationCode: string) =>
  pool.call('ConfirmSignUp', {
    ClientId: pool.client.clientId,
    Username: 'alice',
    ConfirmationCode,
    ClientMetadata: { from: 'app' },
  })

const statusOf = async (pool: TestPool) =>
  (await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username: 'alice' })).UserStatus

test('is told of a user who confirmed, as they are by then', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  const { code, userId } = await applicant(pool)
  expect(hook.received).toEqual([])
  await confirm(pool, code)
  expect(hook.received.map(({ event }) => event)).toEqual([
    expect.objectContaining({
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      userName: 'alice',
      request: {
        userAttributes: {
          sub: userId,
          'cognito:user_status': 'CONFIRMED',
          email: 'alice@example.com',
          email_verified: 'true',
        },
        clientMetadata: { from: 'app' },
      },
      response: {},
    }),
  ])
})

test('is not told of a wrong code', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  await applicant(pool)
  await expect(confirm(pool, 'nocode')).rejects.toMatchObject({ code: 'CodeMismatchException' })
  expect(hook.received).toEqual([])
})

test('that fails is told to the caller, and the user stays confirmed', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  const { code } = await applicant(pool)
  hook.react = () => {
    throw new Error('No room')
  }
  await expect(confirm(pool, code)).rejects.toMatchObject({
    code: 'UserLambdaValidationException',
    message: 'PostConfirmation failed with error No room.',
  })
  expect(await statusOf(pool)).toBe('CONFIRMED')
})

test('is told of users whom an operator confirms, and of a password that was reset', async () => {
  await using hook = await triggerServer()
  await using pool = await poolWith(hook)
  const { userId } = await applicant(pool)
  await pool.call('AdminConfirmSignUp', { UserPoolId: pool.poolId, Username: 'alice' })
  await pool.call('AdminUpdateUserAttributes', {
    UserPoolId: pool.poolId,
    Username: 'alice',
    UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
  })
  // The code that was sent last is the one that counts.
  pool.clock.advance('1 minute')
  await pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'alice' })
  await pool.call('ConfirmForgotPassword', {
    ClientId: pool.client.clientId,
    Username: 'alice',
    ConfirmationCode: await pool.sentCode({ userId }),
    Password: 'Another-horse-2',
  })
  expect(hook.sources()).toEqual(['PostConfirmation_ConfirmSignUp', 'PostConfirmation_ConfirmForgotPassword'])
})
