import { expect, test, vi } from 'vitest'
import { browser, SIGNED_IN } from './amplify.js'
import { userPool } from './pool-server.js'
import { KNOWN_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

const BY_EMAIL = { AutoVerifiedAttributes: ['email' as const] }
const email = 'alice@example.com'
const password = 'Correct-horse-1'

test('a user signs up, confirms the address by a code, and is signed in automatically', async () => {
  await using pool = await userPool({ pool: BY_EMAIL })
  const laptop = browser(pool)

  const signUp = await laptop.auth.signUp({
    username: 'alice',
    password,
    options: { userAttributes: { email }, autoSignIn: true },
  })
  expect(signUp).toMatchObject({
    isSignUpComplete: false,
    nextStep: {
      signUpStep: 'CONFIRM_SIGN_UP',
      codeDeliveryDetails: { destination: 'a***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' },
    },
  })
  const confirmationCode = await pool.latestCode('alice')
  expect(await laptop.auth.confirmSignUp({ username: 'alice', confirmationCode })).toEqual({
    isSignUpComplete: true,
    nextStep: { signUpStep: 'COMPLETE_AUTO_SIGN_IN' },
  })
  expect(await laptop.auth.autoSignIn()).toEqual(SIGNED_IN)

  expect(await laptop.auth.getCurrentUser()).toMatchObject({ username: 'alice', userId: signUp.userId })
  expect(await laptop.auth.fetchUserAttributes()).toEqual({
    sub: signUp.userId,
    email,
    email_verified: 'true',
  })
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
})

test('a user signs up, follows the link in the mail elsewhere, and is signed in automatically', async () => {
  await using pool = await userPool({
    pool: {
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' },
    },
  })
  const laptop = browser({ ...pool, signUpVerificationMethod: 'link' })

  const signedUp = await laptop.auth.signUp({
    username: 'alice',
    password,
    options: { userAttributes: { email }, autoSignIn: true },
  })
  expect(signedUp.nextStep).toMatchObject({
    signUpStep: 'COMPLETE_AUTO_SIGN_IN',
    codeDeliveryDetails: { destination: 'a***@e***', deliveryMedium: 'EMAIL' },
  })
  // It signs in every five seconds, until the user is confirmed.
  const signingIn = laptop.auth.autoSignIn()
  await vi.waitFor(() => pool.book.last('InitiateAuth'), { timeout: 20_000, interval: 100 })

  const link = new URL(await pool.latestLink('alice'))
  const page = await (await fetch(link)).text()
  const fields = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ])
  const answer = await fetch(new URL('confirmUser', link), {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  expect(await answer.text()).toContain('Your account is confirmed')

  expect(await signingIn).toEqual(SIGNED_IN)
  expect(await laptop.auth.fetchUserAttributes()).toMatchObject({ email, email_verified: 'true' })
})

test('where e-mail addresses are the usernames, a user signs up with one', async () => {
  await using pool = await userPool({ pool: { ...BY_EMAIL, UsernameAttributes: ['email'] } })
  const laptop = browser(pool)
  const { userId } = await laptop.auth.signUp({ username: email, password })
  const confirmationCode = await pool.latestCode(email)
  await laptop.auth.confirmSignUp({ username: email, confirmationCode })

  expect(await laptop.auth.signIn({ username: email, password })).toEqual(SIGNED_IN)
  expect(await laptop.auth.getCurrentUser()).toMatchObject({ userId, signInDetails: { loginId: email } })
})

test('a code that is wrong is refused, and a code that is sent again confirms', async () => {
  await using pool = await userPool({ pool: BY_EMAIL })
  const laptop = browser(pool)
  await laptop.auth.signUp({ username: 'alice', password, options: { userAttributes: { email } } })
  const first = await pool.latestCode('alice')

  await expect(
    laptop.auth.confirmSignUp({
      username: 'alice',
      confirmationCode: first === '123456' ? '654321' : '123456',
    }),
  ).rejects.toMatchObject({ name: 'CodeMismatchException' })
  pool.clock.turn(1)
  expect(await laptop.auth.resendSignUpCode({ username: 'alice' })).toEqual({
    destination: 'a***@e***',
    deliveryMedium: 'EMAIL',
    attributeName: 'email',
  })
  const confirmationCode = await pool.latestCode('alice')
  expect(await laptop.auth.confirmSignUp({ username: 'alice', confirmationCode })).toEqual({
    isSignUpComplete: true,
    nextStep: { signUpStep: 'DONE' },
  })
})

test('a sign-up is refused for a name that is taken, a weak password, and none at all', async () => {
  await using pool = await userPool()
  await pool.user('alice')
  const laptop = browser(pool)

  await expect(laptop.auth.signUp({ username: 'alice', password })).rejects.toMatchObject({
    name: 'UsernameExistsException',
  })
  await expect(laptop.auth.signUp({ username: 'bob', password: 'horse' })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  })
  await expect(laptop.auth.signUp({ username: 'bob' })).rejects.toMatchObject({
    name: 'EmptySignUpPassword',
  })
})

test('a user changes, reads and deletes attributes', async () => {
  await using pool = await userPool()
  const { username, sub } = await pool.user('alice', { attributes: { name: 'Alice' } })
  const laptop = browser(pool)
  await laptop.enter({ username, password })

  expect(
    await laptop.auth.updateUserAttributes({ userAttributes: { nickname: 'Al', locale: 'en' } }),
  ).toEqual({
    nickname: { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } },
    locale: { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } },
  })
  expect(await laptop.auth.fetchUserAttributes()).toEqual({
    sub,
    name: 'Alice',
    nickname: 'Al',
    locale: 'en',
  })
  await laptop.auth.deleteUserAttributes({ userAttributeKeys: ['nickname', 'name'] })
  expect(await laptop.auth.fetchUserAttributes()).toEqual({ sub, locale: 'en' })

  await expect(
    laptop.auth.updateUserAttribute({ userAttribute: { attributeKey: 'email', value: 'no address' } }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a user changes the password, and stays on the same device', async () => {
  await using pool = await userPool()
  const { username } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })

  await expect(
    laptop.auth.updatePassword({ oldPassword: 'Wrong-horse-1', newPassword: 'Better-horse-1' }),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' })
  await laptop.auth.updatePassword({ oldPassword: password, newPassword: 'Better-horse-1' })
  await laptop.auth.signOut()

  await expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  const walk = await pool.book.during(() => laptop.auth.signIn({ username, password: 'Better-horse-1' }))
  expect(walk).toEqual(KNOWN_DEVICE)
})

test('a user deletes the account, and nothing of it is left in the browser', async () => {
  await using pool = await userPool()
  const { username } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })

  await laptop.auth.deleteUser()

  expect(laptop.hasTokens()).toBe(false)
  expect(laptop.deviceKeys('alice').deviceKey).toBeUndefined()
  await expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
    name: 'UserNotFoundException',
  })
})
