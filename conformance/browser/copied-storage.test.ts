import { expect, test } from 'vitest'
import { type TestUser, type UserPool, userPool } from '../pool-server.js'
import { type Profile, profile, type Tab } from './chromium.js'
import type { Copy } from './page/storage.js'
import { signIn } from './sign-in.js'

/** What a device is worth to somebody who took a copy of all that a browser stores, and knows the password. */

/** A browser that is remembered and signed out, and a copy of what a script finds in it. */
async function robbed(pool: UserPool, alice: TestUser, laptop: Profile, tab: Tab): Promise<Copy> {
  expect(await signIn(tab.auth, alice)).toBe('a code')
  await tab.told('deviceTracked')
  await tab.auth.signOut()
  expect(await signIn(tab.auth, alice)).toBe('nothing else')
  await tab.auth.signOut()
  expect(await pool.trackedDevices('alice')).toHaveLength(1)
  expect(await laptop.context.cookies()).toEqual([])
  const copy = await tab.page.evaluate(() => window.copyStorage())
  expect(copy.local.map(([key]) => key.split('.').at(-1))).toContain('deviceKey')
  return copy
}

test.for([
  ['all of its storage', (copy: Copy) => copy],
  ['its local storage alone', (copy: Copy) => ({ ...copy, session: [], databases: [] })],
  ['its storage, with a key of the thief’s own', withAnotherKey],
] as const)('a browser with a copy of another one’s storage is not its device: %s', async ([, taken]) => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile()
  const own = await laptop.open(pool)
  const copy = taken(await robbed(pool, alice, laptop, own))
  const [deviceKey] = await pool.trackedDevices('alice')
  await using elsewhere = await profile()
  const tab = await elsewhere.open(pool)

  await tab.page.evaluate((copy) => window.pasteStorage(copy), copy)
  await tab.reload()
  expect(await tab.stored('alice')).toMatchObject({ deviceKey })

  expect(await signIn(tab.auth, alice)).toBe('a code')
  await tab.told('deviceTracked')
  expect(await pool.trackedDevices('alice')).toHaveLength(2)
  expect((await tab.stored('alice')).deviceKey).not.toBe(deviceKey)
  expect(await signIn(own.auth, alice)).toBe('nothing else')
})

/** The record as it was, but for the key: it could not be taken. */
function withAnotherKey(copy: Copy): Copy {
  const $key = { kty: 'oct', k: 'A'.repeat(43), alg: 'A256GCM', ext: true }
  const databases = copy.databases.map((database) => ({
    ...database,
    stores: database.stores.map((store) => ({
      ...store,
      records: store.records.map(({ key, value }) => ({ key, value: { ...Object(value), key: { $key } } })),
    })),
  }))
  return { ...copy, databases }
}

test('kept plain, as aws-amplify keeps it, the same copy is the device: that is what the seal is for', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile()
  const copy = await robbed(pool, alice, laptop, await laptop.open(pool, { deviceSecret: 'plain' }))
  await using elsewhere = await profile()
  const tab = await elsewhere.open(pool, { deviceSecret: 'plain' })

  await tab.page.evaluate((copy) => window.pasteStorage(copy), copy)

  expect(await signIn(tab.auth, alice)).toBe('nothing else')
})
