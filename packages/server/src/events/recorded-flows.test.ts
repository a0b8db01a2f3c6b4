import {
  Authenticator,
  importing,
  type Person,
  type TestPool,
  type TriggerEvent,
  userPool,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** What is on record of sign-ins that begin without a password, and of codes that are good for something else. */

const rows = (pool: TestPool, { userId }: Pick<Person, 'userId'>) =>
  pool.database.selectFrom('events').selectAll().where('user_id', '=', userId).orderBy('event_id').execute()

/** What is on record of whom while something is done, as `kind: reason`. */
async function during(pool: TestPool, who: Pick<Person, 'userId'>, work: () => Promise<unknown>) {
  const before = (await rows(pool, who)).length
  await work()
  return (await rows(pool, who))
    .slice(before)
    .map(({ kind, reason }) => (reason === null ? kind : `${kind}: ${reason}`))
}

const refused = async (work: Promise<unknown>) => expect(work).rejects.toThrow()

const VERIFIED = { email: 'alice@example.com', email_verified: 'true' }

const passwordless = (options: Parameters<typeof userPool>[0] = {}) =>
  userPool({
    ...options,
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
      AutoVerifiedAttributes: ['email'],
      ...options.pool,
    },
  })

const another = (code: string) => (code.startsWith('1') ? `2${code.slice(1)}` : `1${code.slice(1)}`)

describe('a sign-in', () => {
  test('with a passkey: a wrong one, the right one, and on a remembered device', async () => {
    await using pool = await passwordless({ remember: 'always' })
    const alice = await pool.user('alice')
    const key = new Authenticator()
    const laptop = await pool.signedIn(alice)
    expect(await during(pool, alice, () => laptop.makePasskey(key))).toEqual([
      'mfa_changed: a passkey was registered',
    ])
    const phone = pool.device('Phone')
    const withPasskey = { flow: 'choice', prefer: 'WEB_AUTHN' } as const
    const told = await during(pool, alice, async () => {
      await phone.signIn(alice, withPasskey)
      await refused(phone.showPasskey(key, { challenge: 'YW5vdGhlcg' }))
      await phone.showPasskey(key)
    })
    expect(told).toEqual([
      'wrong_passkey',
      'signed_in: no second factor was asked for',
      'device_tracked: remembered at once',
    ])
    const [wrong] = (await rows(pool, alice)).filter(({ kind }) => kind === 'wrong_passkey')
    expect(wrong).toMatchObject({ outcome: 'fail', session_id: phone.claims.event_id, address: '192.0.2.1' })
  })

  test('with a passkey that counts as both factors is not called one without a second factor', async () => {
    await using pool = await passwordless()
    const alice = await pool.user('alice')
    const key = new Authenticator()
    await (await pool.signedIn(alice)).makePasskey(key)
    const FactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION'
    await pool.call('SetUserPoolMfaConfig', {
      UserPoolId: pool.poolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration: { FactorConfiguration },
    })
    const phone = pool.device('Phone')
    const told = await during(pool, alice, async () => {
      await phone.signIn(alice, { flow: 'choice', prefer: 'WEB_AUTHN' })
      await phone.showPasskey(key)
    })
    expect(told).toEqual(['signed_in: the passkey counts as both factors'])
  })

  test('with a code: that it was sent, a wrong one, and the right one', async () => {
    await using pool = await passwordless()
    const alice = await pool.user('alice', { attributes: VERIFIED })
    const phone = pool.device('Phone')
    const told = await during(pool, alice, async () => {
      await phone.signIn(alice, { flow: 'choice', prefer: 'EMAIL_OTP' })
      const code = await pool.sentCode(alice)
      await refused(phone.answer(another(code)))
      await phone.answer(code)
    })
    expect(told).toEqual([
      'code_sent: to sign in',
      'wrong_code: in the place of a password',
      'signed_in: no second factor was asked for',
    ])
    const { AuthEvents = [] } = await pool.call('AdminListUserAuthEvents', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      MaxResults: 2,
    })
    expect(AuthEvents.map((event) => [event.EventResponse, event.ChallengeResponses])).toEqual([
      ['Pass', [{ ChallengeName: 'Password', ChallengeResponse: 'Success' }]],
      ['Fail', [{ ChallengeName: 'Password', ChallengeResponse: 'Failure' }]],
    ])
  })

  test('that triggers ask for: a wrong answer is on record, each sign-in, and that it was refused', async () => {
    const modules = {
      define: async (event: TriggerEvent) => {
        const last = event.request.session.at(-1)
        const response = last?.challengeResult
          ? { issueTokens: true, failAuthentication: false }
          : { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
        return { ...event, response }
      },
      create: async (event: TriggerEvent) => ({
        ...event,
        response: { publicChallengeParameters: {}, privateChallengeParameters: { answer: '42' } },
      }),
      verify: async (event: TriggerEvent) => ({
        ...event,
        response: { answerCorrect: event.request.challengeAnswer === '42' },
      }),
    }
    await using pool = await userPool({
      client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
      pool: {
        LambdaConfig: {
          DefineAuthChallenge: 'module:define',
          CreateAuthChallenge: 'module:create',
          VerifyAuthChallengeResponse: 'module:verify',
        },
      },
      triggers: { modules },
    })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    const told = await during(pool, alice, async () => {
      await laptop.signIn(alice, { flow: 'custom' })
      await laptop.answer('41')
      await laptop.answer('42')
    })
    expect(told).toEqual(['wrong_answer', 'signed_in: no second factor was asked for'])
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    const disabled = await during(pool, alice, async () => {
      await laptop.signIn(alice, { flow: 'custom' })
      await refused(laptop.answer('42'))
    })
    expect(disabled).toEqual(['sign_in_refused: the user is disabled'])
  })
})

test('of somebody who was imported it is on record how they came by a password, and not how they came to be', async () => {
  await using pool = await importing()
  const line = { 'cognito:username': 'dora', email: 'dora@example.com', email_verified: 'true' }
  await pool.imported(await pool.csv({ ...line, 'cognito:mfa_enabled': 'false' }))
  const { sub: userId = '' } = await pool.attributesOf('dora')
  const named = { ClientId: pool.client.clientId, Username: 'dora' }
  const dora = { username: 'dora', password: 'Correct-dora-7', userId }
  const told = await during(pool, dora, async () => {
    await refused(pool.device('Laptop').signIn(dora))
    await pool.call('ForgotPassword', named)
    const ConfirmationCode = await pool.sentCode(dora)
    await pool.call('ConfirmForgotPassword', { ...named, ConfirmationCode, Password: dora.password })
    await pool.device('Laptop').signIn(dora)
  })
  expect(told).toEqual([
    'sign_in_refused: the password has to be reset',
    'code_sent: to set another password',
    'password_changed: with a code',
    'signed_in: no second factor was asked for',
  ])
  expect((await rows(pool, dora))[0]).toMatchObject({ kind: 'sign_in_refused' })
})

test('a refresh as older clients ask for it says from where, as one of newer ones', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  laptop.address = '198.51.100.7'
  expect(await during(pool, alice, () => laptop.refreshAsBefore())).toEqual(['refreshed_from_new_address'])
})

describe('a wrong code', () => {
  test('for a forgotten password is on record with its count, and of nobody there is none', async () => {
    await using pool = await passwordless({ client: { PreventUserExistenceErrors: 'ENABLED' } })
    const alice = await pool.user('alice', { attributes: VERIFIED })
    const { clientId: ClientId } = pool.client
    await pool.call('ForgotPassword', { ClientId, Username: 'alice' })
    const code = await pool.sentCode(alice)
    const show = (Username: string, ConfirmationCode: string) =>
      pool.call('ConfirmForgotPassword', { ClientId, Username, ConfirmationCode, Password: 'Another-8-word' })
    const told = await during(pool, alice, async () => {
      // Of eight, five are looked at.
      for (let time = 0; time < 8; time += 1) await refused(show('alice', another(code)))
    })
    expect(told).toEqual(Array(5).fill('wrong_code: to set another password'))
    expect((await rows(pool, alice)).at(-1)).toMatchObject({ outcome: 'fail', client_id: ClientId })

    await pool.call('ForgotPassword', { ClientId, Username: 'nobody' })
    await refused(show('nobody', '123456'))
    const kinds = await pool.database.selectFrom('events').select(['kind', 'user_id']).execute()
    expect(kinds.filter(({ kind, user_id }) => kind === 'wrong_code' && user_id !== alice.userId)).toEqual([])
  })

  test('for a sign-up and for an address is on record, and that the address was verified', async () => {
    await using pool = await passwordless()
    const { clientId: ClientId } = pool.client
    const { UserSub: userId = '' } = await pool.call('SignUp', {
      ClientId,
      Username: 'carol',
      Password: 'Correct-carol-7',
      UserAttributes: [{ Name: 'email', Value: 'carol@example.com' }],
    })
    const confirm = (ConfirmationCode: string) =>
      pool.call('ConfirmSignUp', { ClientId, Username: 'carol', ConfirmationCode })
    const code = await pool.sentCode({ userId })
    const signUp = await during(pool, { userId }, async () => {
      await refused(confirm(another(code)))
      await confirm(code)
    })
    expect(signUp).toEqual(['wrong_code: to confirm the sign-up', 'account_changed: confirmed with a code'])

    const phone = pool.device('Phone')
    await phone.signIn({ username: 'carol', password: 'Correct-carol-7' })
    const AccessToken = phone.accessToken
    pool.clock.advance('1 minute')
    const moved = await during(pool, { userId }, async () => {
      await pool.call('UpdateUserAttributes', {
        AccessToken,
        UserAttributes: [{ Name: 'email', Value: 'carol@new.example' }],
      })
      const newCode = await pool.sentCode({ userId })
      const verify = (Code: string) =>
        pool.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })
      await refused(verify(another(newCode)))
      await verify(newCode)
    })
    expect(moved).toEqual([
      'account_changed: attributes were changed',
      'wrong_code: to verify an address',
      'account_changed: an address was verified',
    ])
  })
})
