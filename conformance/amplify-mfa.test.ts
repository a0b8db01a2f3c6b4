import { describe, expect, test, vi } from 'vitest'
import { ASKS_FOR_TOTP, type Browser, browser, SIGNED_IN } from './amplify.js'
import { type PoolOptions, type TestUser, type UserPool, userPool } from './pool-server.js'

vi.setConfig({ testTimeout: 60_000 })

/** Each second factor, on each state of a device. */

const PHONE = { phone_number: '+15551234567', phone_number_verified: 'true' }
const EMAIL = { email: 'alice@example.com', email_verified: 'true' }

const asksForSms = {
  isSignedIn: false,
  nextStep: {
    signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
    codeDeliveryDetails: { deliveryMedium: 'SMS', destination: '+*******4567' },
  },
}
const asksForEmail = {
  isSignedIn: false,
  nextStep: {
    signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
    codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'a***@e***' },
  },
}

type Kind = {
  kind: NonNullable<PoolOptions['factors']>[number]
  user: Parameters<UserPool['user']>[1]
  asks: object
  challenge: string
}
const kinds: Kind[] = [
  { kind: 'sms', user: { attributes: PHONE }, asks: asksForSms, challenge: 'SMS_MFA' },
  { kind: 'email', user: { attributes: EMAIL }, asks: asksForEmail, challenge: 'EMAIL_OTP' },
  { kind: 'totp', user: { totp: true }, asks: ASKS_FOR_TOTP, challenge: 'SOFTWARE_TOKEN_MFA' },
]

describe.each(kinds)('the second factor $kind', ({ kind, user, asks, challenge }) => {
  async function stage(options: PoolOptions = {}) {
    const pool = await userPool({ mfa: 'required', factors: [kind], ...options })
    const alice = await pool.user('alice', user)
    const code = () => (kind === 'totp' ? alice.totp() : pool.latestCode('alice'))
    return { pool, alice, code, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
  }

  /** Asked on the way in, and signed in with the right code. */
  async function isAsked(there: Browser, alice: TestUser, code: () => string | Promise<string>) {
    expect(await there.enter(alice)).toEqual(asks)
    expect(await there.auth.confirmSignIn({ challengeResponse: await code() })).toEqual(SIGNED_IN)
  }

  test('is skipped on a remembered device, and asked for on one not remembered, forgotten or other', async () => {
    await using at = await stage({ remember: 'opt-in' })
    const { pool, alice, code } = at
    const [laptop, phone] = [browser(pool), browser(pool)]
    await isAsked(laptop, alice, code)
    const keys = laptop.deviceKeys('alice')
    await laptop.auth.signOut()
    await isAsked(laptop, alice, code)
    expect(laptop.deviceKeys('alice')).toEqual(keys)

    await laptop.auth.rememberDevice()
    await laptop.auth.signOut()
    expect(await laptop.enter(alice)).toEqual(SIGNED_IN)
    await isAsked(phone, alice, code)

    await laptop.auth.forgetDevice()
    await laptop.auth.signOut()
    await isAsked(laptop, alice, code)
    expect(laptop.deviceKeys('alice').deviceKey).not.toBe(keys.deviceKey)
  })

  test('comes first where a device replaces nothing, and the device proves itself after it', async () => {
    await using at = await stage({ deviceReplacesMfa: false })
    const { pool, alice, code } = at
    const laptop = browser(pool)
    await isAsked(laptop, alice, code)
    await laptop.auth.signOut()

    const walk = await pool.book.during(() => isAsked(laptop, alice, code))

    // How the story reads the code.
    const calls = walk.filter((call) => !call.startsWith('AdminGetUser'))
    expect(calls).toEqual([
      `InitiateAuth USER_PASSWORD_AUTH → ${challenge}`,
      `RespondToAuthChallenge ${challenge} → DEVICE_SRP_AUTH`,
      'RespondToAuthChallenge DEVICE_SRP_AUTH → DEVICE_PASSWORD_VERIFIER',
      'RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER → tokens',
    ])
    expect(await pool.trackedDevices('alice')).toHaveLength(1)
  })

  test('is asked for after a password by SRP, and a wrong code may be followed by the right one', async () => {
    await using at = await stage()
    const { pool, alice, code } = at
    const laptop = browser(pool)
    const { username, password } = alice
    expect(await laptop.auth.signIn({ username, password })).toEqual(asks)
    const right = await code()
    const wrong = right === '123456' ? '654321' : '123456'
    await expect(laptop.auth.confirmSignIn({ challengeResponse: wrong })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    })
    expect(await laptop.auth.confirmSignIn({ challengeResponse: right })).toEqual(SIGNED_IN)
    expect(laptop.deviceKeys('alice').deviceKey).toBeDefined()
  })
})

test('a user with several second factors chooses one of them, and prefers one from then on', async () => {
  await using pool = await userPool({ mfa: 'required', factors: ['sms', 'totp', 'email'], remember: 'off' })
  const alice = await pool.user('alice', { attributes: { ...PHONE, ...EMAIL } })
  const laptop = browser(pool)
  expect(await laptop.enter(alice)).toMatchObject({
    nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes: ['SMS', 'EMAIL'] },
  })
  expect(await laptop.auth.confirmSignIn({ challengeResponse: 'EMAIL' })).toEqual(asksForEmail)
  const challengeResponse = await pool.latestCode('alice')
  expect(await laptop.auth.confirmSignIn({ challengeResponse })).toEqual(SIGNED_IN)

  await laptop.auth.updateMFAPreference({ sms: 'PREFERRED', email: 'ENABLED' })
  expect(await laptop.auth.fetchMFAPreference()).toEqual({ enabled: ['SMS', 'EMAIL'], preferred: 'SMS' })
  await laptop.auth.signOut()
  expect(await laptop.enter(alice)).toEqual(asksForSms)
})

test('a user without a second factor sets e-mail up on the way in', async () => {
  await using pool = await userPool({ mfa: 'required', factors: ['totp', 'email'] })
  const alice = await pool.user('alice')
  const laptop = browser(pool)
  expect(await laptop.enter(alice)).toMatchObject({
    nextStep: {
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      allowedMFATypes: ['TOTP', 'EMAIL'],
    },
  })
  expect(await laptop.auth.confirmSignIn({ challengeResponse: 'EMAIL' })).toMatchObject({
    nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' },
  })
  expect(await laptop.auth.confirmSignIn({ challengeResponse: 'alice@example.com' })).toEqual(asksForEmail)
  const challengeResponse = await pool.latestCode('alice')
  expect(await laptop.auth.confirmSignIn({ challengeResponse })).toEqual(SIGNED_IN)
  expect(await laptop.auth.fetchUserAttributes()).toMatchObject(EMAIL)
  expect(await laptop.auth.fetchMFAPreference()).toEqual({ enabled: ['EMAIL'], preferred: 'EMAIL' })
  expect(laptop.deviceKeys('alice').deviceKey).toBeDefined()
})

test('an optional second factor is asked of those who switched it on', async () => {
  await using pool = await userPool({ mfa: 'optional', factors: ['email'], remember: 'off' })
  const alice = await pool.user('alice', { attributes: EMAIL })
  const laptop = browser(pool)
  expect(await laptop.enter(alice)).toEqual(SIGNED_IN)
  await laptop.auth.updateMFAPreference({ email: 'PREFERRED' })
  await laptop.auth.signOut()
  expect(await laptop.enter(alice)).toEqual(asksForEmail)
  const challengeResponse = await pool.latestCode('alice')
  expect(await laptop.auth.confirmSignIn({ challengeResponse })).toEqual(SIGNED_IN)
  await laptop.auth.updateMFAPreference({ email: 'DISABLED' })
  await laptop.auth.signOut()
  expect(await laptop.enter(alice)).toEqual(SIGNED_IN)
})
