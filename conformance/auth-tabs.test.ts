import { expect, test, vi } from 'vitest'
import { app, mapStorage, platform } from './auth.js'
import { given, userPool } from './pool-server.js'
import { newDevice } from './sdk-device.js'
import { KNOWN_DEVICE } from './walks.js'

vi.setConfig({ testTimeout: 60_000 })

/** Tabs of one browser: how @latchkey/auth keeps them out of each other's way, and tells the one of the other. */

type Work = () => Promise<unknown>

/** Web Locks, as far as they are used; who asks for which is written down. */
function webLocks(asked: string[]) {
  let last: Promise<unknown> = Promise.resolve()
  const request = (name: string, work: Work) => {
    asked.push(name)
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
  return { navigator: { locks: { request } } }
}

test('of many who need new tokens at once, one asks for the lock of all tabs', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username, password } = await pool.user('alice')
  const asked: string[] = []
  using _page = platform(webLocks(asked))
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  laptop.expire('alice')

  const sessions = await Promise.all(Array.from({ length: 10 }, () => laptop.auth.fetchAuthSession()))

  expect(new Set(sessions.map(({ tokens }) => String(tokens?.accessToken))).size).toBe(1)
  expect(asked).toEqual([`latchkey refresh ${pool.clientId}`])
  expect(pool.book.times('GetTokensFromRefreshToken')).toBe(1)
})

test('what another tab has refreshed while this one waited for the lock is not refreshed again', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username, password } = await pool.user('alice')
  using _page = platform(webLocks([]))
  const one = app(pool)
  const other = app(pool, { keyValueStorage: mapStorage(one.storage) })
  await one.auth.signIn({ username, password })
  one.expire('alice')

  const sessions = await Promise.all([one.auth.fetchAuthSession(), other.auth.fetchAuthSession()])

  expect(new Set(sessions.map(({ tokens }) => String(tokens?.accessToken))).size).toBe(1)
  expect(pool.book.times('GetTokensFromRefreshToken')).toBe(1)
})

test('where locks are refused, as in a sandboxed frame, devices register and sessions refresh all the same', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const request = async () => {
    throw new DOMException('Access to the Locks API is denied in this context.', 'SecurityError')
  }
  using _page = platform({ navigator: { locks: { request } } })
  const laptop = app(pool)

  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  const [one, other] = await Promise.all([
    laptop.auth.fetchAuthSession({ forceRefresh: true }),
    laptop.auth.fetchAuthSession({ forceRefresh: true }),
  ])
  expect(String(one.tokens?.accessToken)).toBe(String(other.tokens?.accessToken))
  expect(pool.book.times('GetTokensFromRefreshToken')).toBe(1)
})

test.each(['in turn', 'the other way round'])(
  'two tabs without Web Locks that register the same device at once, and are answered %s, stay on it',
  async (answered) => {
    await using pool = await userPool()
    const { username, password } = await pool.user('alice')
    // As if there were none: nobody waits for anybody.
    using _page = platform({ navigator: { locks: { request: (_: string, work: Work) => work() } } })
    const one = app(pool)
    await pool.book.failing('ConfirmDevice', async () => {
      await one.auth.signIn({ username, password })
      await one.told('deviceTrackingFailed')
    })
    // As if that page had been closed a moment earlier: the device is issued, and nothing is begun.
    const { registration: _, ...pending } = JSON.parse(given(one.stored('alice', 'pendingDevice')))
    one.store('alice', 'pendingDevice', JSON.stringify(pending))
    one.reload()
    const other = app(pool, { keyValueStorage: mapStorage(one.storage) })

    const inTurn = answered === 'in turn'
    const release = inTurn ? () => {} : pool.book.holding('ConfirmDevice', 'answers', 'first')
    const both = [one.auth.getCurrentDevice(), other.auth.getCurrentDevice()]
    await Promise.race(both)
    release()
    await Promise.all(both)

    expect(one.stored('alice', 'deviceKey')).toBe(pending.deviceKey)
    expect(await pool.trackedDevices('alice')).toEqual([pending.deviceKey])
    expect((await one.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
    await one.auth.signOut()
    expect(await pool.book.during(() => one.auth.signIn({ username, password }))).toEqual(KNOWN_DEVICE)
  },
)

test('a device that a page registered which is gone, with its secret, keeps its session; the next sign-in is of a new one', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await pool.book.failing('ConfirmDevice', async () => {
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTrackingFailed')
  })
  const { registration: _, ...pending } = JSON.parse(given(laptop.stored('alice', 'pendingDevice')))
  laptop.store('alice', 'pendingDevice', JSON.stringify(pending))
  const { deviceKey: DeviceKey, deviceGroupKey: DeviceGroupKey } = pending
  const { registration } = await newDevice({ DeviceKey, DeviceGroupKey })
  const AccessToken = laptop.stored('alice', 'accessToken')
  await pool.admin.confirmDevice({ AccessToken, ...registration })
  laptop.reload()

  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
  await laptop.auth.fetchDevices()
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()

  await laptop.auth.signOut()
  laptop.reload()
  await laptop.auth.signIn({ username, password })
  expect((await laptop.told('deviceTracked')).deviceId).not.toBe(DeviceKey)
})

/** A page to which the browser reports what other tabs write to local storage. */
function reportingPage() {
  const listeners = new Set<(event: object) => void>()
  const addEventListener = (type: string, listener: (event: object) => void) => {
    if (type === 'storage') listeners.add(listener)
  }
  const report = (key: string | null, oldValue: string | null, newValue: string | null) => {
    for (const listener of listeners) listener({ key, oldValue, newValue })
  }
  return { globals: { addEventListener, document: {} }, report }
}

const place = (clientId: string) => ({ url: 'http://127.0.0.1:9', poolId: 'local_Sample1', clientId })

test('what another tab does to the session is told', async () => {
  const { globals, report } = reportingPage()
  using _page = platform(globals)
  const { auth, events } = app(place('shop'))
  await auth.fetchAuthSession()
  const key = (name: string) => `CognitoIdentityServiceProvider.shop.${name}`

  report(key('LastAuthUser'), null, 'alice')
  report(key('alice.accessToken'), 'before', 'after')
  report(key('LastAuthUser'), 'alice', null)

  expect(events).toEqual([
    { type: 'signedIn', username: 'alice' },
    { type: 'tokensRefreshed' },
    { type: 'signedOut' },
  ])
})

test('what another tab does to anything else is not told', async () => {
  const { globals, report } = reportingPage()
  using _page = platform(globals)
  const { auth, events } = app(place('shop'))
  await auth.fetchAuthSession()
  const key = (name: string) => `CognitoIdentityServiceProvider.shop.${name}`

  report(null, null, null)
  report('LastAuthUser', null, 'alice')
  report('CognitoIdentityServiceProvider.shop2.LastAuthUser', null, 'alice')
  report(key('LastAuthUser'), 'alice', 'alice')
  report(key('alice.accessToken'), null, 'the first')
  report(key('alice.accessToken'), 'the last', null)
  report(key('alice.idToken'), 'before', 'after')
  report(key('alice.deviceKey'), null, 'local_1')

  expect(events).toEqual([])
})

test('an app that is configured again is told of its pool of now, once', async () => {
  const { globals, report } = reportingPage()
  using _page = platform(globals)
  await app(place('before')).auth.fetchAuthSession()
  const { auth, events } = app(place('now'))
  await auth.fetchAuthSession()

  report('CognitoIdentityServiceProvider.before.LastAuthUser', 'alice', null)
  report('CognitoIdentityServiceProvider.now.LastAuthUser', 'alice', null)

  expect(events).toEqual([{ type: 'signedOut' }])
})
