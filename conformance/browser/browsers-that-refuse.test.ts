import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { KNOWN_DEVICE } from '../walks.js'
import { profile, type Tab } from './chromium.js'
import { signIn } from './sign-in.js'

/** Private windows, blocked site data, full disks, http: a sign-in goes on with what there is, and says what there is not. */

const told = async ({ page }: Tab, type: string) =>
  (await page.evaluate(() => window.events)).filter((event) => event.type === type)

test.for([
  ['is not there', isNotThere],
  ['throws', openThrows],
  ['fails', openFails],
  ['never answers', openHangs],
  ['must not even be mentioned', mentionThrows],
] as const)(
  'where IndexedDB %s, the secret is kept plain, that is said once, and the device is remembered',
  async ([, before]) => {
    await using pool = await userPool({ mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    await using laptop = await profile({ before })
    const tab = await laptop.open(pool)

    expect(await signIn(tab.auth, alice)).toBe('a code')
    await tab.told('deviceTracked')
    expect((await tab.stored('alice')).randomPasswordKey).toHaveLength(56)
    await tab.auth.signOut()
    expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)

    expect(await told(tab, 'deviceSecretUnprotected')).toEqual([
      { type: 'deviceSecretUnprotected', reason: expect.any(String) },
    ])
    expect(laptop.warnings).toEqual([expect.stringContaining("the device's secret is stored as it is")])
  },
)

function isNotThere() {
  Reflect.deleteProperty(window, 'indexedDB')
}

function openThrows() {
  IDBFactory.prototype.open = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
}

function openFails() {
  const { open } = IDBFactory.prototype
  // A version that is lower than the one there is: the request ends in an error.
  IDBFactory.prototype.open = function (name) {
    open.call(this, name, 9)
    return open.call(this, name, 1)
  }
}

function openHangs() {
  IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
}

function mentionThrows() {
  Object.defineProperty(window, 'indexedDB', {
    get() {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    },
  })
}

test.for([
  ['takes nothing', takesNothing],
  ['is full in the middle of it', isFull],
  ['must not even be mentioned', storageThrows],
] as const)(
  'where local storage %s, a sign-in lasts as long as its page, that is said once, and no half of it is kept',
  async ([, before]) => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    await using laptop = await profile({ before })
    const tab = await laptop.open(pool)

    expect(await signIn(tab.auth, alice)).toBe('nothing else')
    await tab.told('deviceTracked')
    expect(await tab.auth.getCurrentUser()).toMatchObject({ username: 'alice' })
    expect(await tab.auth.fetchDevices()).toMatchObject([{ isCurrent: true }])
    const refresh = () => tab.auth.fetchAuthSession({ forceRefresh: true })
    expect(await pool.book.during(refresh)).toEqual(['GetTokensFromRefreshToken → tokens'])

    expect(await told(tab, 'storageUnavailable')).toHaveLength(1)
    expect(laptop.warnings).toEqual([expect.stringContaining('storage refuses')])
    await tab.reload()
    expect(await tab.page.evaluate(keptKeys)).not.toContainEqual(
      expect.stringMatching(/Token$|LastAuthUser$|pendingDevice$/),
    )
    await expect(tab.auth.getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
    expect((await tab.auth.fetchAuthSession()).tokens).toBeUndefined()
    expect(await signIn(tab.auth, alice)).toBe('nothing else')
  },
)

function keptKeys(): string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}

function takesNothing() {
  Storage.prototype.setItem = () => {
    throw new DOMException('It exceeded the quota.', 'QuotaExceededError')
  }
}

/** There is room for a token, and not for all of them. */
function isFull() {
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (key, value) {
    if (JSON.stringify({ ...this }).length + value.length > 2000) {
      throw new DOMException('It exceeded the quota.', 'QuotaExceededError')
    }
    setItem.call(this, key, value)
  }
}

function storageThrows() {
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    },
  })
}

test('on http, where there is no WebCrypto, hashes in JavaScript are loaded, and a device is remembered by a plain secret', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await profile({ host: 'app.test' })
  const tab = await laptop.open(pool)
  expect(await tab.page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, 'undefined'])
  const loaded = scriptsOf(tab)

  expect(await signIn(tab.auth, alice)).toBe('a code')
  await tab.told('deviceTracked')
  await tab.auth.signOut()
  expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)

  expect(loaded).toContainEqual(expect.stringContaining('portable-engine'))
  expect(await told(tab, 'deviceSecretUnprotected')).toHaveLength(1)
})

test('where there is WebCrypto, hashes in JavaScript are not loaded', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await using laptop = await profile()
  const tab = await laptop.open(pool)
  const loaded = scriptsOf(tab)
  await tab.reload()

  await signIn(tab.auth, alice)
  await tab.told('deviceTracked')

  expect(loaded.length).toBeGreaterThan(1)
  expect(loaded).not.toContainEqual(expect.stringContaining('portable-engine'))
})

/** The addresses of the scripts that are loaded from now on. */
function scriptsOf({ page }: Tab): string[] {
  const urls: string[] = []
  page.on('request', (request) => request.resourceType() === 'script' && urls.push(request.url()))
  return urls
}
