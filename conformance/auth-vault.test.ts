import { Amplify } from 'aws-amplify'
import * as amplify from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import { ConsoleLogger } from 'aws-amplify/utils'
import { expect, test, vi } from 'vitest'
import { type App, app, mapStorage, platform } from './auth.js'
import { fakeIndexedDb } from './fake-indexed-db.js'
import { given, userPool } from './pool-server.js'
import { KNOWN_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })
ConsoleLogger.LOG_LEVEL = 'ERROR'

/**
 * Where @latchkey/auth keeps the secret of a device in browsers, and what becomes of it there when the browser fails.
 * What only a real browser can tell is in browser/wrapped-secret.test.ts.
 */

const isOpen = (laptop: App) =>
  laptop.stored('alice', 'randomPasswordKey') !== undefined ||
  /"secret":/.test(laptop.stored('alice', 'pendingDevice') ?? '')

/** Listens to what is sealed, and to every write to a storage. */
function listening(items: Map<string, string>) {
  const encrypt = vi.spyOn(crypto.subtle, 'encrypt')
  const writes: string[] = []
  const storage = mapStorage(items)
  return {
    keyValueStorage: {
      ...storage,
      setItem: (key: string, value: string) => {
        writes.push(`${key} = ${value}`)
        return storage.setItem(key, value)
      },
    },
    writes,
    secrets: () => [
      ...new Set(encrypt.mock.calls.map(([, , data]) => new TextDecoder().decode(data as Uint8Array))),
    ],
    [Symbol.dispose]: () => encrypt.mockRestore(),
  }
}

/** What the library writes to the console. */
function quiet() {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  return { warn, [Symbol.dispose]: () => warn.mockRestore() }
}

test('as long as a device lives, its secret is never written where a script can read it', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  using ears = listening(new Map())
  const laptop = app(pool, { keyValueStorage: ears.keyValueStorage })

  await pool.book.losingAnswers('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTrackingFailed')
  })
  laptop.reload()
  await laptop.auth.getCurrentDevice()
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
  await laptop.auth.rememberDevice({ name: 'Ann’s laptop' })
  await laptop.auth.fetchAuthSession({ forceRefresh: true })
  expect(vault.records.size).toBe(1)
  await laptop.auth.forgetDevice()

  const [secret, ...others] = ears.secrets()
  expect(secret).toHaveLength(56)
  expect(others).toEqual([])
  expect(ears.writes.join('\n')).toContain('deviceKey = local_')
  expect(ears.writes.join('\n')).not.toContain(secret)
  expect(vault.records.size).toBe(0)
})

test('a vault that cannot be read while a device registers loses nothing', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  const laptop = app(pool)
  const release = pool.book.holding('ConfirmDevice')
  await laptop.auth.signIn({ username, password })
  await expect.poll(() => laptop.stored('alice', 'pendingDevice')).toContain('verifier')

  vault.refuse('get')
  release()
  await laptop.told('deviceTracked')
  vault.recover()

  expect(isOpen(laptop)).toBe(false)
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('a registration that cannot read its secret goes on later, with the same one', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  const laptop = app(pool)
  await pool.book.losingAnswers('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTrackingFailed')
  })
  const sent = pool.book.times('ConfirmDevice')
  laptop.reload()

  vault.refuse('get')
  await laptop.auth.fetchAuthSession()
  expect(await laptop.told('deviceTrackingFailed')).toMatchObject({
    willRetry: true,
    error: { recoverySuggestion: expect.any(String) },
  })
  expect(pool.book.times('ConfirmDevice')).toBe(sent)
  vault.recover()

  await laptop.auth.getCurrentDevice()
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('a secret that is in the vault stays there when nothing more can be put into it', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  const laptop = app(pool)
  const release = pool.book.holding('ConfirmDevice')
  await laptop.auth.signIn({ username, password })
  await expect.poll(() => laptop.stored('alice', 'pendingDevice')).toContain('verifier')

  vault.refuse('put')
  release()
  await laptop.told('deviceTracked')

  expect(isOpen(laptop)).toBe(false)
  expect(vault.records.size).toBe(1)
  expect(laptop.events.map(({ type }) => type)).toEqual(['signedIn', 'deviceTracked'])
})

test('a vault that cannot be read once is read again: the device is still known', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  const { deviceId } = await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  laptop.reload()

  vault.refuse('get', 1)

  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
  expect(laptop.stored('alice', 'deviceKey')).toBe(deviceId)
  expect(laptop.events.map(({ type }) => type)).toEqual(['signedIn'])
})

test('a vault that gives nothing out makes the sign-in one of a new device, and that is told', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  using console = quiet()
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  const { deviceId } = await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  laptop.reload()

  vault.refuse('get')
  await laptop.auth.signIn({ username, password })
  const next = await laptop.told('deviceTracked')
  vault.recover()

  expect(await laptop.told('deviceSecretUnavailable')).toMatchObject({ deviceId, reason: expect.any(String) })
  expect(console.warn).toHaveBeenCalled()
  expect(next.deviceId).not.toBe(deviceId)
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
  expect(vault.records.size).toBe(1)
})

test('a sign-in that breaks off while the vault cannot be read leaves the device as it was', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const { username, password } = alice
  using vault = fakeIndexedDb()
  using _console = quiet()
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.auth.confirmSignIn({ challengeResponse: alice.totp() })
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()

  vault.refuse('get')
  const { nextStep } = await laptop.auth.signIn({ username, password })
  expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE')
  vault.recover()

  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('a secret that lies open is taken over into the vault, and an app that wants it plain takes it out: it is never nowhere', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  const { setItem, removeItem, ...reading } = mapStorage(laptop.storage)
  const places: { vault: boolean; open: boolean }[] = []
  const look = () => places.push({ vault: vault.records.size > 0, open: isOpen(laptop) })
  const seen = async (act: () => Promise<void>) => {
    look()
    await act()
    look()
  }
  const keyValueStorage = {
    ...reading,
    setItem: (key: string, value: string) => seen(() => setItem(key, value)),
    removeItem: (key: string) => seen(() => removeItem(key)),
  }

  for (const deviceSecret of ['plain', 'wrapped'] as const) {
    const page = app(pool, { deviceSecret, keyValueStorage })
    look()
    expect(await pool.book.during(() => page.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
    await page.auth.signOut()
    look()
    const isPlain = deviceSecret === 'plain'
    expect(places.at(-1)).toEqual({ vault: !isPlain, open: isPlain })
  }

  expect(places).not.toContainEqual({ vault: false, open: false })
})

test('a secret that aws-amplify left open is put away while its user stays signed in', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using _browser = platform({ navigator: { userAgent: 'Firefox/140.0' } })
  using vault = fakeIndexedDb()
  const laptop = app(pool)
  Amplify.configure({
    Auth: {
      Cognito: { userPoolId: pool.poolId, userPoolClientId: pool.clientId, userPoolEndpoint: pool.url },
    },
  })
  cognitoUserPoolsTokenProvider.setKeyValueStorage(mapStorage(laptop.storage))
  await amplify.signIn({ username, password })
  expect(laptop.stored('alice', 'randomPasswordKey')).toHaveLength(56)

  // The next page is one of @latchkey/auth.
  using _page = platform({ document: {} })
  expect(await laptop.auth.getCurrentUser()).toMatchObject({ username })

  await expect.poll(() => isOpen(laptop)).toBe(false)
  expect(vault.records.size).toBe(1)
  expect(await laptop.auth.getCurrentDevice()).toMatchObject({ id: laptop.stored('alice', 'deviceKey') })
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
})

test('where an app wants its secrets wrapped and the platform cannot, they lie open, and that is told once', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using console = quiet()
  const laptop = app(pool, { deviceSecret: 'wrapped' })

  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)

  expect(given(laptop.stored('alice', 'randomPasswordKey'))).toHaveLength(56)
  expect(laptop.events.filter(({ type }) => type === 'deviceSecretUnprotected')).toEqual([
    { type: 'deviceSecretUnprotected', reason: expect.stringContaining('IndexedDB') },
  ])
  expect(console.warn).toHaveBeenCalledTimes(1)
})

test('where nothing can be put into the vault, secrets lie open, that is told once, and devices are known', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  using console = quiet()
  vault.refuse('put')
  const laptop = app(pool)

  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  await laptop.auth.signOut()
  expect(await pool.book.during(() => laptop.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)

  expect(isOpen(laptop)).toBe(true)
  expect(laptop.events.filter(({ type }) => type === 'deviceSecretUnprotected')).toHaveLength(1)
  expect(console.warn).toHaveBeenCalledTimes(1)
})

test('an app that wants secrets plain is told nothing of a vault', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  using vault = fakeIndexedDb()
  vault.refuse('put')
  const laptop = app(pool, { deviceSecret: 'plain' })

  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  expect(isOpen(laptop)).toBe(true)
  expect(laptop.events.map(({ type }) => type)).toEqual(['signedIn', 'deviceTracked'])
})
