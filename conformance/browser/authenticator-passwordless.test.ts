import { expect, test } from 'vitest'
import { type PoolOptions, userPool } from '../pool-server.js'
import { type App, openApp, signIn, wrong } from './authenticator.js'
import { poolWithPasskeys, virtualAuthenticator } from './passkeys.js'

/** The Authenticator of `@aws-amplify/ui-react`, used by hand: ways in without a password. */

test('who signs in by a password is offered a passkey, and signs in by it from then on', async () => {
  await using pool = await poolWithPasskeys()
  const alice = await pool.user('alice')
  await using app = await openApp(pool)
  await virtualAuthenticator(app.page)

  await signIn(app, alice)
  await app.sees('Sign in faster with Passkey')
  await app.press('Create a Passkey')
  await app.sees('Passkey created successfully!', 'Existing Passkeys')
  await app.press('Continue')
  await app.sees('Hello, alice')

  await app.press('Sign out')
  await app.fill({ Username: 'alice' })
  await app.press('Other sign-in options')
  await app.press('Sign In with Passkey')
  await app.sees('Hello, alice')
})

test('who declines is asked again, and a passkey that was never made is not asked for', async () => {
  await using pool = await poolWithPasskeys()
  const alice = await pool.user('alice')
  await using app = await openApp(pool)
  await virtualAuthenticator(app.page)

  for (let time = 0; time < 2; time += 1) {
    await signIn(app, alice)
    await app.press('Continue without a Passkey')
    await app.sees('Hello, alice')
    await app.press('Sign out')
  }

  await app.fill({ Username: 'alice' })
  await app.press('Other sign-in options')
  await app.press('Sign In with Passkey')
  await app.sees('Forgot your password?')
})

test('a code in an e-mail takes the place of the password, and may be sent again', async () => {
  await using pool = await userPool(WITHOUT_PASSWORDS)
  await pool.user('alice@example.com', { attributes: { email: 'alice@example.com', email_verified: 'true' } })
  await using app = await openApp(pool)

  await app.fill({ Email: 'alice@example.com' })
  await app.press('Other sign-in options')
  await app.press('Sign In with Email')
  await app.sees('Confirm Email Code', 'a***@e***')
  const first = await pool.latestCode('alice@example.com')
  await app.press('Resend Code')
  await expect.poll(() => pool.latestCode('alice@example.com')).not.toBe(first)

  await app.fill({ Code: wrong(await pool.latestCode('alice@example.com')) })
  await app.press('Confirm')
  await app.sees('The verification code you entered is incorrect. Please try again.')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: CodeMismatchException'])
  await app.fill({ Code: await pool.latestCode('alice@example.com') })
  await app.press('Confirm')
  await app.sees('Hello, alice@example.com')
})

test('who signs up without a password confirms the address, and is signed in', async () => {
  await using pool = await userPool(WITHOUT_PASSWORDS)
  await using app = await openApp(pool)

  await app.page.getByRole('tab', { name: 'Create Account' }).click()
  await app.fill({ Email: 'alice@example.com' })
  await app.press('Create account with Email OTP')
  await app.sees('We Emailed You')
  await app.fill({ 'Confirmation Code': await pool.latestCode('alice@example.com') })
  await app.press('Confirm')
  await app.sees('Hello, alice@example.com')
})

test('where phone numbers are the names, a code in a text message takes the place of the password', async () => {
  await using pool = await userPool({
    pool: {
      UsernameAttributes: ['phone_number'],
      AutoVerifiedAttributes: ['phone_number'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SMS_OTP'] } },
    },
  })
  await using app = await openApp(pool)
  await app.page.getByRole('tab', { name: 'Create Account' }).click()
  await fillGermanNumber(app)
  await app.press('Create account with SMS OTP')
  await app.sees('We Sent A Code')
  await app.fill({ 'Confirmation Code': await pool.latestCode('+491515550123') })
  await app.press('Confirm')
  await app.sees('Hello, +491515550123')

  await app.press('Sign out')
  await fillGermanNumber(app)
  await app.press('Other sign-in options')
  await app.press('Sign In with SMS')
  await app.sees('Confirm SMS Code')
  await app.fill({ Code: await pool.latestCode('+491515550123') })
  await app.press('Confirm')
  await app.sees('Hello, +491515550123')
})

/** “Other sign-in options” forgets a country code that nobody touched (@aws-amplify/ui 6.15.6): this one is chosen. */
async function fillGermanNumber(app: App): Promise<void> {
  await app.page.getByRole('combobox').selectOption('+49')
  await app.fill({ 'Phone Number': '151 555 0123' })
}

const WITHOUT_PASSWORDS: PoolOptions = {
  pool: {
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  },
}
