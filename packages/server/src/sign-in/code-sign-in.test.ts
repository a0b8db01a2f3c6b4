import { type PersonOptions, type PoolOptions, type ServerOptions, userPool } from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { describe, expect, test } from 'vitest'

/** Users begin a sign-in with a code that is sent to them. */

const VERIFIED = {
  email: 'alice@example.com',
  email_verified: 'true',
  phone_number: '+15555550123',
  phone_number_verified: 'true',
}

async function stageOf(options: PoolOptions & ServerOptions = {}, person: PersonOptions = {}) {
  const pool = await userPool({
    ...options,
    pool: {
      Policies: {
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] },
      },
      ...options.pool,
    },
  })
  const alice = await pool.user('alice', { attributes: VERIFIED, ...person })
  const messages = () => pool.messages(alice)
  return {
    pool,
    alice,
    messages,
    code: async () => /\d{8}/.exec((await messages())[0]?.body ?? '')?.[0] ?? '',
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

const PREFERRED = { flow: 'choice', prefer: 'EMAIL_OTP' } as const
const other = (code: string) => (code === '12345678' ? '87654321' : '12345678')

describe.each([
  ['EMAIL_OTP', 'email code', { medium: 'EMAIL', to: 'alice@example.com', shown: 'a***@e***' }],
  ['SMS_OTP', 'sms code', { medium: 'SMS', to: '+15555550123', shown: '+*******0123' }],
] as const)('%s', (challenge, asks, { medium, to, shown }) => {
  test('signs in with the code that was sent, and asks for nothing else', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    expect(await phone.signIn(stage.alice, { flow: 'choice', prefer: challenge })).toAskFor(asks)
    expect(phone.open.parameters).toEqual({
      CODE_DELIVERY_DELIVERY_MEDIUM: medium,
      CODE_DELIVERY_DESTINATION: shown,
    })
    expect((await stage.messages())[0]).toMatchObject({ medium, to })
    expect(await phone.answer(await stage.code())).toAskFor('nothing')
    expect(phone.claims.username).toBe('alice')
  })

  test('may be chosen, and a wrong code may be followed by the right one', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, { flow: 'choice' })
    expect(phone.open.choices).toEqual(['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'])
    expect(await phone.choose(challenge)).toAskFor(asks)
    const code = await stage.code()
    await expect(phone.answer(other(code))).rejects.toMatchObject({ code: 'CodeMismatchException' })
    expect(await phone.answer(code)).toAskFor('nothing')
  })

  test('tracks the device, which proves itself instead of being a new one, until it is forgotten', async () => {
    await using stage = await stageOf({ remember: 'always' })
    const phone = stage.pool.device('Phone')
    const enter = async () => {
      await phone.signIn(stage.alice, { flow: 'choice', prefer: challenge })
      await phone.answer(await stage.code())
    }
    await enter()
    const { deviceKey } = phone.keys
    stage.pool.clock.advance('1 second')
    await enter()
    expect(phone.walk.slice(-2)).toEqual(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
    expect(phone.claims.device_key).toBe(deviceKey)
    await phone.forgetDevice()
    stage.pool.clock.advance('1 second')
    await enter()
    expect(phone.key).not.toBe(deviceKey)
  })

  test('goes on as on a new device where the device’s secret is stale: no code is shown twice', async () => {
    await using stage = await stageOf({ remember: 'always' })
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, { flow: 'choice', prefer: challenge })
    await phone.answer(await stage.code())
    const { keys } = phone
    phone.storage.set('alice', { ...keys, secret: 'stale' })
    stage.pool.clock.advance('1 second')
    await phone.signIn(stage.alice, { flow: 'choice', prefer: challenge })
    expect(await phone.answer(await stage.code())).toAskFor('nothing')
    expect(phone.walk.slice(-2)).toEqual(['DEVICE_PASSWORD_VERIFIER', 'ConfirmDevice'])
    expect(phone.key).not.toBe(keys.deviceKey)
  })
})

describe('a code', () => {
  test('is not to be had for an address that is not verified, nor where the pool does not allow it', async () => {
    await using stage = await stageOf({}, { attributes: { email: 'alice@example.com' } })
    const phone = stage.pool.device('Phone')
    expect(await phone.signIn(stage.alice, PREFERRED)).toAskFor('choice')
    expect(phone.open.choices).toEqual(['PASSWORD', 'PASSWORD_SRP'])
    await expect(phone.choose('EMAIL_OTP')).rejects.toMatchObject({ code: 'InvalidParameterException' })
    expect(await stage.messages()).toEqual([])
  })

  test('does not begin the sign-in of somebody with a second factor', async () => {
    for (const mfa of ['optional', 'required'] as const) {
      await using stage = await stageOf({ mfa }, { totp: true })
      const phone = stage.pool.device('Phone')
      expect(await phone.signIn(stage.alice, PREFERRED)).toAskFor('choice')
      expect(phone.open.choices).toEqual(['PASSWORD', 'PASSWORD_SRP'])
    }
  })

  test('of one sign-in is not good for another, nor a second time', async () => {
    await using stage = await stageOf()
    const [phone, laptop] = [stage.pool.device('Phone'), stage.pool.device('Laptop')]
    await phone.signIn(stage.alice, PREFERRED)
    const code = await stage.code()
    const { session } = phone.open
    stage.pool.clock.advance('1 second')
    await laptop.signIn(stage.alice, PREFERRED)
    await expect(laptop.answer(code)).rejects.toMatchObject({ code: 'CodeMismatchException' })
    await phone.answer(code)
    await expect(
      phone.respond('EMAIL_OTP', { USERNAME: 'alice', EMAIL_OTP_CODE: code }, session),
    ).rejects.toMatchObject({ message: 'Invalid session for the user.' })
  })

  test('guessed at a hundred times at once is looked at no more than five times', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const { session } = phone.open
    const guesses = Array.from({ length: 100 }, (_, at) =>
      phone.respond('EMAIL_OTP', { USERNAME: 'alice', EMAIL_OTP_CODE: String(at).padStart(8, '0') }, session),
    )
    const outcomes = await Promise.allSettled(guesses)
    const codes = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : 'passed',
    )
    expect(codes.filter((code) => code === 'CodeMismatchException').length).toBeLessThanOrEqual(5)
    expect(codes).not.toContain('passed')
    stage.pool.clock.advance('10 seconds')
    await expect(phone.answer(await stage.code())).rejects.toMatchObject({ code: 'ExpiredCodeException' })
  })

  test('shown twenty times at once pays out once', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const { session } = phone.open
    const EMAIL_OTP_CODE = await stage.code()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        phone.respond('EMAIL_OTP', { USERNAME: 'alice', EMAIL_OTP_CODE }, session),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is over with its step, and when the address is another one', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const code = await stage.code()
    await stage.pool.call('AdminUpdateUserAttributes', {
      UserPoolId: stage.pool.poolId,
      Username: 'alice',
      UserAttributes: [
        { Name: 'email', Value: 'another@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    })
    await expect(phone.answer(code)).rejects.toMatchObject({ code: 'CodeMismatchException' })
    stage.pool.clock.advance('3 minutes')
    await expect(phone.answer(code)).rejects.toMatchObject({ message: 'Invalid session for the user.' })
  })

  test('is over when the pool allows it no more', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    await stage.pool.change({})
    await expect(phone.answer(await stage.code())).rejects.toMatchObject({ code: 'CodeMismatchException' })
  })

  test('is sent five times in fifteen minutes, and no more', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    for (let count = 0; count < 5; count += 1) await phone.signIn(stage.alice, PREFERRED)
    await expect(phone.signIn(stage.alice, PREFERRED)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
    expect(await stage.messages()).toHaveLength(5)
    stage.pool.clock.advance('15 minutes')
    expect(await phone.signIn(stage.alice, PREFERRED)).toAskFor('email code')
  })

  test('says what is wrong with an account only once it was right', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await stage.pool.call('AdminDisableUser', { UserPoolId: stage.pool.poolId, Username: 'alice' })
    expect(await phone.signIn(stage.alice, PREFERRED)).toAskFor('email code')
    const code = await stage.code()
    await expect(phone.answer(other(code))).rejects.toMatchObject({ code: 'CodeMismatchException' })
    await expect(phone.answer(code)).rejects.toMatchObject({ message: 'User is disabled.' })
  })

  test('is not asked of the Session of another step, and of none at all', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const { session } = phone.open
    const code = await stage.code()
    await expect(
      phone.respond('SMS_OTP', { USERNAME: 'alice', SMS_OTP_CODE: code }, session),
    ).rejects.toMatchObject({ message: 'Invalid session for the user.' })
    await expect(
      phone.respond('EMAIL_OTP', { USERNAME: 'alice', EMAIL_OTP_CODE: code }, undefined),
    ).rejects.toMatchObject({ message: 'Missing required parameter Session' })
    await expect(phone.answer('')).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(phone.answer('9'.repeat(100_000))).rejects.toMatchObject({ code: 'CodeMismatchException' })
    expect(await phone.answer(code)).toAskFor('nothing')
  })
})

describe('a name that nobody has', () => {
  test('is asked for a code like one that somebody has, and no guess is right', async () => {
    const client = { PreventUserExistenceErrors: 'ENABLED' } as const
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP' as const] } }
    await using stage = await stageOf({ client, pool: { Policies } })
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const real = phone.open
    const nobody = { username: 'nobody', password: '' }
    expect(await phone.signIn(nobody, PREFERRED)).toAskFor('email code')
    const { parameters, session } = phone.open
    expect(parameters).toEqual({
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: expect.stringMatching(/^[a-z]\*{3}@[a-z]\*{3}$/),
    })
    expect(session).toHaveLength(real.session.length)
    await phone.signIn(nobody, PREFERRED)
    expect(phone.open.parameters).toEqual(parameters)
    for (let count = 0; count < 5; count += 1)
      await expect(phone.answer('12345678')).rejects.toMatchObject({ code: 'CodeMismatchException' })
    await expect(phone.answer('12345678')).rejects.toMatchObject({ message: 'Password attempts exceeded' })
  })

  test('is sent no more codes than somebody', async () => {
    const client = { PreventUserExistenceErrors: 'ENABLED' } as const
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP' as const] } }
    await using stage = await stageOf({ client, pool: { Policies } })
    const phone = stage.pool.device('Phone')
    for (const username of ['alice', 'nobody']) {
      const ask = () => phone.signIn({ username, password: '' }, PREFERRED)
      for (let count = 0; count < 5; count += 1) expect(await ask()).toAskFor('email code')
      await expect(ask()).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Attempt limit exceeded, please try after some time.',
      })
    }
    stage.pool.clock.advance('15 minutes')
    expect(await phone.signIn({ username: 'nobody', password: '' }, PREFERRED)).toAskFor('email code')
  })

  test('has one address, whatever a code for it is asked for', async () => {
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP' as const] } }
    await using stage = await stageOf({
      client: { PreventUserExistenceErrors: 'ENABLED' },
      pool: {
        Policies,
        AliasAttributes: ['email'],
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      },
    })
    const phone = stage.pool.device('Phone')
    for (const username of ['alice', 'nobody', 'nobody@example.org']) {
      await phone.signIn({ username, password: '' }, PREFERRED)
      const forgotten = { ClientId: stage.pool.client.clientId, Username: username }
      const { CodeDeliveryDetails } = await stage.pool.call('ForgotPassword', forgotten)
      expect(phone.open.parameters.CODE_DELIVERY_DESTINATION).toBe(CodeDeliveryDetails?.Destination)
    }
    expect(phone.open.parameters.CODE_DELIVERY_DESTINATION).toBe('n***@e***')
  })

  test('does not show by codes that are over', async () => {
    await using stage = await stageOf({ client: { PreventUserExistenceErrors: 'ENABLED' } })
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    for (let count = 0; count < 5; count += 1)
      await expect(phone.answer('x')).rejects.toMatchObject({ code: 'CodeMismatchException' })
    stage.pool.clock.advance('2 seconds')
    await expect(phone.answer(await stage.code())).rejects.toMatchObject({ code: 'CodeMismatchException' })
  })

  test('does not show by the lock of codes that are over', async () => {
    await using stage = await stageOf({ client: { PreventUserExistenceErrors: 'ENABLED' } })
    const guesses = async (username: string) => {
      const phone = stage.pool.device('Phone')
      await phone.signIn({ username, password: '' }, { flow: 'choice' })
      await phone.choose('EMAIL_OTP')
      const heard: string[] = []
      for (let count = 0; count < 10; count += 1) {
        heard.push(await phone.answer('x').then(String, ({ message }: Error) => message))
        if (count % 2 === 0) stage.pool.clock.advance('5 seconds')
      }
      return heard
    }
    expect(await guesses('alice')).toEqual(await guesses(await nobodyWithCodes(stage)))
  })

  test('is sent no more codes than somebody also when they are asked for at once', async () => {
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP' as const] } }
    await using stage = await stageOf({
      client: { PreventUserExistenceErrors: 'ENABLED' },
      pool: { Policies },
    })
    for (const username of ['alice', 'nobody']) {
      const asked = await Promise.allSettled(
        Array.from({ length: 20 }, () =>
          stage.pool.device('Phone').signIn({ username, password: '' }, PREFERRED),
        ),
      )
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    }
  })

  test('is offered no code where everybody owes a second factor', async () => {
    await using stage = await stageOf({
      client: { PreventUserExistenceErrors: 'ENABLED' },
      mfa: 'required',
    })
    const phone = stage.pool.device('Phone')
    for (let count = 0; count < 12; count += 1) {
      await phone.signIn({ username: `nobody-${count}`, password: '' }, { flow: 'choice' })
      expect(phone.open.choices.filter((choice) => choice.endsWith('_OTP'))).toEqual([])
    }
  })
})

/** A name that nobody has, and that is offered a code by e-mail. */
async function nobodyWithCodes({ pool }: Awaited<ReturnType<typeof stageOf>>): Promise<string> {
  const phone = pool.device('Phone')
  for (let count = 0; count < 40; count += 1) {
    await phone.signIn({ username: `nobody-${count}`, password: '' }, { flow: 'choice' })
    if (phone.open.choices.includes('EMAIL_OTP')) return `nobody-${count}`
  }
  throw new Error('None of forty names is offered a code.')
}

describe('what a user may begin with', () => {
  test('is told to the user and to operators', async () => {
    await using stage = await stageOf()
    const phone = await stage.pool.signedIn(stage.alice)
    const expected = {
      Username: 'alice',
      ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'],
    }
    expect(await phone.call('GetUserAuthFactors', { AccessToken: phone.accessToken })).toEqual(expected)
    expect(
      await stage.pool.call('AdminGetUserAuthFactors', {
        UserPoolId: stage.pool.poolId,
        Username: 'alice',
      }),
    ).toEqual(expected)
  })
})
