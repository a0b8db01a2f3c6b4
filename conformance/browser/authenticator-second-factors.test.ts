import { expect, test } from 'vitest'
import { authenticatorApp, type TestUser, userPool } from '../pool-server.js'
import { type App, openApp, signIn, wrong } from './authenticator.js'

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
  const secret = await app.page.getByRole('link').innerText()
  await app.fill({ 'The code that the app shows': wrong(code(secret)) })
  await app.press('Verify')
  await app.sees('Code mismatch')
  expect(app.refusals()).toEqual(['VerifySoftwareToken: EnableSoftwareTokenMFAException'])
  await app.fill({ 'The code that the app shows': code(secret) })
  await app.press('Verify')
  await app.sees('An authenticator app')

  await app.press('Sign out')
  await signInWithCode(app, { ...alice, totp: () => code(secret) })
  await app.press('Ask for the password only')
  await app.sees('None.')
  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Hello, alice')
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

async function signInWithCode(app: App, user: TestUser): Promise<void> {
  await signIn(app, user)
  await app.sees('Confirm TOTP Code')
  await app.fill({ Code: user.totp() })
  await app.press('Confirm')
  await app.sees('Hello, alice')
}

/** The secret that a user types into an authenticator app who cannot scan the picture. */
async function secretOn({ page }: App): Promise<string> {
  await page.getByAltText('qr code').waitFor()
  return page.getByText(/^[A-Z2-7]{32,}$/).innerText()
}
