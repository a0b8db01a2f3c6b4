import { expect, test } from 'vitest'
import { authenticatorApp, type TestUser, userPool } from '../pool-server.js'
import { type App, openApp } from './authenticator.js'

/** Every screen of the Authenticator of `@aws-amplify/ui-react`, used by hand. Codes are read from the server's outbox. */

const VERIFIES_EMAIL: { AutoVerifiedAttributes: ['email'] } = { AutoVerifiedAttributes: ['email'] }
const PASSWORD = 'Correct-horse-1'
const OTHER_PASSWORD = 'Battery-staple-2'

test('who signs up confirms the address by a code, and is signed in', async () => {
  await using pool = await userPool({ pool: VERIFIES_EMAIL })
  await using app = await openApp(pool)
  await signUp(app)
  await app.sees('We Emailed You', 'a***@e***')

  await app.fill({ 'Confirmation Code': wrong(await pool.latestCode('alice')) })
  await app.press('Confirm')
  await app.sees('Invalid verification code provided, please try again.')
  expect(app.refusals()).toEqual(['ConfirmSignUp: CodeMismatchException'])

  await app.fill({ 'Confirmation Code': await pool.latestCode('alice') })
  await app.press('Confirm')
  await app.sees('Hello, alice')
})

test('who left before confirming is asked for a new code at the sign-in', async () => {
  await using pool = await userPool({ pool: VERIFIES_EMAIL })
  await using app = await openApp(pool)
  await signUp(app)
  await app.sees('We Emailed You')
  const first = await pool.latestCode('alice')
  await app.page.reload()

  await signIn(app, { username: 'alice', password: PASSWORD })
  await app.sees('We Emailed You')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: UserNotConfirmedException'])
  expect(await pool.latestCode('alice')).not.toBe(first)

  await app.press('Resend Code')
  await app.sees('We Emailed You')
  await app.fill({ 'Confirmation Code': await pool.latestCode('alice') })
  await app.press('Confirm')
  await app.sees('Sign in')
  await signIn(app, { username: 'alice', password: PASSWORD })
  await app.sees('Hello, alice')
})

test('a name that is taken is told in a sentence, and a password that the pool would refuse before it is sent', async () => {
  await using pool = await userPool({ pool: VERIFIES_EMAIL })
  await pool.user('alice')
  await using app = await openApp(pool)

  await signUp(app)
  await app.sees('User already exists')
  expect(app.refusals()).toEqual(['SignUp: UsernameExistsException'])

  await app.fill({ Password: 'short', 'Confirm Password': 'short' })
  await app.page.getByLabel('Email').focus()
  await app.sees(
    'Password must have at least 8 characters',
    'Password must have upper case letters',
    'Password must have numbers',
    'Password must have special characters',
  )
})

test('a wrong password is told in a sentence; who signed in stays so when the page is loaded again, until they sign out', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await using app = await openApp(pool)

  await signIn(app, { ...alice, password: 'Wrong-horse-1' })
  await app.sees('Incorrect username or password.')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: NotAuthorizedException'])

  await signIn(app, alice)
  await app.sees('Hello, alice')
  await app.page.reload()
  await app.sees('Hello, alice')
  await app.press('Sign out')
  await app.sees('Forgot your password?')
  await app.page.reload()
  await app.sees('Forgot your password?')
})

test('who was given a password by an operator chooses another one', async () => {
  await using pool = await userPool()
  await pool.admin.adminCreateUser({
    UserPoolId: pool.poolId,
    Username: 'alice',
    TemporaryPassword: PASSWORD,
    MessageAction: 'SUPPRESS',
  })
  await using app = await openApp(pool)
  await signIn(app, { username: 'alice', password: PASSWORD })
  await app.sees('Change Password')
  await app.fill({ Password: OTHER_PASSWORD, 'Confirm Password': OTHER_PASSWORD })
  await app.press('Change Password')
  await app.sees('Hello, alice')
})

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

test('an account changes its password, and is deleted', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await using app = await openApp(pool)
  app.page.on('dialog', (dialog) => dialog.accept())
  await signIn(app, alice)

  await app.fill({
    'Current Password': 'Wrong-horse-1',
    'New Password': OTHER_PASSWORD,
    'Confirm Password': OTHER_PASSWORD,
  })
  await app.press('Update password')
  await app.sees('Incorrect username or password.')
  expect(app.refusals()).toEqual(['ChangePassword: NotAuthorizedException'])
  await app.fill({ 'Current Password': alice.password })
  await app.press('Update password')
  await expect.poll(() => pool.book.times('ChangePassword')).toBe(2)

  await app.press('Sign out')
  await signIn(app, { ...alice, password: OTHER_PASSWORD })
  await app.press('Delete Account')
  await app.sees('Deleting your account is not reversible.')
  await app.press('Delete')
  await app.sees('Forgot your password?')
  await signIn(app, { ...alice, password: OTHER_PASSWORD })
  await app.sees('User does not exist.')
  expect(app.refusals()).toEqual(['InitiateAuth: UserNotFoundException'])
})

async function signUp(app: App): Promise<void> {
  await app.page.getByRole('tab', { name: 'Create Account' }).click()
  await app.fill({ Username: 'alice', Password: PASSWORD, 'Confirm Password': PASSWORD })
  await app.fill({ Email: 'alice@example.com' })
  await app.press('Create Account')
}

async function signIn(
  app: App,
  { username, password }: Pick<TestUser, 'username' | 'password'>,
): Promise<void> {
  await app.fill({ Username: username, Password: password })
  await app.press('Sign in')
}

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

/** Another code than the right one. */
const wrong = (code: string) => (code === '123456' ? '654321' : '123456')
