import '@latchkey/testing/matchers'
import { type Device, type Person, type PoolOptions, type TestPool, userPool } from '@latchkey/testing'
import type { ChallengeNameType } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

/** Second factors whose codes are sent. What is true of both is told of both. */

const sms = {
  kind: 'sms',
  asks: 'sms code',
  challenge: 'SMS_MFA',
  address: 'phone_number',
  another: '+15557654321',
  answer: 'SMS_MFA_CODE',
  attributes: { phone_number: '+15551234567', phone_number_verified: 'true' },
  settings: 'SMSMfaSettings',
  delivery: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******4567' },
} as const
const email = {
  kind: 'email',
  asks: 'email code',
  challenge: 'EMAIL_OTP',
  address: 'email',
  another: 'mallory@example.net',
  answer: 'EMAIL_OTP_CODE',
  attributes: { email: 'alice@example.com', email_verified: 'true' },
  settings: 'EmailMfaSettings',
  delivery: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'a***@e***' },
} as const
const kinds = [sms, email]
type Kind = (typeof kinds)[number]

const mismatch = {
  code: 'CodeMismatchException',
  message: 'Invalid code or auth state for the user.',
}
const expired = {
  code: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
}
const invalidSession = { code: 'NotAuthorizedException', message: 'Invalid session for the user.' }
const locked = { code: 'NotAuthorizedException', message: 'Password attempts exceeded' }

async function stage({ kind, attributes }: Kind, options: PoolOptions = {}) {
  const pool = await userPool({ mfa: 'required', factors: [kind], ...options })
  const alice = await pool.user('alice', { attributes })
  return { pool, alice, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
}

const other = (code: string) => (code === '123456' ? '654321' : '123456')

describe.each(kinds)('a code by $kind', (kind) => {
  test('is asked for after the password, and lets in', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor(kind.asks)
    expect(laptop.open.name).toBe(kind.challenge)
    expect(laptop.open.parameters).toEqual({ USER_ID_FOR_SRP: 'alice', ...kind.delivery })
    expect(await laptop.answer(await pool.sentCode(alice))).toAskFor('nothing')
    expect(await pool.messages(alice)).toHaveLength(1)
  })

  test.each(['password', 'choice', 'operator'] as const)(
    'is asked for in the flow %s alike',
    async (flow) => {
      await using at = await stage(kind)
      const { pool, alice } = at
      const laptop = pool.device('Laptop')
      const asked = await laptop.signIn(alice, { flow })
      if (flow === 'choice') await laptop.choose('PASSWORD', alice.password)
      else expect(asked).toAskFor(kind.asks)
      expect(await laptop.answer(await pool.sentCode(alice))).toAskFor('nothing')
    },
  )

  test('is asked of a user with a temporary password once it is replaced', async () => {
    await using pool = await userPool({ mfa: 'required', factors: [kind.kind] })
    const alice = await pool.user('alice', { attributes: kind.attributes, temporaryPassword: true })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor('new password')
    expect(await pool.messages(alice)).toEqual([])
    expect(await laptop.answer('Better-horse-1')).toAskFor(kind.asks)
    expect(await laptop.answer(await pool.sentCode(alice))).toAskFor('nothing')
  })

  test('goes where it went before, whatever address comes with a new password', async () => {
    await using at = await stage(kind)
    const { pool } = at
    const bob = await pool.user('bob', { attributes: kind.attributes, temporaryPassword: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(bob)
    for (const address of [kind.another, '']) {
      const given = { [`userAttributes.${kind.address}`]: address }
      await expect(laptop.answer('Better-horse-2', given)).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: `Cannot modify an already provided ${kind.address}`,
      })
    }
    const same = { [`userAttributes.${kind.address}`]: Object.values(kind.attributes)[0] ?? '' }
    expect(await laptop.answer('Better-horse-2', same)).toAskFor(kind.asks)
    expect(laptop.open.parameters).toMatchObject(kind.delivery)
  })

  test('that is wrong may be followed by the right one', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = await pool.sentCode(alice)
    await expect(laptop.answer(other(code))).rejects.toMatchObject(mismatch)
    expect(await laptop.answer(code)).toAskFor('nothing')
  })

  test('passes once: sent a hundred times at once, one of them gets tokens', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const { session } = laptop.open
    const responses = { USERNAME: 'alice', [kind.answer]: await pool.sentCode(alice) }
    const answers = await Promise.allSettled(
      Array.from({ length: 100 }, () => laptop.respond(kind.challenge, responses, session)),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(laptop.respond(kind.challenge, responses, session)).rejects.toMatchObject(invalidSession)
  })

  test('guessed at a hundred times at once is looked at five times', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = await pool.sentCode(alice)
    const { session } = laptop.open
    const guesses = [...Array(99).fill(other(code)), code]
    const answers = await Promise.allSettled(
      guesses.map((guess) =>
        laptop.respond(kind.challenge, { USERNAME: 'alice', [kind.answer]: guess }, session),
      ),
    )
    const refusals = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'passed'))
    expect(refusals.filter((code) => code === 'CodeMismatchException')).toHaveLength(5)
    expect(refusals.filter((code) => code === 'NotAuthorizedException')).toHaveLength(95)
  })

  test('guessed at five times is over, also when the lock is', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = await pool.sentCode(alice)
    for (let guesses = 0; guesses < 5; guesses += 1)
      await expect(laptop.answer(other(code))).rejects.toMatchObject(mismatch)
    await expect(laptop.answer(code)).rejects.toMatchObject(locked)
    pool.clock.advance('2 seconds')
    await expect(laptop.answer(code)).rejects.toMatchObject(expired)
  })

  test('of another user, or of another sign-in of the same one, is wrong', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const attributes = { ...kind.attributes, email: 'bob@example.com', phone_number: '+15557654321' }
    const bob = await pool.user('bob', { attributes })
    const [laptop, phone, thief] = [pool.device('Laptop'), pool.device('Phone'), pool.device('Thief')]
    await thief.signIn(bob)
    const bobs = await pool.sentCode(bob)
    await laptop.signIn(alice)
    const first = await pool.sentCode(alice)
    pool.clock.advance('1 second')
    await phone.signIn(alice)
    const second = await pool.sentCode(alice)
    for (const wrong of [bobs, second].filter((code) => code !== first))
      await expect(laptop.answer(wrong)).rejects.toMatchObject(mismatch)
    expect(await laptop.answer(first)).toAskFor('nothing')
    expect(await phone.answer(second)).toAskFor('nothing')
  })

  test('no longer passes once a new one was asked for in the same sign-in', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const old = await pool.sentCode(alice)
    pool.clock.advance('1 second')
    // aws-amplify repeats its answer as it was, where it recovers.
    await repeat(laptop, 'PASSWORD_VERIFIER')
    const fresh = await pool.sentCode(alice)
    if (old !== fresh) await expect(laptop.answer(old)).rejects.toMatchObject(mismatch)
    expect(await laptop.answer(fresh)).toAskFor('nothing')
  })

  test('is over with the step of the sign-in that asked for it', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = await pool.sentCode(alice)
    pool.clock.advance('3 minutes')
    await expect(laptop.answer(code)).rejects.toMatchObject(invalidSession)
  })

  test('to an address that was changed meanwhile is worth nothing', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = await pool.sentCode(alice)
    const Name = Object.keys(kind.attributes)[0] ?? ''
    const Value = kind.kind === 'sms' ? '+15550000000' : 'new@example.com'
    await pool.call('AdminUpdateUserAttributes', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes: [{ Name, Value }],
    })
    await expect(laptop.answer(code)).rejects.toMatchObject(mismatch)
  })

  test('is not asked for without its Session, nor with one of another step', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const responses = { USERNAME: 'alice', [kind.answer]: await pool.sentCode(alice) }
    const { session } = laptop.open
    await expect(laptop.respond(kind.challenge, responses, undefined)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Missing required parameter Session',
    })
    const otherChallenge = kind.kind === 'sms' ? 'EMAIL_OTP' : 'SMS_MFA'
    for (const name of [otherChallenge, 'SOFTWARE_TOKEN_MFA', 'SELECT_MFA_TYPE', 'MFA_SETUP'] as const)
      await expect(laptop.respond(name, responses, session)).rejects.toMatchObject(invalidSession)
    await expect(laptop.respond(kind.challenge, { USERNAME: 'alice' }, session)).rejects.toMatchObject({
      message: `Missing required parameter ${kind.answer}`,
    })
    await expect(
      laptop.respond(kind.challenge, { ...responses, USERNAME: 'bob' }, session),
    ).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test.each(['', ' ', '12345', '1234567', '٠٠٠٠٠٠', 'x'.repeat(100_000), "' or 1=1 --"])(
    'of %o is refused',
    async (code) => {
      await using at = await stage(kind)
      const { pool, alice } = at
      const laptop = pool.device('Laptop')
      await laptop.signIn(alice)
      await expect(laptop.answer(code)).rejects.toMatchObject(
        code === '' ? { code: 'InvalidParameterException' } : mismatch,
      )
      expect(await laptop.answer(await pool.sentCode(alice))).toAskFor('nothing')
    },
  )

  test('is sent ten times in fifteen minutes to one user, and not more often', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const bob = await pool.user('bob', { attributes: { ...kind.attributes, email: 'bob@example.com' } })
    const attempts = await Promise.allSettled(
      Array.from({ length: 15 }, () => pool.device('Laptop').signIn(alice, { flow: 'password' })),
    )
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []))
    expect(refused).toHaveLength(5)
    for (const refusal of refused)
      expect(refusal).toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Attempt limit exceeded, please try after some time.',
      })
    expect(await pool.messages(alice)).toHaveLength(10)
    expect(await pool.device('Phone').signIn(bob)).toAskFor(kind.asks)
    pool.clock.advance('15 minutes')
    expect(await pool.device('Laptop').signIn(alice)).toAskFor(kind.asks)
  })

  test('is not sent to somebody without the password, nor to a user who is disabled', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await expect(laptop.signIn(alice, { password: 'Wrong-horse-1' })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    await expect(laptop.signIn(alice)).rejects.toMatchObject({ message: 'User is disabled.' })
    expect(await pool.messages(alice)).toEqual([])
  })

  test('does not let in a user who was disabled, deleted or locked meanwhile', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const here = { UserPoolId: pool.poolId, Username: 'alice' }
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = await pool.sentCode(alice)
    await pool.call('AdminDisableUser', here)
    await expect(laptop.answer(code)).rejects.toMatchObject({ message: 'User is disabled.' })
    await pool.call('AdminEnableUser', here)
    const thief = pool.device('Thief')
    for (let guesses = 0; guesses < 5; guesses += 1)
      await expect(thief.signIn(alice, { flow: 'password', password: 'Wrong-1' })).rejects.toThrow()
    await expect(laptop.answer(code)).rejects.toMatchObject(locked)
    await pool.call('AdminDeleteUser', here)
    await expect(laptop.answer(code)).rejects.toMatchObject(invalidSession)
  })

  test('counts with wrong passwords, until a whole sign-in succeeds', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const code = await pool.sentCode(alice)
    for (let guesses = 0; guesses < 4; guesses += 1)
      await expect(laptop.answer(other(code))).rejects.toMatchObject(mismatch)
    await laptop.answer(code)
    pool.clock.advance('1 second')
    await laptop.signIn(alice)
    await expect(laptop.answer(other(await pool.sentCode(alice)))).rejects.toMatchObject(mismatch)
    expect(await laptop.answer(await pool.sentCode(alice))).toAskFor('nothing')
  })

  test('says what the pool wants it to say', async () => {
    await using at = await stage(kind)
    const { pool, alice } = at
    const { poolId: UserPoolId } = pool
    const words = '{####} is your code'
    await pool.call('SetUserPoolMfaConfig', {
      UserPoolId,
      SmsMfaConfiguration: { SmsAuthenticationMessage: words },
      EmailMfaConfiguration: { Message: words, Subject: 'Hello' },
    })
    await pool.device('Laptop').signIn(alice)
    const [message] = await pool.messages(alice)
    const address = Object.values(kind.attributes)[0]
    expect(message).toMatchObject({ to: address, body: expect.stringMatching(/^\d{6} is your code$/) })
    expect(message?.subject).toBe(kind.kind === 'email' ? 'Hello' : undefined)
  })
})

async function repeat(device: Device, challenge: string): Promise<void> {
  const last = device.calls.findLast(
    ({ request }) => (request as { ChallengeName?: string }).ChallengeName === challenge,
  )
  await device.call('RespondToAuthChallenge', last?.request as never)
}

describe.each(kinds)('on devices, a code by $kind', (kind) => {
  const track = { remember: 'opt-in' } as const

  test('is skipped on a remembered device, and asked for on one not remembered, forgotten or other', async () => {
    await using at = await stage(kind, track)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    const enter = (device: Device) => comeIn(pool, device, alice, kind)
    expect(await enter(laptop)).toBe(kind.asks)
    const { key } = laptop
    expect(await enter(laptop)).toBe(kind.asks)
    expect(laptop.key).toBe(key)
    await laptop.rememberDevice()
    expect(await enter(laptop)).toBe('nothing')
    expect(laptop.claims).toMatchObject({ device_key: key })
    expect(await enter(pool.device('Phone'))).toBe(kind.asks)
    await laptop.doNotRemember()
    expect(await enter(laptop)).toBe(kind.asks)
    await laptop.rememberDevice()
    await laptop.forgetDevice()
    expect(await enter(laptop)).toBe(kind.asks)
    expect(laptop.key).not.toBe(key)
  })

  test('sends nothing on a remembered device', async () => {
    await using at = await stage(kind, { remember: 'always' })
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await comeIn(pool, laptop, alice, kind)
    const before = await pool.messages(alice)
    expect(await laptop.signIn(alice)).toAskFor('nothing')
    expect(await pool.messages(alice)).toEqual(before)
  })

  test('is asked for also on a remembered one where that replaces nothing, and the device proves itself then', async () => {
    await using at = await stage(kind, { remember: 'always', devicesReplaceMfa: false })
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await comeIn(pool, laptop, alice, kind)
    expect(await comeIn(pool, laptop, alice, kind)).toBe(kind.asks)
    expect(laptop.walk).toEqual([
      'USER_SRP_AUTH',
      'PASSWORD_VERIFIER',
      kind.challenge,
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
    ])
  })

  test('once right, and not before, lets its own Session go on to the proof of the device', async () => {
    await using at = await stage(kind, { remember: 'always', devicesReplaceMfa: false })
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await comeIn(pool, laptop, alice, kind)
    const key = laptop.key
    const wire = (ChallengeName: ChallengeNameType, answer: Record<string, string>) =>
      pool.call('RespondToAuthChallenge', {
        ClientId: pool.client.clientId,
        ChallengeName,
        Session: laptop.open.session,
        ChallengeResponses: { USERNAME: 'alice', DEVICE_KEY: key, ...answer },
      })
    const begin = () => wire('DEVICE_SRP_AUTH', { SRP_A: '2' })

    pool.clock.advance('20 minutes')
    expect(await laptop.signIn(alice)).toAskFor(kind.asks)
    await expect(begin()).rejects.toMatchObject(invalidSession)
    await expect(wire(kind.challenge, { [kind.answer]: other(await pool.sentCode(alice)) })).rejects.toThrow()
    await expect(begin()).rejects.toMatchObject(invalidSession)
    const next = await wire(kind.challenge, { [kind.answer]: await pool.sentCode(alice) })
    expect(next.ChallengeName).toBe('DEVICE_SRP_AUTH')
    expect(await begin()).toMatchObject({ ChallengeName: 'DEVICE_PASSWORD_VERIFIER' })

    pool.clock.advance('20 minutes')
    await expect(begin()).rejects.toMatchObject(invalidSession)
  })

  test('takes an answer with a device key that means nothing, and gives out a new one', async () => {
    await using at = await stage(kind, track)
    const { pool, alice } = at
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const DEVICE_KEY = 'local_00000000-0000-4000-8000-000000000000'
    expect(await laptop.answer(await pool.sentCode(alice), { DEVICE_KEY })).toAskFor('nothing')
    expect(laptop.key).not.toBe(DEVICE_KEY)
  })
})

/** A sign-in to its end, with the code that is sent if one is asked for; what it asked for. */
async function comeIn(pool: TestPool, device: Device, who: Person, { asks }: Kind): Promise<string> {
  pool.clock.advance('20 minutes')
  const progress = await device.signIn(who)
  if (progress.asks === asks) await device.answer(await pool.sentCode(who))
  expect(device.accessToken).toBeDefined()
  return progress.asks
}
