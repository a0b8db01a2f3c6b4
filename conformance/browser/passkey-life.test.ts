import { expect, test } from 'vitest'
import { given, type UserPool } from '../pool-server.js'
import { type Latchkey, type Profile, profile, type Tab } from './chromium.js'
import { poolWithPasskeys, virtualAuthenticator } from './passkeys.js'
import type { Remote } from './remote.js'

/** Passkeys of a real browser on the real server, by the functions that both libraries have. */

const libraries: [string, (laptop: Profile, pool: UserPool) => Promise<Pick<Tab, 'auth' | 'page'>>][] = [
  ['aws-amplify', async (laptop, pool) => (await laptop.openWithAmplify(pool)) as unknown as Tab],
  ['@latchkey/auth', (laptop, pool) => laptop.open(pool)],
]

test.each(libraries)('with %s a passkey is made, signs in, is listed and deleted', async (_name, open) => {
  await using pool = await poolWithPasskeys()
  const alice = await pool.user('alice')
  await using laptop = await profile({ host: 'localhost' })
  const { auth, page } = await open(laptop, pool)
  await virtualAuthenticator(page)

  await auth.signIn({ username: 'alice', password: alice.password })
  expect(await auth.listWebAuthnCredentials()).toMatchObject({ credentials: [] })
  await auth.associateWebAuthnCredential()
  const { credentials } = await auth.listWebAuthnCredentials()
  expect(credentials).toMatchObject([
    { relyingPartyId: 'localhost', authenticatorTransports: ['internal'], createdAt: expect.any(Date) },
  ])
  await expect(auth.associateWebAuthnCredential()).rejects.toMatchObject({ name: 'PasskeyAlreadyExists' })
  await auth.signOut()

  expect(await signInByPasskey(auth)).toMatchObject({ isSignedIn: true, nextStep: { signInStep: 'DONE' } })
  expect(await auth.getCurrentUser()).toMatchObject({ username: 'alice', userId: alice.sub })
  await auth.deleteWebAuthnCredential({ credentialId: given(credentials[0]?.credentialId) })
  expect(await auth.listWebAuthnCredentials()).toMatchObject({ credentials: [] })
  await auth.signOut()

  expect(await signInByPasskey(auth)).toMatchObject({
    isSignedIn: false,
    nextStep: { signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION' },
  })
})

test('with @latchkey/auth a sign-in by passkey is one on the device that was there before', async () => {
  await using pool = await poolWithPasskeys()
  const alice = await pool.user('alice')
  await using laptop = await profile({ host: 'localhost' })
  const { auth, page, told } = await laptop.open(pool)
  await virtualAuthenticator(page)
  await auth.signIn({ username: 'alice', password: alice.password })
  await told('deviceTracked')
  await auth.associateWebAuthnCredential()
  const before = await pool.trackedDevices('alice')
  expect(before).toHaveLength(1)
  await auth.signOut()

  await signInByPasskey(auth)
  expect(await pool.trackedDevices('alice')).toEqual(before)
})

const signInByPasskey = (auth: Remote<Latchkey>) =>
  auth.signIn({
    username: 'alice',
    options: { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' },
  })
