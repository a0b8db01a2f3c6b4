import { expect, test, vi } from 'vitest'
import { browser, SIGNED_IN } from './amplify.js'
import { userPool } from './pool-server.js'

vi.setConfig({ testTimeout: 60_000 })

const username = 'alice'
const password = 'Correct-horse-1'
const newPassword = 'Better-horse-2'
const attributes = { email: 'alice@example.com', email_verified: 'true' }
const TO_ALICE = { destination: 'a***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' }

test('a user who forgot the password sets another one by the code that was mailed, and signs in with it', async () => {
  await using pool = await userPool()
  await pool.user(username, { attributes })
  const laptop = browser(pool)

  expect(await laptop.auth.resetPassword({ username })).toEqual({
    isPasswordReset: false,
    nextStep: {
      resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
      codeDeliveryDetails: TO_ALICE,
    },
  })
  const confirmationCode = await pool.latestCode(username)
  await laptop.auth.confirmResetPassword({ username, confirmationCode, newPassword })

  await expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  expect(await laptop.auth.signIn({ username, password: newPassword })).toEqual(SIGNED_IN)
})

test('a code that is wrong, or spent, resets nothing', async () => {
  await using pool = await userPool()
  await pool.user(username, { attributes })
  const laptop = browser(pool)
  await laptop.auth.resetPassword({ username })
  const confirmationCode = await pool.latestCode(username)
  const wrongCode = confirmationCode === '123456' ? '654321' : '123456'

  await expect(
    laptop.auth.confirmResetPassword({ username, confirmationCode: wrongCode, newPassword }),
  ).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await laptop.auth.confirmResetPassword({ username, confirmationCode, newPassword })
  await expect(
    laptop.auth.confirmResetPassword({ username, confirmationCode, newPassword: 'Third-horse-3' }),
  ).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  expect(await laptop.auth.signIn({ username, password: newPassword })).toEqual(SIGNED_IN)
})

test('a user whose password an operator reset is led from the sign-in to another password', async () => {
  await using pool = await userPool()
  await pool.user(username, { attributes })
  const laptop = browser(pool)
  await pool.admin.adminResetUserPassword({ UserPoolId: pool.poolId, Username: username })

  expect(await laptop.auth.signIn({ username, password })).toEqual({
    isSignedIn: false,
    nextStep: { signInStep: 'RESET_PASSWORD' },
  })
  const confirmationCode = await pool.latestCode(username)
  await laptop.auth.confirmResetPassword({ username, confirmationCode, newPassword })
  expect(await laptop.auth.signIn({ username, password: newPassword })).toEqual(SIGNED_IN)
})

test('where missing users are hidden, nobody learns from a reset who has an account', async () => {
  await using pool = await userPool({ client: { PreventUserExistenceErrors: 'ENABLED' } })
  const laptop = browser(pool)

  expect(await laptop.auth.resetPassword({ username: 'nobody' })).toMatchObject({
    nextStep: { resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE' },
  })
  await expect(
    laptop.auth.confirmResetPassword({ username: 'nobody', confirmationCode: '123456', newPassword }),
  ).rejects.toMatchObject({ name: 'CodeMismatchException' })
})

test('a user changes the address, which is in use once its code was typed', async () => {
  await using pool = await userPool({
    pool: {
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    },
  })
  await pool.user(username, { attributes })
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const userAttribute = { attributeKey: 'email' as const, value: 'bob@example.org' }

  expect(await laptop.auth.updateUserAttribute({ userAttribute })).toEqual({
    isUpdated: false,
    nextStep: {
      updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
      codeDeliveryDetails: { destination: 'b***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' },
    },
  })
  expect(await laptop.auth.fetchUserAttributes()).toMatchObject(attributes)
  const confirmationCode = await pool.latestCode(username)
  await laptop.auth.confirmUserAttribute({ userAttributeKey: 'email', confirmationCode })
  expect(await laptop.auth.fetchUserAttributes()).toMatchObject({
    email: 'bob@example.org',
    email_verified: 'true',
  })
})

test('a user verifies an address that never was', async () => {
  await using pool = await userPool()
  await pool.user(username, { attributes: { email: attributes.email } })
  const laptop = browser(pool)
  await laptop.enter({ username, password })

  expect(await laptop.auth.sendUserAttributeVerificationCode({ userAttributeKey: 'email' })).toEqual(TO_ALICE)
  const confirmationCode = await pool.latestCode(username)
  await expect(
    laptop.auth.confirmUserAttribute({
      userAttributeKey: 'email',
      confirmationCode: confirmationCode === '123456' ? '654321' : '123456',
    }),
  ).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await laptop.auth.confirmUserAttribute({ userAttributeKey: 'email', confirmationCode })
  expect(await laptop.auth.fetchUserAttributes()).toMatchObject(attributes)
})

test('a password that was used before is refused by its name, and the code stays good', async () => {
  await using pool = await userPool({ pool: { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } } })
  await pool.user(username, { attributes })
  const laptop = browser(pool)
  await laptop.auth.resetPassword({ username })
  const confirmationCode = await pool.latestCode(username)

  await expect(
    laptop.auth.confirmResetPassword({ username, confirmationCode, newPassword: password }),
  ).rejects.toMatchObject({ name: 'PasswordHistoryPolicyViolationException' })
  await laptop.auth.confirmResetPassword({ username, confirmationCode, newPassword })
})
