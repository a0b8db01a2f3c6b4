import { expect, test, vi } from 'vitest'
import { app } from './auth.js'
import { given, userPool } from './pool-server.js'

vi.setConfig({ testTimeout: 60_000 })

/** Sessions of @latchkey/auth: refreshed once, never half there, and told of. */

const ROTATING = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const, 'ALLOW_USER_SRP_AUTH' as const],
  RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 0 },
}

test('of many who need new tokens at once, one refreshes, and all get its tokens', async () => {
  await using pool = await userPool({ client: ROTATING })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  const walk = await pool.book.during(async () => {
    const sessions = await Promise.all(
      Array.from({ length: 10 }, () => laptop.auth.fetchAuthSession({ forceRefresh: true })),
    )
    expect(new Set(sessions.map(({ tokens }) => String(tokens?.accessToken))).size).toBe(1)
  })

  expect(walk).toEqual(['GetTokensFromRefreshToken → tokens'])
  expect(laptop.events.filter(({ type }) => type === 'tokensRefreshed')).toHaveLength(1)
})

test('a sign-out during a refresh stays a sign-out', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  const release = pool.book.holding('GetTokensFromRefreshToken', 'answers')
  const begun = pool.book.calls.length

  const refreshed = laptop.auth.fetchAuthSession({ forceRefresh: true })
  await vi.waitFor(() => expect(pool.book.calls.length).toBeGreaterThan(begun))
  await laptop.auth.signOut()
  release()

  expect((await refreshed).tokens).toBeUndefined()
  expect([...laptop.storage.keys()].filter((key) => key.endsWith('Token'))).toEqual([])
})

test('a session that the server ends is told, with the reason, and nothing of it is left', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  await pool.admin.adminUserGlobalSignOut({ UserPoolId: pool.poolId, Username: username })

  expect(await laptop.auth.fetchAuthSession({ forceRefresh: true })).toEqual({})

  expect((await laptop.told('sessionEnded')).error).toMatchObject({ name: 'NotAuthorizedException' })
  expect([...laptop.storage.keys()].filter((key) => /Token$|LastAuthUser/.test(key))).toEqual([])
  await expect(laptop.auth.fetchDevices()).rejects.toMatchObject({
    name: 'UserUnAuthenticatedException',
    recoverySuggestion: 'Sign in before calling this API again.',
  })
})

test('a refresh that fails for a passing reason ends nothing', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  await pool.book.failing('GetTokensFromRefreshToken', () =>
    expect(laptop.auth.fetchAuthSession({ forceRefresh: true })).rejects.toMatchObject({
      name: 'InternalErrorException',
    }),
  )
  expect((await laptop.auth.fetchAuthSession()).tokens).toBeDefined()
})

test.each([-5, 5])(
  'a clock that is %i hours off neither ends a session nor refreshes it at every call',
  async (hours) => {
    await using pool = await userPool()
    const { username, password } = await pool.user('alice')
    const laptop = app(pool)
    pool.clock.turn(-hours * 3600)
    await laptop.auth.signIn({ username, password })
    await laptop.told('deviceTracked')

    expect(await pool.book.during(() => laptop.auth.fetchAuthSession())).toEqual([])
    pool.clock.turn(3600)
    laptop.store('alice', 'clockDrift', String((1 - hours) * 3_600_000))
    expect(await pool.book.during(() => laptop.auth.fetchAuthSession())).toEqual([
      'GetTokensFromRefreshToken → tokens',
    ])
    expect(await pool.book.during(() => laptop.auth.fetchAuthSession())).toEqual([])
  },
)

test('what happens is told, in order', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.auth.rememberDevice()
  await laptop.auth.fetchAuthSession({ forceRefresh: true })
  await laptop.auth.doNotRememberDevice()
  await laptop.auth.forgetDevice()
  await laptop.auth.signOut()

  expect(laptop.events.map(({ type }) => type)).toEqual([
    'signedIn',
    'deviceTracked',
    'deviceRemembered',
    'tokensRefreshed',
    'deviceNotRemembered',
    'deviceForgotten',
    'signedOut',
  ])
  expect(JSON.stringify(laptop.events)).not.toMatch(/eyJ/)
})

test('a sign-out works without a server, and says so to nobody but this device', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')

  await pool.book.failing('RevokeToken', () => laptop.auth.signOut())

  await expect(laptop.auth.getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
  expect(laptop.stored('alice', 'deviceKey')).toBe(given((await laptop.told('deviceTracked')).deviceId))
})

test('a call that is aborted rejects with the reason, and nothing is stored', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  const release = pool.book.holding('RespondToAuthChallenge')
  const controller = new AbortController()

  const signIn = laptop.auth.signIn({ username, password }, { signal: controller.signal })
  setTimeout(() => controller.abort(new Error('The user left the page.')), 50)

  await expect(signIn).rejects.toThrow('The user left the page.')
  release()
  expect(laptop.storage.size).toBe(0)
  await expect(
    laptop.auth.signIn({ username, password }, { signal: AbortSignal.abort(new Error('Too late.')) }),
  ).rejects.toThrow('Too late.')
})

test('a call has a deadline, for all its attempts together', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool, { deadline: 60_000 })
  const release = pool.book.holding('InitiateAuth')

  await expect(laptop.auth.signIn({ username, password }, { deadline: 100 })).rejects.toMatchObject({
    name: 'TimeoutError',
    recoverySuggestion: expect.stringContaining('deadline'),
  })
  release()
})

test('a call is tried three times, under one invocation id, and no more', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  let attempts = 0
  const busy = () => {
    attempts += 1
    return Response.json({ __type: 'TooManyRequestsException', message: 'Too many.' }, { status: 400 })
  }
  await pool.book.answering('InitiateAuth', busy, () =>
    expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    }),
  )
  expect(attempts).toBe(3)

  attempts = 0
  const refused = () => {
    attempts += 1
    return Response.json({ __type: 'NotAuthorizedException', message: 'No.' }, { status: 400 })
  }
  await pool.book.answering('InitiateAuth', refused, () =>
    expect(laptop.auth.signIn({ username, password })).rejects.toMatchObject({ message: 'No.' }),
  )
  expect(attempts).toBe(1)
})
