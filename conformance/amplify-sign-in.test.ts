import { expect, test, vi } from 'vitest'
import { ASKS_FOR_TOTP, browser, SIGNED_IN } from './amplify.js'
import { authenticatorApp, userPool } from './pool-server.js'
import { KNOWN_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

test('a wrong password is refused, and so is a name that nobody has', async () => {
  await using pool = await userPool({ client: { PreventUserExistenceErrors: 'ENABLED' } })
  const { username } = await pool.user('alice')
  const laptop = browser(pool)

  for (const name of [username, 'nobody']) {
    await expect(laptop.auth.signIn({ username: name, password: 'Wrong-horse-1' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    })
  }
  expect(laptop.hasTokens()).toBe(false)
})

test('where missing users are not hidden, a name that nobody has is told', async () => {
  await using pool = await userPool()

  await expect(
    browser(pool).auth.signIn({ username: 'nobody', password: 'Wrong-horse-1' }),
  ).rejects.toMatchObject({ name: 'UserNotFoundException' })
})

test('a user whom an operator disabled cannot sign in', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  await pool.admin.adminDisableUser({ UserPoolId: pool.poolId, Username: username })

  await expect(browser(pool).auth.signIn({ username, password })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User is disabled.',
  })
})

test('who signs in is told by the tokens', async () => {
  await using pool = await userPool()
  const { username, password, sub } = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
  const laptop = browser(pool)
  await laptop.auth.signIn({ username, password })

  expect(await laptop.auth.getCurrentUser()).toEqual({
    username: 'alice',
    userId: sub,
    signInDetails: { loginId: 'alice', authFlowType: 'USER_SRP_AUTH' },
  })
  const { tokens, userSub } = await laptop.auth.fetchAuthSession()
  expect(userSub).toBe(sub)
  expect(tokens?.accessToken.payload.device_key).toBe(laptop.deviceKeys('alice').deviceKey)
  expect(tokens?.idToken?.payload).toMatchObject({ email: 'alice@example.com', 'cognito:username': 'alice' })
})

test('a wrong code may be followed by the right one', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const laptop = browser(pool)
  expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  const code = alice.totp()
  const wrong = code === '123456' ? '654321' : '123456'

  await expect(laptop.auth.confirmSignIn({ challengeResponse: wrong })).rejects.toMatchObject({
    name: 'CodeMismatchException',
  })
  expect(await laptop.auth.confirmSignIn({ challengeResponse: code })).toEqual(SIGNED_IN)
})

test('a code passes once', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  const [laptop, phone] = [browser(pool), browser(pool)]
  const code = alice.totp()
  await laptop.enter({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: code })

  await phone.enter({ username, password })
  await expect(phone.auth.confirmSignIn({ challengeResponse: code })).rejects.toMatchObject({
    name: 'ExpiredCodeException',
  })
  expect(await phone.auth.confirmSignIn({ challengeResponse: alice.totp() })).toEqual(SIGNED_IN)
})

test('a user who has a temporary password chooses another one, and the device is tracked', async () => {
  await using pool = await userPool({
    pool: { Schema: [{ Name: 'name', Required: true, Mutable: true }] },
  })
  await pool.admin.adminCreateUser({
    UserPoolId: pool.poolId,
    Username: 'alice',
    TemporaryPassword: 'Temporary-horse-1',
    MessageAction: 'SUPPRESS',
  })
  const laptop = browser(pool)

  expect(await laptop.auth.signIn({ username: 'alice', password: 'Temporary-horse-1' })).toEqual({
    isSignedIn: false,
    nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: ['name'] },
  })
  const userAttributes = { name: 'Alice' }
  await expect(
    laptop.auth.confirmSignIn({ challengeResponse: 'too short', options: { userAttributes } }),
  ).rejects.toMatchObject({ name: 'InvalidPasswordException' })
  expect(
    await laptop.auth.confirmSignIn({ challengeResponse: 'Lasting-horse-1', options: { userAttributes } }),
  ).toEqual(SIGNED_IN)

  expect(await laptop.auth.fetchUserAttributes()).toMatchObject({ name: 'Alice' })
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
  await laptop.auth.signOut()
  const walk = await pool.book.during(() =>
    laptop.auth.signIn({ username: 'alice', password: 'Lasting-horse-1' }),
  )
  expect(walk).toEqual(KNOWN_DEVICE)
})

test('where a second factor is required, a user sets it up in the middle of the sign-in', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const app = authenticatorApp(pool.clock)

  const { nextStep } = await laptop.auth.signIn({ username, password })
  if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep)
  const { sharedSecret, getSetupUri } = nextStep.totpSetupDetails
  expect(String(getSetupUri('Latchkey'))).toContain(`secret=${sharedSecret}`)
  const code = app(sharedSecret)
  const wrong = code === '123456' ? '654321' : '123456'
  await expect(laptop.auth.confirmSignIn({ challengeResponse: wrong })).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  })
  expect(await laptop.auth.confirmSignIn({ challengeResponse: code })).toEqual(SIGNED_IN)

  expect(await laptop.auth.fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' })
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
  const phone = browser(pool)
  expect(await phone.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  expect(await phone.auth.confirmSignIn({ challengeResponse: app(sharedSecret) })).toEqual(SIGNED_IN)
})

const BY_CHOICE = { authFlowType: 'USER_AUTH' } as const

test('a user may choose the password as first factor', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)

  const walk = await pool.book.during(async () => {
    expect(await laptop.auth.signIn({ username, options: BY_CHOICE })).toEqual({
      isSignedIn: false,
      nextStep: {
        signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
        availableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
      },
    })
    expect(await laptop.auth.confirmSignIn({ challengeResponse: 'PASSWORD' })).toEqual({
      isSignedIn: false,
      nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' },
    })
    expect(await laptop.auth.confirmSignIn({ challengeResponse: password })).toEqual(SIGNED_IN)
  })

  expect(walk).toEqual([
    'InitiateAuth USER_AUTH → SELECT_CHALLENGE',
    'RespondToAuthChallenge SELECT_CHALLENGE → tokens and a new device',
    'ConfirmDevice → done',
  ])
})

test('a user may choose the password by SRP as first factor, on a new device and on a known one', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const signIn = async () => {
    await laptop.auth.signIn({ username, options: BY_CHOICE })
    await laptop.auth.confirmSignIn({ challengeResponse: 'PASSWORD_SRP' })
    expect(await laptop.auth.confirmSignIn({ challengeResponse: password })).toEqual(SIGNED_IN)
  }

  expect(await pool.book.during(signIn)).toEqual([
    'InitiateAuth USER_AUTH → SELECT_CHALLENGE',
    'RespondToAuthChallenge SELECT_CHALLENGE → PASSWORD_VERIFIER',
    'RespondToAuthChallenge PASSWORD_VERIFIER → tokens and a new device',
    'ConfirmDevice → done',
  ])
  await laptop.auth.signOut()
  expect(await pool.book.during(signIn)).toEqual([
    'InitiateAuth USER_AUTH → SELECT_CHALLENGE',
    'RespondToAuthChallenge SELECT_CHALLENGE → PASSWORD_VERIFIER',
    ...KNOWN_DEVICE.slice(1),
  ])
})

test('an app may prefer the password, in the clear or by SRP, and there is nothing to choose', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const prefer = (preferredChallenge: 'PASSWORD' | 'PASSWORD_SRP') => () =>
    laptop.auth.signIn({ username, password, options: { ...BY_CHOICE, preferredChallenge } })

  expect(await pool.book.during(prefer('PASSWORD'))).toEqual([
    'InitiateAuth USER_AUTH → tokens and a new device',
    'ConfirmDevice → done',
  ])
  await laptop.auth.signOut()
  expect(await pool.book.during(prefer('PASSWORD_SRP'))).toEqual([
    'InitiateAuth USER_AUTH → PASSWORD_VERIFIER',
    ...KNOWN_DEVICE.slice(1),
  ])
})

test('a wrong password after a choice is refused', async () => {
  await using pool = await userPool()
  const { username } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.auth.signIn({ username, options: BY_CHOICE })
  await laptop.auth.confirmSignIn({ challengeResponse: 'PASSWORD' })

  await expect(laptop.auth.confirmSignIn({ challengeResponse: 'Wrong-horse-1' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test('a user who is not confirmed is sent to the confirmation', async () => {
  await using pool = await userPool()
  const laptop = browser(pool)
  await laptop.auth.signUp({ username: 'alice', password: 'Correct-horse-1' })

  expect(await laptop.auth.signIn({ username: 'alice', password: 'Correct-horse-1' })).toEqual({
    isSignedIn: false,
    nextStep: { signInStep: 'CONFIRM_SIGN_UP' },
  })
})

test('an app sets up a second factor for a signed-in user, and switches it off again', async () => {
  await using pool = await userPool({ mfa: 'optional', remember: 'off' })
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  const app = authenticatorApp(pool.clock)
  await laptop.enter({ username, password })
  expect(await laptop.auth.fetchMFAPreference()).toEqual({})

  const { sharedSecret } = await laptop.auth.setUpTOTP()
  await laptop.auth.verifyTOTPSetup({ code: app(sharedSecret) })
  await laptop.auth.updateMFAPreference({ totp: 'PREFERRED' })
  expect(await laptop.auth.fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' })
  await laptop.auth.signOut()

  expect(await laptop.auth.signIn({ username, password })).toEqual(ASKS_FOR_TOTP)
  expect(await laptop.auth.confirmSignIn({ challengeResponse: app(sharedSecret) })).toEqual(SIGNED_IN)
  await laptop.auth.updateMFAPreference({ totp: 'DISABLED' })
  expect(await laptop.auth.fetchMFAPreference()).toEqual({})
  await laptop.auth.signOut()
  expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)
})

test('a wrong code does not set up a second factor, and none is preferred before it is set up', async () => {
  await using pool = await userPool({ mfa: 'optional' })
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const { sharedSecret } = await laptop.auth.setUpTOTP()
  const right = authenticatorApp(pool.clock)(sharedSecret)

  const code = right === '123456' ? '654321' : '123456'
  await expect(laptop.auth.verifyTOTPSetup({ code })).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  })
  await expect(laptop.auth.updateMFAPreference({ totp: 'PREFERRED' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('a flow that the client does not allow is refused', async () => {
  await using pool = await userPool({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } })
  const { username, password } = await pool.user('alice')

  await expect(
    browser(pool).auth.signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } }),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
  })
})
