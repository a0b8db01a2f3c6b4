import { test } from 'vitest'
import { openApp, signIn } from './authenticator.js'
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
