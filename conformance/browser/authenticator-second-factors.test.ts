import type { AdminSetUserMFAPreferenceCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { authenticatorApp, type UserPool, userPool } from '../pool-server.js'
import { type App, openApp, signIn, signInWithCode, wrong } from './authenticator.js'

/** The Authenticator of `@aws-amplify/ui-react`, used by hand: second factors, and the devices that stand in for them. */

test('where a second factor is required, an authenticator app is set up, and asked for at the next sign-in', async () => {
  await using pool = await userPool({ mfa: 'required', remember: 'off' })
  const alice = await pool.user('alice')
  await using app = await openApp(pool)
  const code = authenticatorApp(pool.clock)

  await signIn(app, alice)
  await app.sees('Setup TOTP')
  const secret = await secretOn(app)
  await app.fill({ Code: wrong(code(secret)) })
  await app.press('Confirm')
  await app.sees('Code mismatch')
  expect(app.refusals()).toEqual(['VerifySoftwareToken: EnableSoftwareTokenMFAException'])
  await app.fill({ Code: code(secret) })
  await app.press('Confirm')
  await app.sees('Hello, alice')

  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Confirm TOTP Code')
  await app.fill({ Code: wrong(code(secret)) })
  await app.press('Confirm')
  await app.sees('Invalid code received for user')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: CodeMismatchException'])
  await app.fill({ Code: code(secret) })
  await app.press('Confirm')
  await app.sees('Hello, alice')
})

test('where a second factor is left to its users, one sets it up on the account page, is asked for it, and turns it off', async () => {
  await using pool = await userPool({ mfa: 'optional', remember: 'opt-in' })
  const alice = await pool.user('alice')
  await using app = await openApp(pool)
  const code = authenticatorApp(pool.clock)
  await signIn(app, alice)
  await app.sees('Hello, alice', 'None.')

  await app.press('Set up an authenticator app')
  const secret = await app.page.getByRole('link', { name: /^[A-Z2-7]+$/ }).innerText()
  await app.fill({ 'The code that the app shows': wrong(code(secret)) })
  await app.press('Verify')
  await app.sees('Code mismatch')
  expect(app.refusals()).toEqual(['VerifySoftwareToken: EnableSoftwareTokenMFAException'])
  await app.fill({ 'The code that the app shows': code(secret) })
  await app.press('Verify')
  await app.sees('Authenticator app')

  await app.press('Sign out')
  await signInWithCode(app, { ...alice, totp: () => code(secret) })
  await app.press('Ask for the password only')
  await app.sees('None.')
  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Hello, alice')
})

test('a code by e-mail is the second factor', async () => {
  await using pool = await poolWithEveryFactor('OPTIONAL')
  const alice = await pool.user('alice', { attributes: ADDRESSES })
  await prefer(pool, { EmailMfaSettings: { Enabled: true, PreferredMfa: true } })
  await using app = await openApp(pool)

  await signIn(app, alice)
  await app.sees('Confirm Email Code', 'We Emailed You', 'a***@e***')
  await app.fill({ Code: wrong(await pool.latestCode('alice')) })
  await app.press('Confirm')
  await app.sees('The verification code you entered is incorrect. Please try again.')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: CodeMismatchException'])
  await app.fill({ Code: await pool.latestCode('alice') })
  await app.press('Confirm')
  await app.sees('Hello, alice')
})

test('who has several second factors chooses one at each sign-in, and a remembered device is asked for none', async () => {
  await using pool = await poolWithEveryFactor('OPTIONAL')
  const alice = await pool.user('alice', { attributes: ADDRESSES, totp: true })
  const enabled = { Enabled: true, PreferredMfa: false }
  await prefer(pool, {
    SMSMfaSettings: enabled,
    EmailMfaSettings: enabled,
    SoftwareTokenMfaSettings: enabled,
  })
  await using app = await openApp(pool)

  await signIn(app, alice)
  await choose(app, 'Text Message (SMS)')
  await app.sees('Confirm SMS Code', '+*******')
  await app.fill({ Code: await pool.latestCode('alice') })
  await app.press('Confirm')
  await app.sees('Hello, alice')
  await app.press('Sign out')

  await signIn(app, alice)
  await choose(app, 'Email Message')
  await app.sees('Confirm Email Code')
  await app.fill({ Code: await pool.latestCode('alice') })
  await app.press('Confirm')
  await app.sees('Hello, alice')
  await app.press('Sign out')

  await signIn(app, alice)
  await choose(app, 'Authenticator App (TOTP)')
  await app.sees('Confirm TOTP Code')
  await app.fill({ Code: alice.totp() })
  await app.press('Confirm')
  await app.sees('Hello, alice')
  await app.press('Remember this device')
  await app.sees('Last sign-in')
  await app.press('Sign out')

  await signIn(app, alice)
  await app.sees('Hello, alice')
})

test('where a second factor is required and several can be set up, one sets up an e-mail address', async () => {
  await using pool = await poolWithEveryFactor('ON')
  const alice = await pool.user('alice')
  await using app = await openApp(pool)

  await signIn(app, alice)
  await choose(app, 'Email Message')
  await app.sees('Setup Email')
  await app.fill({ Email: 'alice@example.com' })
  await app.press('Confirm')
  await app.sees('Confirm Email Code', 'a***@e***')
  await app.fill({ Code: await pool.latestCode('alice') })
  await app.press('Confirm')
  await app.sees('Hello, alice')

  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Confirm Email Code')
})

test('a remembered device is asked for no code, another browser is, and a forgotten device is again', async () => {
  await using pool = await userPool({ mfa: 'required', remember: 'opt-in' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await openApp(pool)
  await using phone = await openApp(pool)

  await signInWithCode(laptop, alice)
  await laptop.sees('None is remembered.')
  await laptop.press('Remember this device')
  await laptop.sees('Last sign-in')
  await laptop.press('Sign out')
  await signIn(laptop, alice)
  await laptop.sees('Hello, alice', 'Last sign-in')

  await signInWithCode(phone, alice)
  await phone.sees('Last sign-in')
  await phone.press('Forget')
  await phone.sees('None is remembered.')

  await laptop.press('Sign out')
  await signInWithCode(laptop, alice)
  expect(laptop.refusals()).toEqual(['RespondToAuthChallenge: ResourceNotFoundException'])
  expect(phone.refusals()).toEqual(['RespondToAuthChallenge: ResourceNotFoundException'])
})

test('who forgets the device in front of them is signed out, and asked for a code again', async () => {
  await using pool = await userPool({ mfa: 'required', remember: 'always' })
  const alice = await pool.user('alice', { totp: true })
  await using app = await openApp(pool)

  await signInWithCode(app, alice)
  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Last sign-in')
  await app.press('Forget this device and sign out')

  await signInWithCode(app, alice)
})

async function choose(app: App, kind: string): Promise<void> {
  await app.sees('Multi-Factor Authentication')
  await app.page.getByText(kind).click()
  await app.press('Confirm')
}

const ADDRESSES = {
  email: 'alice@example.com',
  email_verified: 'true',
  phone_number: '+15555550123',
  phone_number_verified: 'true',
}

/** Users decide whether a device is remembered, so that the next sign-in is asked for a second factor again. */
async function poolWithEveryFactor(MfaConfiguration: 'OPTIONAL' | 'ON'): Promise<UserPool> {
  const pool = await userPool({ remember: 'opt-in' })
  await pool.admin.setUserPoolMfaConfig({
    UserPoolId: pool.poolId,
    MfaConfiguration,
    SoftwareTokenMfaConfiguration: { Enabled: true },
    EmailMfaConfiguration: {},
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
  })
  return pool
}

type Preferences = Omit<AdminSetUserMFAPreferenceCommandInput, 'UserPoolId' | 'Username'>

/** What second factors alice wants. */
const prefer = ({ admin, poolId }: UserPool, preferences: Preferences) =>
  admin.adminSetUserMFAPreference({ UserPoolId: poolId, Username: 'alice', ...preferences })

/** The secret that a user types into an authenticator app who cannot scan the picture. */
async function secretOn({ page }: App): Promise<string> {
  await page.getByAltText('qr code').waitFor()
  return page.getByText(/^[A-Z2-7]{32,}$/).innerText()
}
