import { expect, test, vi } from 'vitest'
import { browser, SIGNED_IN } from './amplify.js'
import { type UserPool, userPool } from './pool-server.js'

/** Ways in beside the password: codes, the choice among them, and the end of a sign-up. */

vi.setConfig({ testTimeout: 60_000 })

const VERIFIED = {
  email: 'alice@example.com',
  email_verified: 'true',
  phone_number: '+15555550123',
  phone_number_verified: 'true',
}

const poolWithCodes = () =>
  userPool({
    pool: {
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
    },
  })

/** The challenges that were answered since somebody began. */
function answered({ book }: UserPool): string[] {
  const begun = book.calls.findLastIndex(({ operation }) => operation === 'InitiateAuth')
  return book.calls.slice(begun + 1).flatMap(({ request }) => request.ChallengeName ?? [])
}

test.each([
  ['EMAIL_OTP', 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', { deliveryMedium: 'EMAIL', destination: 'a***@e***' }],
  ['SMS_OTP', 'CONFIRM_SIGN_IN_WITH_SMS_CODE', { deliveryMedium: 'SMS', destination: '+*******0123' }],
] as const)(
  'with %s the device is tracked, and proves itself until it is forgotten',
  async (preferredChallenge, signInStep, codeDeliveryDetails) => {
    await using pool = await poolWithCodes()
    await pool.user('alice', { attributes: VERIFIED })
    const laptop = browser(pool)
    const enter = async () => {
      const asked = await laptop.auth.signIn({
        username: 'alice',
        options: { authFlowType: 'USER_AUTH', preferredChallenge },
      })
      expect(asked).toEqual({ isSignedIn: false, nextStep: { signInStep, codeDeliveryDetails } })
      const challengeResponse = await pool.latestCode('alice')
      expect(await laptop.auth.confirmSignIn({ challengeResponse })).toEqual(SIGNED_IN)
    }

    await enter()
    const { deviceKey } = laptop.deviceKeys('alice')
    expect(await pool.trackedDevices('alice')).toEqual([deviceKey])
    await laptop.auth.signOut()

    await enter()
    expect(answered(pool)).toEqual([preferredChallenge, 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
    expect(await pool.trackedDevices('alice')).toEqual([deviceKey])

    await laptop.auth.forgetDevice()
    await laptop.auth.signOut()
    await enter()
    expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
    expect(laptop.deviceKeys('alice').deviceKey).not.toBe(deviceKey)
  },
)

test('without a preference the user chooses, and a wrong code may be followed by the right one', async () => {
  await using pool = await poolWithCodes()
  await pool.user('alice', { attributes: VERIFIED })
  const { auth } = browser(pool)

  expect(await auth.signIn({ username: 'alice', options: { authFlowType: 'USER_AUTH' } })).toEqual({
    isSignedIn: false,
    nextStep: {
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'],
    },
  })
  expect(await auth.confirmSignIn({ challengeResponse: 'EMAIL_OTP' })).toMatchObject({
    nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' },
  })
  const code = await pool.latestCode('alice')
  const wrong = code === '12345678' ? '87654321' : '12345678'
  await expect(auth.confirmSignIn({ challengeResponse: wrong })).rejects.toMatchObject({
    name: 'CodeMismatchException',
  })
  expect(await auth.confirmSignIn({ challengeResponse: code })).toEqual(SIGNED_IN)
})

test('who signs up without a password is signed in by the confirmation, on a device that is tracked', async () => {
  await using pool = await poolWithCodes()
  const laptop = browser(pool)
  const { auth } = laptop

  expect(
    await auth.signUp({
      username: 'alice',
      options: {
        userAttributes: { email: 'alice@example.com' },
        autoSignIn: { authFlowType: 'USER_AUTH' },
      },
    }),
  ).toMatchObject({ isSignUpComplete: false, nextStep: { signUpStep: 'CONFIRM_SIGN_UP' } })
  expect(
    await auth.confirmSignUp({ username: 'alice', confirmationCode: await pool.latestCode('alice') }),
  ).toEqual({ isSignUpComplete: true, nextStep: { signUpStep: 'COMPLETE_AUTO_SIGN_IN' } })
  expect(await auth.autoSignIn()).toEqual(SIGNED_IN)

  expect(await auth.getCurrentUser()).toMatchObject({ username: 'alice' })
  expect(await pool.trackedDevices('alice')).toEqual([laptop.deviceKeys('alice').deviceKey])
})

test('who signed up without a password and did not confirm is led back to the confirmation', async () => {
  await using pool = await poolWithCodes()
  const { auth } = browser(pool)
  await auth.signUp({ username: 'alice', options: { userAttributes: { email: 'alice@example.com' } } })

  expect(
    await auth.signIn({
      username: 'alice',
      options: { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' },
    }),
  ).toEqual({ isSignedIn: false, nextStep: { signInStep: 'CONFIRM_SIGN_UP' } })
})
