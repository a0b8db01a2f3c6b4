import { expect, test, vi } from 'vitest'
import { browser, SIGNED_IN } from './amplify.js'
import { given, type PoolOptions, userPool } from './pool-server.js'

vi.setConfig({ testTimeout: 60_000 })

const REFRESHED = ['GetTokensFromRefreshToken → tokens']
const REFRESH_REFUSED = ['GetTokensFromRefreshToken → NotAuthorizedException']

test('a session is refreshed with the key of its device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const before = (await laptop.auth.fetchAuthSession()).tokens

  const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))

  expect(walk).toEqual(REFRESHED)
  const { deviceKey } = laptop.deviceKeys('alice')
  expect(pool.book.last('GetTokensFromRefreshToken').request.DeviceKey).toBe(deviceKey)
  const after = (await laptop.auth.fetchAuthSession()).tokens
  expect(String(after?.accessToken)).not.toBe(String(before?.accessToken))
  expect(after?.accessToken.payload).toMatchObject({
    device_key: deviceKey,
    origin_jti: before?.accessToken.payload.origin_jti,
    auth_time: before?.accessToken.payload.auth_time,
  })
})

test('tokens that expired are refreshed by themselves', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const driftKey = given([...laptop.storage.keys()].find((key) => key.endsWith('.clockDrift')))
  laptop.storage.set(driftKey, String(2 * 3600 * 1000))

  expect(await pool.book.during(() => laptop.auth.fetchAuthSession())).toEqual(REFRESHED)
})

test('a refresh without the key of a tracked device is refused, and the session ends', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  laptop.remove('alice', 'deviceKey')

  const walk = await pool.book.during(async () => {
    expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined()
  })

  expect(walk).toEqual(REFRESH_REFUSED)
  await expect.poll(() => laptop.hasTokens()).toBe(false)
})

test('a refresh with the key of another device is refused', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone] = [browser(pool), browser(pool)]
  await laptop.enter({ username, password })
  await phone.enter({ username, password })
  laptop.overwrite('alice', 'deviceKey', given(phone.deviceKeys('alice').deviceKey))

  const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))
  expect(walk).toEqual(REFRESH_REFUSED)
})

test('a device that was forgotten is not refreshed any more: its session ends', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone] = [browser(pool), browser(pool)]
  await laptop.enter({ username, password })
  await phone.enter({ username, password })
  await phone.auth.forgetDevice({ device: { id: given(laptop.deviceKeys('alice').deviceKey) } })

  const walk = await pool.book.during(async () => {
    expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined()
  })

  expect(walk).toEqual(REFRESH_REFUSED)
  await expect.poll(() => laptop.hasTokens()).toBe(false)
  await expect(laptop.auth.getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
  expect((await phone.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
  expect(await laptop.auth.signIn({ username, password })).toEqual(SIGNED_IN)
})

test('a browser that forgets its own device cannot refresh either', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  await laptop.auth.forgetDevice()

  const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))
  expect(walk).toEqual(REFRESH_REFUSED)
})

test('a session from before devices were tracked is refreshed without a key', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  await pool.admin.updateUserPool({
    UserPoolId: pool.poolId,
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
  })

  const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))
  expect(walk).toEqual(REFRESHED)
})

test('a session whose device was never confirmed is refreshed without a key', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await pool.book.refusing('ConfirmDevice', () => laptop.enter({ username, password }))
  expect(laptop.deviceKeys('alice').deviceKey).toBeUndefined()
  expect(await pool.trackedDevices('alice')).toEqual([])

  const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))
  expect(walk).toEqual(REFRESHED)
})

const ROTATING: PoolOptions['client'] = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
}

test('where refresh tokens rotate, each refresh brings the next one', async () => {
  await using pool = await userPool({ client: ROTATING })
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const refreshTokens = new Set<string>()

  for (let round = 0; round < 3; round += 1) {
    const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))
    expect(walk).toEqual(REFRESHED)
    refreshTokens.add(given([...laptop.storage].find(([key]) => key.endsWith('.refreshToken')))[1])
    pool.clock.turn(60)
  }
  expect(refreshTokens.size).toBe(3)
})

test('a rotated refresh token that comes back after its grace period ends the session for everybody', async () => {
  await using pool = await userPool({ client: ROTATING })
  const { username, password } = await pool.user('alice')
  const [laptop, thief] = [browser(pool), browser(pool)]
  await laptop.enter({ username, password })
  for (const [key, value] of laptop.storage) thief.storage.set(key, value)
  await laptop.auth.fetchAuthSession({ forceRefresh: true })
  pool.clock.turn(11)

  await expect(thief.auth.fetchAuthSession({ forceRefresh: true })).rejects.toMatchObject({
    name: 'RefreshTokenReuseException',
  })
  await expect.poll(() => thief.hasTokens()).toBe(false)
  const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))
  expect(walk).toEqual(REFRESH_REFUSED)
})

test('sign-out ends the session and keeps the keys of the device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  const keys = laptop.deviceKeys('alice')
  const tokens = new Map(laptop.storage)

  expect(await pool.book.during(() => laptop.auth.signOut())).toEqual(['RevokeToken → done'])

  expect(laptop.hasTokens()).toBe(false)
  expect(laptop.deviceKeys('alice')).toEqual(keys)
  for (const [key, value] of tokens) laptop.storage.set(key, value)
  await expect(laptop.auth.fetchUserAttributes()).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  })
})

test('a global sign-out ends the sessions of all browsers, and forgets no device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const [laptop, phone] = [browser(pool), browser(pool)]
  await laptop.enter({ username, password })
  await phone.enter({ username, password })

  expect(await pool.book.during(() => laptop.auth.signOut({ global: true }))).toEqual([
    'GlobalSignOut → done',
  ])

  await expect(phone.auth.fetchUserAttributes()).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  })
  expect((await phone.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined()
  expect(await pool.trackedDevices('alice')).toHaveLength(2)
})

test('an operator signs a user out everywhere', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = browser(pool)
  await laptop.enter({ username, password })
  await pool.admin.adminUserGlobalSignOut({ UserPoolId: pool.poolId, Username: username })

  await expect(laptop.auth.fetchDevices()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})
