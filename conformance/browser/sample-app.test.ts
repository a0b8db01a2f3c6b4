import { expect, test } from 'vitest'
import { authenticatorApp } from '../pool-server.js'
import { openApp, signIn, signInWithCode } from './authenticator.js'
import { poolWithPages } from './pages.js'

/** What `npm start` puts side by side: the sample app, with Amplify's own screens, and the console. */

test('who signs up finds the code in the console, sets up an authenticator app, and has the device remembered', async () => {
  await using pool = await poolWithPages({
    mfa: 'optional',
    remember: 'opt-in',
    pool: { AutoVerifiedAttributes: ['email'] },
  })
  await using operator = await pool.operator('admin')
  await using app = await openApp(pool)
  await app.page.getByRole('tab', { name: 'Create Account' }).click()
  await app.fill({ Username: 'alice', Password: PASSWORD, 'Confirm Password': PASSWORD })
  await app.fill({ Email: 'alice@example.com' })
  await app.press('Create Account')
  await app.sees('We Emailed You')

  const outbox = await app.page.getByRole('link', { name: /the outbox in its console/ }).getAttribute('href')
  await operator.page.goto(outbox ?? '')
  const copy = operator.page.getByRole('button', { name: /^Copy the code/ })
  const [confirmation = ''] = /\d{6}/.exec((await copy.getAttribute('aria-label')) ?? '') ?? []
  await app.fill({ 'Confirmation Code': confirmation })
  await app.press('Confirm')
  await app.sees('Hello, alice', 'None is remembered.')

  await app.press('Set up an authenticator app')
  const secret = await app.page.getByRole('link', { name: /^[A-Z2-7]+$/ }).innerText()
  const code = authenticatorApp(pool.clock)
  await app.fill({ 'The code that the app shows': code(secret) })
  await app.press('Verify')
  await app.sees('Authenticator app')
  await app.press('Sign out')
  const alice = { username: 'alice', password: PASSWORD, sub: '', totp: () => code(secret) }
  await signInWithCode(app, alice)
  await app.press('Remember this device')
  await app.page.getByRole('listitem').getByText('Last sign-in').waitFor()
  await app.page
    .getByRole('listitem')
    .getByText(/^Chrom\w+ on \w+$/)
    .waitFor()

  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Hello, alice')
  await operator.open(`/console/pools/${pool.poolId}/devices`)
  await operator.page.getByText('alice').first().waitFor()
  await operator.page.locator('.lk-chip', { hasText: /^Remembered$/ }).waitFor()
  // Not the user agent, which is what Amplify calls it.
  await operator.page.getByText(/^Chrome\b[\w ]* on \w+$/).waitFor()
  expect(await pool.trackedDevices('alice')).toHaveLength(1)
})

const PASSWORD = 'Correct-horse-1'
