import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { KNOWN_DEVICE } from '../walks.js'
import { profile } from './chromium.js'
import { signIn } from './sign-in.js'

/** An app changes from aws-amplify to @latchkey/auth, or back, between two visits of its users. */

const REFRESHED = ['GetTokensFromRefreshToken → tokens']

test('from aws-amplify: users stay signed in, devices stay remembered, and their secrets are sealed', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile()
  const before = await laptop.openWithAmplify(pool)
  expect(await signIn(before.auth, alice)).toBe('a code')
  const { deviceKey, randomPasswordKey } = await before.stored('alice')
  expect(randomPasswordKey).toHaveLength(56)
  await before.page.close()

  const tab = await laptop.open(pool)
  expect(await tab.auth.getCurrentUser()).toMatchObject({ username: 'alice' })
  const refresh = () => tab.auth.fetchAuthSession({ forceRefresh: true })
  expect(await pool.book.during(refresh)).toEqual(REFRESHED)
  expect(await tab.auth.fetchDevices()).toMatchObject([{ id: deviceKey, isCurrent: true }])
  await tab.auth.signOut()
  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)

  const readable = JSON.stringify(await tab.page.evaluate(() => window.copyStorage()))
  expect(readable).toContain(deviceKey)
  expect(readable).not.toContain(randomPasswordKey)
  await tab.auth.signOut()
  await tab.reload()
  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)
})

test('back to aws-amplify from plain secrets: users stay signed in, and devices remembered', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile()
  const before = await laptop.open(pool, { deviceSecret: 'plain' })
  expect(await signIn(before.auth, alice)).toBe('a code')
  await before.told('deviceTracked')
  const { deviceKey } = await before.stored('alice')
  await before.page.close()

  const tab = await laptop.openWithAmplify(pool)
  expect(await tab.auth.getCurrentUser()).toMatchObject({ username: 'alice' })
  const refresh = () => tab.auth.fetchAuthSession({ forceRefresh: true })
  expect(await pool.book.during(refresh)).toEqual(REFRESHED)
  expect(await tab.auth.fetchDevices()).toMatchObject([{ id: deviceKey }])
  await tab.auth.signOut()
  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)
})

test('back to aws-amplify from sealed secrets: a release with plain ones takes them out of their seal', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile()
  const sealed = await laptop.open(pool)
  expect(await signIn(sealed.auth, alice)).toBe('a code')
  await sealed.told('deviceTracked')
  await sealed.page.close()

  const plain = await laptop.open(pool, { deviceSecret: 'plain' })
  await plain.auth.signOut()
  expect(await pool.book.during(() => signIn(plain.auth, alice))).toEqual(KNOWN_DEVICE)
  expect((await plain.stored('alice')).randomPasswordKey).toHaveLength(56)
  expect(await plain.page.evaluate(() => window.cryptoKeys())).toEqual([])
  await plain.page.close()

  const tab = await laptop.openWithAmplify(pool)
  await tab.auth.signOut()
  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)
})

test('back to aws-amplify from sealed secrets at once: users stay signed in, and the next time it is a new device', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile()
  const sealed = await laptop.open(pool)
  expect(await signIn(sealed.auth, alice)).toBe('a code')
  await sealed.told('deviceTracked')
  await sealed.page.close()

  const tab = await laptop.openWithAmplify(pool)
  expect(await tab.auth.getCurrentUser()).toMatchObject({ username: 'alice' })
  await tab.auth.signOut()
  expect(await signIn(tab.auth, alice)).toBe('a code')
  await tab.auth.signOut()
  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)
})
