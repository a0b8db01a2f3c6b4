import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { type App, openApp, signIn, wrong } from './authenticator.js'

/**
 * The Authenticator of `@aws-amplify/ui-react`, used by hand: whoever has a password. Second factors and ways in without
 * a password are in files of their own.
 */

const VERIFIES_EMAIL: { AutoVerifiedAttributes: ['email'] } = { AutoVerifiedAttributes: ['email'] }
const PASSWORD = 'Correct-horse-1'
const VERIFIED_EMAIL = { email: 'alice@example.com', email_verified: 'true' }
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

test('who signs up follows the link in the mail, where the pool sends one, and is signed in where they signed up', async () => {
  await using pool = await userPool({
    pool: { ...VERIFIES_EMAIL, VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } },
  })
  await using app = await openApp(pool)
  await signUp(app)

  const mail = await app.page.context().newPage()
  await expect.poll(() => pool.latestLink('alice').catch(() => undefined)).toBeDefined()
  await mail.goto(await pool.latestLink('alice'))
  await mail.getByRole('button', { name: 'Confirm' }).click()
  await mail.getByText('confirmed').first().waitFor()
  await app.sees('Hello, alice')
  // It signs in every five seconds, and may have been refused until the link was followed.
  const unexpected = app
    .refusals()
    .filter((one) => one !== 'RespondToAuthChallenge: UserNotConfirmedException')
  expect(unexpected).toEqual([])
})

test('where e-mail addresses are the names, one signs up and signs in with the address', async () => {
  await using pool = await userPool({ pool: { ...VERIFIES_EMAIL, UsernameAttributes: ['email'] } })
  await using app = await openApp(pool)
  await app.page.getByRole('tab', { name: 'Create Account' }).click()
  await app.fill({ Email: 'alice@example.com', Password: PASSWORD, 'Confirm Password': PASSWORD })
  await app.press('Create Account')
  await app.sees('We Emailed You')
  await app.fill({ 'Confirmation Code': await pool.latestCode('alice@example.com') })
  await app.press('Confirm')
  await app.sees('Hello, alice@example.com')

  await app.press('Sign out')
  await app.fill({ Email: 'alice@example.com', Password: PASSWORD })
  await app.press('Sign in')
  await app.sees('Hello, alice@example.com')
})

test('who left before confirming is asked for a new code at the sign-in', async () => {
  await using pool = await userPool({ pool: VERIFIES_EMAIL })
  await using app = await openApp(pool)
  await signUp(app)
  await app.sees('We Emailed You')
  const first = await pool.latestCode('alice')
  await app.reload()

  await signIn(app, { username: 'alice', password: PASSWORD })
  await app.sees('We Emailed You')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: UserNotConfirmedException'])
  const second = await pool.latestCode('alice')
  expect(second).not.toBe(first)

  await app.press('Resend Code')
  await expect.poll(() => pool.latestCode('alice')).not.toBe(second)
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
  await app.reload()
  await app.sees('Hello, alice')
  await app.press('Sign out')
  await app.sees('Forgot your password?')
  await app.reload()
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

test('a forgotten password is replaced by means of a code, and the old one passes no more', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice', { attributes: VERIFIED_EMAIL })
  await using app = await openApp(pool)

  await app.press('Forgot your password?')
  await app.sees('Reset Password')
  await app.fill({ 'Enter your username': 'alice' })
  await app.press('Send code')
  await app.sees('New Password')
  await app.fill({ 'New Password': OTHER_PASSWORD, 'Confirm Password': OTHER_PASSWORD })
  await app.fill({ Code: wrong(await pool.latestCode('alice')) })
  await app.press('Submit')
  await app.sees('Invalid verification code provided, please try again.')
  expect(app.refusals()).toEqual(['ConfirmForgotPassword: CodeMismatchException'])

  const first = await pool.latestCode('alice')
  await app.press('Resend Code')
  await expect.poll(() => pool.latestCode('alice')).not.toBe(first)
  await app.fill({ Code: await pool.latestCode('alice') })
  await app.press('Submit')
  await app.sees('Forgot your password?')

  await signIn(app, alice)
  await app.sees('Incorrect username or password.')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: NotAuthorizedException'])
  await signIn(app, { ...alice, password: OTHER_PASSWORD })
  await app.sees('Hello, alice')
})

test('who has no address that is verified is told that no code can be sent', async () => {
  await using pool = await userPool()
  await pool.user('alice', { attributes: { email: 'alice@example.com' } })
  await using app = await openApp(pool)

  await app.press('Forgot your password?')
  await app.fill({ 'Enter your username': 'alice' })
  await app.press('Send code')
  await app.sees(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  )
  expect(app.refusals()).toEqual(['ForgotPassword: InvalidParameterException'])
})

test('whose password an operator reset chooses another one by means of a code', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice', { attributes: VERIFIED_EMAIL })
  await pool.admin.adminResetUserPassword({ UserPoolId: pool.poolId, Username: 'alice' })
  await using app = await openApp(pool)

  await signIn(app, alice)
  await app.sees('New Password')
  expect(app.refusals()).toEqual(['RespondToAuthChallenge: PasswordResetRequiredException'])
  await app.fill({ Code: await pool.latestCode('alice') })
  await app.fill({ 'New Password': OTHER_PASSWORD, 'Confirm Password': OTHER_PASSWORD })
  await app.press('Submit')
  await app.sees('Forgot your password?')
  await signIn(app, { ...alice, password: OTHER_PASSWORD })
  await app.sees('Hello, alice')
})

test('who has no contact that is verified is asked to verify one, and may do so later', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
  await using app = await openApp(pool)
  await signIn(app, alice)
  await app.sees('Account recovery requires verified contact information')
  await app.press('Skip')
  await app.sees('Hello, alice')
  await app.press('Sign out')

  await signIn(app, alice)
  await app.sees('Account recovery requires verified contact information')
  await app.press('Verify')
  await app.sees('Code *')
  await app.fill({ Code: wrong(await pool.latestCode('alice')) })
  await app.press('Submit')
  await app.sees('Invalid verification code provided, please try again.')
  expect(app.refusals()).toEqual(['VerifyUserAttribute: CodeMismatchException'])
  await app.fill({ Code: await pool.latestCode('alice') })
  await app.press('Submit')
  await app.sees('Hello, alice')

  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Hello, alice')
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
