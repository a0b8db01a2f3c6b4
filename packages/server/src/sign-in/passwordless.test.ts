import { type PoolOptions, type TestPool, userPool } from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { describe, expect, test } from 'vitest'

/** Users without a password, and the sign-in that ends a sign-up. */

const CODES_ONLY: PoolOptions = {
  pool: {
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  },
}

const ALICE = { Username: 'alice', UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }] }

/** Signs alice up, and confirms her: the Session that the confirmation answers. */
async function signUp(pool: TestPool, { Password }: { Password?: string } = {}) {
  const { clientId: ClientId } = pool.client
  const { UserSub: userId } = await pool.call('SignUp', { ClientId, ...ALICE, Password })
  const code = async (digits = /\d{6,8}/) => {
    const [message] = await pool.messages({ userId })
    return digits.exec(message?.body ?? '')?.[0] ?? ''
  }
  const confirm = async () => {
    const ConfirmationCode = await code()
    return (await pool.call('ConfirmSignUp', { ClientId, Username: 'alice', ConfirmationCode })).Session
  }
  return { code, confirm }
}

const begin = (
  pool: TestPool,
  Session: string | undefined,
  parameters = {},
  ClientId = pool.client.clientId,
) =>
  pool.call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: 'alice', ...parameters },
    Session,
  })

const alice = { username: 'alice', password: '' }

describe('somebody who signs up without a password', () => {
  test('confirms, is signed in by that, and comes back with a code', async () => {
    await using pool = await userPool({ ...CODES_ONLY, remember: 'always' })
    const { confirm, code } = await signUp(pool)
    const { AuthenticationResult } = await begin(pool, await confirm())
    expect(AuthenticationResult?.NewDeviceMetadata?.DeviceKey).toMatch(/^local_/)
    const { Username } = await pool.call('GetUser', { AccessToken: AuthenticationResult?.AccessToken ?? '' })
    expect(Username).toBe('alice')

    pool.clock.advance('1 day')
    const phone = pool.device('Phone')
    await phone.signIn(alice, { flow: 'choice' })
    expect(phone.open.choices).toEqual(['EMAIL_OTP'])
    await phone.choose('EMAIL_OTP')
    expect(await phone.answer(await code())).toAskFor('nothing')
  })

  test('cannot sign in with any password, until an operator sets one', async () => {
    await using pool = await userPool(CODES_ONLY)
    await (await signUp(pool)).confirm()
    const phone = pool.device('Phone')
    for (const flow of ['srp', 'password'] as const)
      await expect(
        phone.signIn({ username: 'alice', password: 'Guess-1-guess' }, { flow }),
      ).rejects.toMatchObject({ message: 'Incorrect username or password.' })
    const Password = 'Chosen-for-alice-1'
    await pool.call('AdminSetUserPassword', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      Password,
      Permanent: true,
    })
    expect(await phone.signIn({ username: 'alice', password: Password })).toAskFor('nothing')
  })

  test('may choose a password later, which signs in from then on', async () => {
    await using pool = await userPool(CODES_ONLY)
    const { AuthenticationResult } = await begin(pool, await (await signUp(pool)).confirm())
    const AccessToken = AuthenticationResult?.AccessToken ?? ''
    await pool.call('ChangePassword', { AccessToken, ProposedPassword: 'Chosen-by-alice-1' })
    const phone = pool.device('Phone')
    expect(await phone.signIn({ username: 'alice', password: 'Chosen-by-alice-1' })).toAskFor('nothing')
  })

  test('and does not confirm is led back to the confirmation', async () => {
    await using pool = await userPool(CODES_ONLY)
    const { confirm } = await signUp(pool)
    const phone = pool.device('Phone')
    await expect(phone.signIn(alice, { flow: 'choice', prefer: 'EMAIL_OTP' })).rejects.toMatchObject({
      code: 'UserNotConfirmedException',
    })
    await confirm()
    expect(await phone.signIn(alice, { flow: 'choice', prefer: 'EMAIL_OTP' })).toAskFor('email code')
  })

  test('needs an address that codes go to', async () => {
    await using pool = await userPool(CODES_ONLY)
    const { clientId: ClientId } = pool.client
    for (const UserAttributes of [undefined, [{ Name: 'phone_number', Value: '+15555550123' }]])
      await expect(
        pool.call('SignUp', { ClientId, Username: 'alice', UserAttributes }),
      ).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('is refused where only passwords and passkeys begin a sign-in', async () => {
    for (const factors of [['PASSWORD'], ['PASSWORD', 'WEB_AUTHN']] as const) {
      await using pool = await userPool({
        pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: [...factors] } } },
      })
      await expect(pool.call('SignUp', { ClientId: pool.client.clientId, ...ALICE })).rejects.toMatchObject({
        message: expect.stringContaining("at 'password' failed to satisfy"),
      })
    }
  })

  test('may still give one, which must meet the policy', async () => {
    await using pool = await userPool(CODES_ONLY)
    await expect(signUp(pool, { Password: 'short' })).rejects.toMatchObject({
      code: 'InvalidPasswordException',
    })
    await signUp(pool, { Password: 'Correct-horse-1' })
  })
})

describe('the Session of a confirmation', () => {
  test('signs in once, of twenty times at once', async () => {
    await using pool = await userPool(CODES_ONLY)
    const session = await (await signUp(pool)).confirm()
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => begin(pool, session)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(begin(pool, session)).rejects.toMatchObject({ message: 'Invalid session for the user.' })
  })

  test('signs somebody in who gave a password, too', async () => {
    await using pool = await userPool(CODES_ONLY)
    const session = await (await signUp(pool, { Password: 'Correct-horse-1' })).confirm()
    expect((await begin(pool, session)).AuthenticationResult?.TokenType).toBe('Bearer')
  })

  test.each([
    ['after its time', (pool: TestPool) => pool.clock.advance('3 minutes')],
    [
      'after another password was set',
      (pool: TestPool) =>
        pool.call('AdminSetUserPassword', {
          UserPoolId: pool.poolId,
          Username: 'alice',
          Password: 'Another-password-1',
          Permanent: true,
        }),
    ],
    [
      'of a user who was deleted',
      (pool: TestPool) => pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: 'alice' }),
    ],
    [
      'of a user who was disabled',
      (pool: TestPool) => pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' }),
    ],
  ])('does not sign in %s', async (_, change) => {
    await using pool = await userPool(CODES_ONLY)
    const session = await (await signUp(pool)).confirm()
    await change(pool)
    await expect(begin(pool, session)).rejects.toMatchObject({
      code: expect.stringMatching(/^(NotAuthorized|UserNotFound)Exception$/),
    })
  })

  test('does not sign in anybody else, or through another client, and is no Session of a step', async () => {
    await using pool = await userPool(CODES_ONLY)
    const session = await (await signUp(pool)).confirm()
    await pool.user('bob')
    const refused = { message: 'Invalid session for the user.' }
    await expect(begin(pool, session, { USERNAME: 'bob' })).rejects.toMatchObject(refused)
    const { clientId } = await pool.addClient()
    await expect(begin(pool, session, {}, clientId)).rejects.toMatchObject(refused)
    const phone = pool.device('Phone')
    await expect(
      phone.respond('SELECT_CHALLENGE', { USERNAME: 'alice', ANSWER: 'EMAIL_OTP' }, session),
    ).rejects.toMatchObject(refused)
    await phone.signIn(alice, { flow: 'choice' })
    await expect(begin(pool, phone.open.session)).rejects.toMatchObject(refused)
    await expect(begin(pool, 'x'.repeat(2048))).rejects.toMatchObject(refused)
  })

  test('does not pass by a second factor', async () => {
    await using pool = await userPool({ ...CODES_ONLY, mfa: 'required' })
    const session = await (await signUp(pool, { Password: 'Correct-horse-1' })).confirm()
    expect(await begin(pool, session)).toMatchObject({ ChallengeName: 'MFA_SETUP' })
  })

  test('is not given to a client that does not allow USER_AUTH', async () => {
    await using pool = await userPool({
      ...CODES_ONLY,
      client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    })
    expect(await (await signUp(pool)).confirm()).toBeUndefined()
  })
})

describe('an operator makes a user', () => {
  const create = (pool: TestPool, more = {}) =>
    pool.call('AdminCreateUser', { UserPoolId: pool.poolId, ...ALICE, ...more })

  test('without a password, who is confirmed, and is told nothing', async () => {
    await using pool = await userPool(CODES_ONLY)
    const { User } = await create(pool, {
      UserAttributes: [...ALICE.UserAttributes, { Name: 'email_verified', Value: 'true' }],
    })
    expect(User?.UserStatus).toBe('CONFIRMED')
    const phone = pool.device('Phone')
    expect(await phone.signIn(alice, { flow: 'choice', prefer: 'EMAIL_OTP' })).toAskFor('email code')
  })

  test('with a temporary password, where the operator gives one or no code can reach the user', async () => {
    await using pool = await userPool(CODES_ONLY)
    const given = await create(pool, { TemporaryPassword: 'Temporary-1' })
    expect(given.User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD')
    const unreachable = await create(pool, { Username: 'bob', UserAttributes: [] })
    expect(unreachable.User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD')
  })
})
