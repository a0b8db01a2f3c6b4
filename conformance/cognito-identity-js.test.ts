import { CognitoUserAttribute, type CognitoUserSession } from 'amazon-cognito-identity-js'
import { expect, test, vi } from 'vitest'
import {
  answerOf,
  enter,
  oldBrowser,
  resultOf,
  sendNewPassword,
  sendSmsCode,
  sendTotp,
  signIn,
} from './cognito-js.js'
import { authenticatorApp, given, userPool } from './pool-server.js'
import { KNOWN_DEVICE, NEW_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

type Listed = { Devices: { DeviceKey: string }[]; PaginationToken?: string }

const DEVICE_NAME = typeof navigator === 'undefined' ? 'nodejs' : navigator.userAgent

test('a new device is tracked, and a known one proves itself', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)

  const walk = await pool.book.during(async () => {
    expect(await signIn(laptop.user(username), password)).toMatchObject({
      asksFor: 'nothing',
      userConfirmationNecessary: false,
    })
  })

  expect(walk).toEqual(NEW_DEVICE)
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKey('alice')])
  expect(await pool.book.during(() => signIn(laptop.user(username), password))).toEqual(KNOWN_DEVICE)
})

test('with the password in the clear, a known device proves itself too', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  const byPassword = () => enter(laptop.user(username), password)

  expect(await pool.book.during(byPassword)).toEqual([
    'InitiateAuth USER_PASSWORD_AUTH → tokens and a new device',
    'ConfirmDevice → done',
  ])
  expect(await pool.book.during(byPassword)).toEqual([
    'InitiateAuth USER_PASSWORD_AUTH → DEVICE_SRP_AUTH',
    ...KNOWN_DEVICE.slice(2),
  ])
})

test('a wrong password is refused', async () => {
  await using pool = await userPool()
  const { username } = await pool.user('alice')

  await expect(signIn(oldBrowser(pool).user(username), 'Wrong-horse-1')).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
})

test('where the user decides, a device is remembered and not remembered as the user says', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  const user = laptop.user(username)
  expect(await signIn(user, password)).toMatchObject({ userConfirmationNecessary: true })

  expect(await answerOf<string>((callbacks) => user.setDeviceStatusRemembered(callbacks))).toBe('SUCCESS')
  expect(await pool.book.during(() => signIn(laptop.user(username), password))).toEqual(KNOWN_DEVICE)

  expect(await answerOf<string>((callbacks) => user.setDeviceStatusNotRemembered(callbacks))).toBe('SUCCESS')
  expect(await pool.book.during(() => signIn(laptop.user(username), password))).toEqual([
    'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
    'RespondToAuthChallenge PASSWORD_VERIFIER → tokens',
  ])
})

test('a browser reads its own device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  const user = laptop.user(username)
  await enter(user, password)

  expect(await answerOf<unknown>((callbacks) => user.getDevice(callbacks))).toEqual({
    Device: {
      DeviceKey: laptop.deviceKey('alice'),
      DeviceAttributes: [
        { Name: 'device_status', Value: 'valid' },
        { Name: 'device_name', Value: DEVICE_NAME },
        { Name: 'last_ip_used', Value: '127.0.0.1' },
      ],
      DeviceCreateDate: expect.any(Number),
      DeviceLastModifiedDate: expect.any(Number),
      DeviceLastAuthenticatedDate: expect.any(Number),
    },
  })
})

test('devices are listed page by page, newest first', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const keys: string[] = []
  let user = oldBrowser(pool).user(username)
  for (let count = 0; count < 5; count += 1) {
    const each = oldBrowser(pool)
    user = each.user(username)
    await enter(user, password)
    keys.unshift(given(each.deviceKey('alice')))
  }

  const pages: string[][] = []
  let token: string | null = null
  do {
    const page: Listed = await answerOf<Listed>((callbacks) => user.listDevices(2, token, callbacks))
    pages.push(page.Devices.map(({ DeviceKey }) => DeviceKey))
    token = page.PaginationToken ?? null
  } while (token !== null)

  expect(pages).toEqual([keys.slice(0, 2), keys.slice(2, 4), keys.slice(4)])
})

test('a user forgets one device and another, and then this one', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone] = [oldBrowser(pool), oldBrowser(pool)]
  await enter(phone.user(username), password)
  const user = laptop.user(username)
  await enter(user, password)

  await answerOf<string>((callbacks) => user.forgetSpecificDevice(given(phone.deviceKey('alice')), callbacks))
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKey('alice')])
  await answerOf<string>((callbacks) => user.forgetDevice(callbacks))
  expect(await pool.trackedDevices('alice')).toEqual([])
  expect(laptop.deviceKey('alice')).toBeUndefined()
})

test('a device that an operator forgot recovers as a new one with a single repetition', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  await enter(laptop.user(username), password)
  const forgotten = given(laptop.deviceKey('alice'))
  await pool.admin.adminForgetDevice({ UserPoolId: pool.poolId, Username: 'alice', DeviceKey: forgotten })

  const walk = await pool.book.during(() => signIn(laptop.user(username), password))

  expect(walk).toEqual([
    'InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER',
    'RespondToAuthChallenge PASSWORD_VERIFIER → ResourceNotFoundException',
    'RespondToAuthChallenge PASSWORD_VERIFIER → tokens and a new device',
    'ConfirmDevice → done',
  ])
  const repeated = pool.book.last('RespondToAuthChallenge', 'PASSWORD_VERIFIER').request.ChallengeResponses
  expect(repeated).toMatchObject({ DEVICE_KEY: null })
  expect(laptop.deviceKey('alice')).not.toBe(forgotten)
})

test('a device whose secret is stale is told so', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  await enter(laptop.user(username), password)
  laptop.overwriteSecret('alice', 'no longer the secret')

  await expect(signIn(laptop.user(username), password)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Device does not exist.',
  })
})

test('a session is refreshed with the key of its device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  const user = laptop.user(username)
  const outcome = await enter(user, password)
  if (outcome.asksFor !== 'nothing') throw new Error(outcome.asksFor)

  const refreshed = await resultOf<CognitoUserSession>((callback) =>
    user.refreshSession(outcome.session.getRefreshToken(), callback),
  )

  expect(refreshed?.isValid()).toBe(true)
  expect(pool.book.last('InitiateAuth', 'REFRESH_TOKEN_AUTH').request.AuthParameters).toMatchObject({
    DEVICE_KEY: laptop.deviceKey('alice'),
  })
})

test('where devices are not tracked, a session is refreshed though the device key is null', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username, password } = await pool.user('alice')
  const user = oldBrowser(pool).user(username)
  const outcome = await enter(user, password)
  if (outcome.asksFor !== 'nothing') throw new Error(outcome.asksFor)

  await resultOf<CognitoUserSession>((callback) =>
    user.refreshSession(outcome.session.getRefreshToken(), callback),
  )
  expect(pool.book.last('InitiateAuth', 'REFRESH_TOKEN_AUTH').request.AuthParameters).toMatchObject({
    DEVICE_KEY: null,
  })
})

test('a session that was revoked ends after the six tries of the client, and nobody is locked out', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = oldBrowser(pool)
  const user = laptop.user(username)
  const outcome = await enter(user, password)
  if (outcome.asksFor !== 'nothing') throw new Error(outcome.asksFor)
  await pool.admin.adminUserGlobalSignOut({ UserPoolId: pool.poolId, Username: username })

  const walk = await pool.book.during(() =>
    expect(
      resultOf((callback) => user.refreshSession(outcome.session.getRefreshToken(), callback)),
    ).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Refresh Token has been revoked',
    }),
  )

  expect(walk).toEqual(Array(6).fill('InitiateAuth REFRESH_TOKEN_AUTH → NotAuthorizedException'))
  expect(laptop.hasTokens()).toBe(false)
  expect(await signIn(laptop.user(username), password)).toMatchObject({ asksFor: 'nothing' })
})

test('a second factor is asked of a new device and not of a remembered one', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = oldBrowser(pool)
  const user = laptop.user(username)

  expect(await signIn(user, password)).toEqual({ asksFor: 'totp' })
  expect(await sendTotp(user, alice.totp())).toMatchObject({ asksFor: 'nothing' })
  expect(laptop.deviceKey('alice')).toBeDefined()
  expect(await pool.book.during(() => signIn(laptop.user(username), password))).toEqual(KNOWN_DEVICE)
})

test('a second factor is asked of a device that is not remembered, and the device proves nothing after it', async () => {
  await using pool = await userPool({ mfa: 'required', remember: 'opt-in' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = oldBrowser(pool)
  for (const round of ['first', 'second']) {
    const user = laptop.user(username)
    expect(await signIn(user, password), round).toEqual({ asksFor: 'totp' })
    expect(await sendTotp(user, alice.totp()), round).toMatchObject({ asksFor: 'nothing' })
  }
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKey('alice')])
})

test('a code by SMS is asked of a new device and of one that is not remembered, and not of a remembered one', async () => {
  await using pool = await userPool({ mfa: 'required', factors: ['sms'], remember: 'opt-in' })
  const { username, password } = await pool.user('alice', {
    attributes: { phone_number: '+15551234567', phone_number_verified: 'true' },
  })
  const browser = oldBrowser(pool)
  const user = browser.user(username)
  const asked = { asksFor: 'sms code', destination: '+*******4567' }
  for (const round of ['new', 'not remembered']) {
    expect(await enter(user, password), round).toEqual(asked)
    expect(await sendSmsCode(user, await pool.latestCode(username)), round).toMatchObject({
      asksFor: 'nothing',
    })
  }
  await answerOf<string>((callbacks) => user.setDeviceStatusRemembered(callbacks))
  expect(await enter(user, password)).toMatchObject({ asksFor: 'nothing' })
  expect(await enter(oldBrowser(pool).user(username), password)).toEqual(asked)
})

test('a remembered device that replaces nothing proves itself after the second factor', async () => {
  await using pool = await userPool({ mfa: 'required', factors: ['sms'], deviceReplacesMfa: false })
  const { username, password } = await pool.user('alice', {
    attributes: { phone_number: '+15551234567', phone_number_verified: 'true' },
  })
  const user = oldBrowser(pool).user(username)
  await enter(user, password)
  await sendSmsCode(user, await pool.latestCode(username))

  await enter(user, password)
  const code = await pool.latestCode(username)
  const walk = await pool.book.during(async () => {
    expect(await sendSmsCode(user, code)).toMatchObject({ asksFor: 'nothing' })
  })
  expect(walk).toEqual(['RespondToAuthChallenge SMS_MFA → DEVICE_SRP_AUTH', ...KNOWN_DEVICE.slice(2)])
})

test('a code by SMS that is wrong is refused, and the right one passes after it', async () => {
  await using pool = await userPool({ mfa: 'required', factors: ['sms'] })
  const { username, password } = await pool.user('alice', {
    attributes: { phone_number: '+15551234567', phone_number_verified: 'true' },
  })
  const user = oldBrowser(pool).user(username)
  await signIn(user, password)
  const code = await pool.latestCode(username)
  const wrong = code === '123456' ? '654321' : '123456'
  await expect(sendSmsCode(user, wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  expect(await sendSmsCode(user, code)).toMatchObject({ asksFor: 'nothing' })
})

test('a user sets up an authenticator app', async () => {
  await using pool = await userPool({ mfa: 'optional', remember: 'off' })
  const { username, password } = await pool.user('alice')
  const app = authenticatorApp(pool.clock)
  const user = oldBrowser(pool).user(username)
  await enter(user, password)

  const secret = await new Promise<string>((resolve, reject) =>
    user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject }),
  )
  await answerOf((callbacks) => user.verifySoftwareToken(app(secret), 'phone', callbacks))
  const preference = { PreferredMfa: true, Enabled: true }
  await resultOf((callback) => user.setUserMfaPreference(null, preference, callback))

  const again = oldBrowser(pool).user(username)
  expect(await signIn(again, password)).toEqual({ asksFor: 'totp' })
  expect(await sendTotp(again, app(secret))).toMatchObject({ asksFor: 'nothing' })
})

test('a user who has a temporary password chooses another one, and the device is tracked', async () => {
  await using pool = await userPool()
  await pool.admin.adminCreateUser({
    UserPoolId: pool.poolId,
    Username: 'alice',
    TemporaryPassword: 'Temporary-horse-1',
    MessageAction: 'SUPPRESS',
  })
  const laptop = oldBrowser(pool)
  const user = laptop.user('alice')

  expect(await signIn(user, 'Temporary-horse-1')).toEqual({ asksFor: 'new password' })
  expect(await sendNewPassword(user, 'Lasting-horse-1')).toMatchObject({ asksFor: 'nothing' })
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKey('alice')])
})

test('a user signs up, confirms the address by a code and signs in', async () => {
  await using pool = await userPool({ pool: { AutoVerifiedAttributes: ['email'] } })
  const laptop = oldBrowser(pool)
  const attributes = [new CognitoUserAttribute({ Name: 'email', Value: 'alice@example.com' })]
  const password = 'Correct-horse-1'
  const joined = await resultOf<{ userConfirmed: boolean }>((callback) =>
    laptop.pool.signUp('alice', password, attributes, [], callback),
  )
  expect(joined).toMatchObject({ userConfirmed: false })
  await expect(signIn(laptop.user('alice'), password)).rejects.toMatchObject({
    code: 'UserNotConfirmedException',
  })

  const code = await pool.latestCode('alice')
  await resultOf((callback) => laptop.user('alice').confirmRegistration(code, false, callback))
  expect(await signIn(laptop.user('alice'), password)).toMatchObject({ asksFor: 'nothing' })
})

test('a global sign-out refuses the tokens of every other browser', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone] = [oldBrowser(pool).user(username), oldBrowser(pool).user(username)]
  await enter(laptop, password)
  await enter(phone, password)

  await answerOf<string>((callbacks) => laptop.globalSignOut(callbacks))
  await expect(answerOf((callbacks) => phone.listDevices(10, null, callbacks))).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  })
})

test('a user changes the password, reads the account, and deletes it', async () => {
  await using pool = await userPool()
  const { username, password, sub } = await pool.user('alice')
  const user = oldBrowser(pool).user(username)
  await enter(user, password)

  expect(
    await resultOf<string>((callback) => user.changePassword(password, 'Better-horse-1', callback)),
  ).toBe('SUCCESS')
  const attributes = await resultOf<CognitoUserAttribute[]>((callback) => user.getUserAttributes(callback))
  expect(attributes?.map(({ Name, Value }) => ({ Name, Value }))).toEqual([{ Name: 'sub', Value: sub }])
  expect(await resultOf<string>((callback) => user.deleteUser(callback))).toBe('SUCCESS')
  await expect(signIn(oldBrowser(pool).user(username), 'Better-horse-1')).rejects.toMatchObject({
    code: 'UserNotFoundException',
  })
})

test('a forgotten password is reset by the code that was mailed', async () => {
  await using pool = await userPool()
  const { username } = await pool.user('alice', {
    attributes: { email: 'alice@example.com', email_verified: 'true' },
  })
  const user = oldBrowser(pool).user(username)

  expect(await answerOf<unknown>((callbacks) => user.forgotPassword(callbacks))).toEqual({
    CodeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
  })
  const code = await pool.latestCode(username)
  await answerOf<string>((callbacks) => user.confirmPassword(code, 'Better-horse-2', callbacks))
  expect(await signIn(oldBrowser(pool).user(username), 'Better-horse-2')).toMatchObject({
    asksFor: 'nothing',
  })
})

test('an address is verified by the code that was mailed', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
  const user = oldBrowser(pool).user(username)
  await enter(user, password)

  await new Promise<void>((resolve, reject) =>
    user.getAttributeVerificationCode('email', {
      onSuccess: () => resolve(),
      onFailure: reject,
      inputVerificationCode: () => resolve(),
    }),
  )
  const code = await pool.latestCode(username)
  expect(await answerOf<string>((callbacks) => user.verifyAttribute('email', code, callbacks))).toBe(
    'SUCCESS',
  )
})
