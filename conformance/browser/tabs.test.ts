import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { KNOWN_DEVICE } from '../walks.js'
import { profile, type Tab } from './chromium.js'
import { signIn } from './sign-in.js'

/** Pages of one browser, at the same time and after one another. */

const ROTATING = {
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH' as const],
  RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 0 },
}

test('two tabs whose tokens have expired refresh them once, and both have what came of it', async () => {
  await using pool = await userPool({ client: ROTATING })
  const alice = await pool.user('alice')
  await using laptop = await profile()
  const [one, other] = [await laptop.open(pool), await laptop.open(pool)]
  await signIn(one.auth, alice)
  await one.told('deviceTracked')

  // Local storage of a tab may lag behind the lock that another one gave free: often, not always.
  for (let round = 0; round < 5; round += 1) {
    await expect.poll(() => one.page.evaluate(locks)).toEqual({ held: 0, waiting: 0 })
    await expire(one, other)
    const walk = await pool.book.during(async () => {
      const release = pool.book.holding('GetTokensFromRefreshToken')
      const both = Promise.all([one.auth.fetchAuthSession(), other.auth.fetchAuthSession()])
      await expect.poll(() => one.page.evaluate(locks)).toEqual({ held: 1, waiting: 1 })
      release()
      const [first, second] = await both
      expect(String(first.tokens?.accessToken)).toBe(String(second.tokens?.accessToken))
    })
    expect(walk).toEqual(['GetTokensFromRefreshToken → tokens'])
  }
  expect(await other.auth.fetchDevices()).toHaveLength(1)
})

/** Of this origin. */
async function locks() {
  const { held = [], pending = [] } = await navigator.locks.query()
  return { held: held.length, waiting: pending.length }
}

/** The server’s clock, as far as this browser knows, is two hours ahead. */
async function expire(...tabs: [Tab, Tab]): Promise<void> {
  const ahead = String(2 * 3600 * 1000)
  const key = String(
    await tabs[0].page.evaluate((ahead) => {
      const key = Object.keys(localStorage).find((key) => key.endsWith('.clockDrift'))
      localStorage.setItem(String(key), ahead)
      return key
    }, ahead),
  )
  await tabs[1].page.waitForFunction(([key, ahead]) => localStorage.getItem(key) === ahead, [
    key,
    ahead,
  ] as const)
}

test('who signs out in one tab is signed out in the other', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await using laptop = await profile()
  const [one, other] = [await laptop.open(pool), await laptop.open(pool)]
  await signIn(one.auth, alice)
  await one.told('deviceTracked')
  const whoIsThere = () =>
    other.auth.getCurrentUser().then(
      ({ username }) => username,
      ({ name }) => name,
    )
  await expect.poll(whoIsThere).toBe('alice')

  await one.auth.signOut()

  await expect.poll(whoIsThere).toBe('UserUnAuthenticatedException')
})

test.for([
  ['before the server heard of it', false],
  ['before the server’s answer was there', true],
] as const)(
  'a page that is left while its device registers, %s, goes on with the same key and the same secret',
  async ([, isHeard]) => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    await using laptop = await profile()
    const tab = await laptop.open(pool)
    const left = leaveDuring('ConfirmDevice', tab, pool.url, isHeard)
    await signIn(tab.auth, alice)
    const first = await left
    const { pendingDevice = '', randomPasswordKey } = await tab.stored('alice')
    expect(Object.keys(JSON.parse(pendingDevice).registration)).toEqual(['salt', 'verifier'])
    expect(randomPasswordKey).toBeUndefined()

    await tab.reload()
    expect(await tab.auth.fetchDevices()).toMatchObject([{ id: first.DeviceKey, isCurrent: true }])

    const { request } = pool.book.last('ConfirmDevice')
    expect(request.DeviceSecretVerifierConfig).toEqual(first.DeviceSecretVerifierConfig)
    expect(await pool.trackedDevices('alice')).toEqual([first.DeviceKey])
    await tab.auth.signOut()
    expect(await pool.book.during(() => signIn(tab.auth, alice))).toEqual(KNOWN_DEVICE)
  },
)

/** The first request for an operation, which is never answered; the server may have heard of it. */
async function leaveDuring(
  operation: string,
  { page }: Tab,
  url: string,
  isHeard: boolean,
): Promise<{ DeviceKey: string; DeviceSecretVerifierConfig: object }> {
  let isLeft = false
  return new Promise((resolve) => {
    page.route(`${url}/**`, async (route, request) => {
      if (isLeft || !request.headers()['x-amz-target']?.endsWith(`.${operation}`)) return route.continue()
      isLeft = true
      if (isHeard) await route.fetch()
      resolve(request.postDataJSON())
    })
  })
}
