import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { openApp, signIn, signInWithCode } from './authenticator.js'
import { poolWithPasskeys, virtualAuthenticator } from './passkeys.js'

/** The Authenticator of `@aws-amplify/ui-react`, used by hand, with @latchkey/auth in the place of aws-amplify/auth. */

test('a remembered device is asked for no code, and the list calls it by a name that people recognise', async () => {
  await using pool = await userPool({ mfa: 'required', remember: 'opt-in' })
  const alice = await pool.user('alice', { totp: true })
  await using app = await openApp(pool, '@latchkey/auth')

  await signInWithCode(app, alice)
  await app.press('Remember this device')
  await app.sees('Chrome on Linux')
  await app.press('Sign out')
  await signIn(app, alice)
  await app.sees('Hello, alice', 'Chrome on Linux')

  await app.press('Forget this device and sign out')
  await signInWithCode(app, alice)
})

test('a sign-in by passkey is one on the device that was there before', async () => {
  await using pool = await poolWithPasskeys()
  const alice = await pool.user('alice')
  await using app = await openApp(pool, '@latchkey/auth')
  await virtualAuthenticator(app.page)

  await signIn(app, alice)
  await app.press('Create a Passkey')
  await app.press('Continue')
  await app.sees('Hello, alice')
  await expect.poll(() => pool.trackedDevices('alice')).toHaveLength(1)
  const before = await pool.trackedDevices('alice')
  await app.press('Sign out')
  await app.fill({ Username: 'alice' })
  await app.press('Other sign-in options')
  await app.press('Sign In with Passkey')
  await app.sees('Hello, alice')

  expect(await pool.trackedDevices('alice')).toEqual(before)
})
