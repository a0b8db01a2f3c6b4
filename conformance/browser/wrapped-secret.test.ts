import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { KNOWN_DEVICE } from '../walks.js'
import { profile, profileOnDisk, temporaryFolder } from './chromium.js'
import { signIn } from './sign-in.js'

/** How the secret of a device is kept by default: sealed by a key that the browser does not give away. */

declare global {
  interface Window {
    /** What was encrypted since the page was loaded. */
    sealed: string[]
  }
}

/** Listens when something is encrypted. */
function listenToSeals() {
  // It runs in about:blank as well, which has no WebCrypto.
  if (!isSecureContext) return
  const { encrypt } = SubtleCrypto.prototype
  window.sealed = []
  SubtleCrypto.prototype.encrypt = function (this: SubtleCrypto, algorithm, key, data) {
    window.sealed.push(new TextDecoder().decode(data))
    return encrypt.call(this, algorithm, key, data)
  }
}

test('a device is remembered, and its secret stands nowhere in what a script can read of storage', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile({ before: listenToSeals })
  const tab = await laptop.open(pool)
  expect(await signIn(tab.auth, alice)).toBe('a code')
  await tab.told('deviceTracked')
  const [secret, ...others] = await tab.page.evaluate(() => [...new Set(window.sealed)])
  expect(secret).toHaveLength(56)
  expect(others).toEqual([])
  await tab.auth.signOut()

  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)

  const stored = await tab.stored('alice')
  expect(Object.keys(stored)).toEqual(expect.arrayContaining(['deviceKey', 'deviceGroupKey']))
  expect(stored).not.toHaveProperty('randomPasswordKey')
  expect(stored).not.toHaveProperty('pendingDevice')
  const readable = JSON.stringify([
    await tab.page.evaluate(() => window.copyStorage()),
    await laptop.context.cookies(),
  ])
  expect(readable).toContain(stored.deviceKey)
  expect(readable).not.toContain(secret)
})

test('the key that opens the secret cannot be exported', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await using laptop = await profile()
  const tab = await laptop.open(pool)
  await signIn(tab.auth, alice)
  await tab.told('deviceTracked')

  const attempts = await tab.page.evaluate(async () => {
    const [key, ...others] = await window.cryptoKeys()
    if (!key || others.length > 0) throw new Error('There is not one key.')
    const exporting = (['raw', 'jwk'] as const).map((format) => crypto.subtle.exportKey(format, key))
    return (await Promise.allSettled(exporting)).map((one) =>
      one.status === 'rejected' ? one.reason.name : 'exported',
    )
  })
  expect(attempts).toEqual(['InvalidAccessError', 'InvalidAccessError'])
})

test('a device is still remembered when the page is loaded again, and when the browser is started again', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using folder = await temporaryFolder()
  {
    await using laptop = await profileOnDisk(folder.path)
    const tab = await laptop.open(pool)
    expect(await signIn(tab.auth, alice)).toBe('a code')
    await tab.told('deviceTracked')
    await tab.auth.signOut()
    await tab.reload()
    expect(await signIn(tab.auth, alice)).toBe('nothing else')
    await tab.auth.signOut()
  }

  await using laptop = await profileOnDisk(folder.path)
  const tab = await laptop.open(pool)
  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)
})

test('with a device that is forgotten, its secret is gone', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await using laptop = await profile()
  const tab = await laptop.open(pool)
  await signIn(tab.auth, alice)
  await tab.told('deviceTracked')

  await tab.auth.forgetDevice()

  expect(await tab.page.evaluate(() => window.cryptoKeys())).toEqual([])
  expect(await tab.stored('alice')).not.toHaveProperty('deviceKey')
})
