import { configure, getCurrentUser, type KeyValueStorage, signIn, signOut } from '@latchkey/auth'
import { expect, test, vi } from 'vitest'
import { app, mapStorage, tokensIn } from './auth.js'
import { given, userPool } from './pool-server.js'
import { scriptedServer, tokens } from './scripted-server.js'

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

test('a refresh that fails for all who wait for it, fails once', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  let attempts = 0
  const unwell = () => {
    attempts += 1
    return Response.json({ __type: 'InternalErrorException', message: 'No.' }, { status: 500 })
  }

  await pool.book.answering('GetTokensFromRefreshToken', unwell, async () => {
    const calls = Array.from({ length: 3 }, () => laptop.auth.fetchAuthSession({ forceRefresh: true }))
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'InternalErrorException' } })
    }
  })

  // Three, as of any call.
  expect(attempts).toBe(3)
})

test('a session that began by another name of its user, on a known device, is refreshed', async () => {
  await using pool = await userPool({ pool: { AliasAttributes: ['email'] } })
  const email = 'alice@example.com'
  const { password } = await pool.user('alice', { attributes: { email, email_verified: 'true' } })
  const laptop = app(pool)
  await laptop.auth.signIn({ username: email, password })
  const { deviceId } = await laptop.told('deviceTracked')

  for (const authFlowType of ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH'] as const) {
    await laptop.auth.signOut()
    await laptop.auth.signIn({ username: email, password, options: { authFlowType } })
    const walk = await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))
    expect(walk).toEqual(['GetTokensFromRefreshToken → tokens'])
    expect(pool.book.last('GetTokensFromRefreshToken').request.DeviceKey).toBe(deviceId)
  }
  expect((await laptop.auth.fetchAuthSession()).tokens).toBeDefined()
})

test('who stops waiting for a refresh does not lose its tokens: the next call has them', async () => {
  await using pool = await userPool({ client: ROTATING })
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  const release = pool.book.holding('GetTokensFromRefreshToken', 'answers')
  const controller = new AbortController()

  const refreshed = laptop.auth.fetchAuthSession({ forceRefresh: true, signal: controller.signal })
  await expect.poll(() => pool.book.times('GetTokensFromRefreshToken')).toBe(1)
  controller.abort(new Error('The user left the page.'))
  await expect(refreshed).rejects.toThrow('The user left the page.')
  release()

  await laptop.told('tokensRefreshed')
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
  expect(laptop.events.map(({ type }) => type)).not.toContain('sessionEnded')
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
  await expect.poll(() => pool.book.calls.length).toBeGreaterThan(begun)
  await laptop.auth.signOut()
  release()

  expect((await refreshed).tokens).toBeUndefined()
  expect(tokensIn(laptop.storage)).toEqual([])
})

/** A storage in which all takes a while, as in React Native. It calls when it was asked a number of times. */
function slowStorage(items: Map<string, string>) {
  const { getItem, setItem, removeItem, clear } = mapStorage(items)
  let turns = 0
  let act = () => {}
  const turn = async () => {
    turns -= 1
    if (turns === 0) act()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const keyValueStorage: KeyValueStorage = {
    getItem: (key) => turn().then(() => getItem(key)),
    setItem: (key, value) => turn().then(() => setItem(key, value)),
    removeItem: (key) => turn().then(() => removeItem(key)),
    clear,
  }
  const after = (count: number) =>
    new Promise<void>((resolve) => {
      turns = count
      act = resolve
    })
  return { keyValueStorage, after }
}

/** Every second of the times that the longer of the two asks its storage, and a little more. */
const MOMENTS = Array.from({ length: 9 }, (_, index) => 2 * index + 1)

test.each(['the refresh', 'the sign-out'])(
  'a sign-out is undone by no refresh: the other begins in the middle of what %s has to store',
  async (first) => {
    await using pool = await userPool({ remember: 'off' })
    const { username, password } = await pool.user('alice')
    const items = new Map<string, string>()
    const { keyValueStorage, after } = slowStorage(items)
    const phone = app(pool, { keyValueStorage })

    for (const moment of MOMENTS) {
      await phone.auth.signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } })
      const release = pool.book.holding('GetTokensFromRefreshToken', 'answers')
      const calls = pool.book.times('GetTokensFromRefreshToken')
      const refreshed = phone.auth.fetchAuthSession({ forceRefresh: true })
      await expect.poll(() => pool.book.times('GetTokensFromRefreshToken')).toBe(calls + 1)

      const due = after(moment)
      if (first === 'the refresh') {
        release()
        await Promise.race([due, refreshed])
        await Promise.all([phone.auth.signOut(), refreshed])
      } else {
        const signedOut = phone.auth.signOut()
        await Promise.race([due, signedOut])
        release()
        await Promise.all([signedOut, refreshed])
      }

      expect(tokensIn(items), `${first} had made ${moment} steps`).toEqual([])
    }
  },
)

test('a refresh that is refused late ends no session but its own', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  await pool.user('bob')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  const release = pool.book.holding('GetTokensFromRefreshToken')
  const late = laptop.auth.fetchAuthSession({ forceRefresh: true })

  await laptop.auth.signOut()
  await laptop.auth.signIn({ username: 'bob', password })
  release()

  await late
  expect(pool.book.last('GetTokensFromRefreshToken').answer.__type).toBe('NotAuthorizedException')
  expect(await laptop.auth.getCurrentUser()).toMatchObject({ username: 'bob' })
  expect(laptop.events.map(({ type }) => type)).not.toContain('sessionEnded')
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
  expect(tokensIn(laptop.storage)).toEqual([])
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

const SCRIPTED = { poolId: 'eu-west-1_Scripted1', clientId: 'app' }
const IN_THE_CLEAR = {
  username: 'alice',
  password: 'Correct-horse-1',
  options: { authFlowType: 'USER_PASSWORD_AUTH' },
} as const

const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')

test.each([
  ['when', {}],
  ['a time', { exp: 'soon' }],
  ['a time', { exp: null }],
])('a token that does not say %s it ends has ended: %j', async (_what, ends) => {
  await using server = await scriptedServer()
  const laptop = app({ ...SCRIPTED, url: server.url })
  const AccessToken = `${part({ alg: 'none' })}.${part({ sub: 'the sub of alice', ...ends })}.signature`
  server.play([{ AuthenticationResult: { ...tokens().AuthenticationResult, AccessToken } }, tokens()])
  await laptop.auth.signIn(IN_THE_CLEAR)

  const { tokens: now } = await laptop.auth.fetchAuthSession()

  expect(server.asked.at(-1)?.operation).toBe('GetTokensFromRefreshToken')
  expect(String(now?.accessToken)).not.toBe(AccessToken)
  expect(server.asked).toHaveLength(2)
})

test('a session without a refresh token lasts as long as its tokens, whoever wants new ones', async () => {
  await using server = await scriptedServer()
  const laptop = app({ ...SCRIPTED, url: server.url })
  const { RefreshToken: _, ...paid } = tokens().AuthenticationResult
  server.play([{ AuthenticationResult: paid }])
  await laptop.auth.signIn(IN_THE_CLEAR)

  await expect(laptop.auth.fetchAuthSession({ forceRefresh: true })).rejects.toMatchObject({
    name: 'TokenRefreshException',
    recoverySuggestion: expect.any(String),
  })
  expect((await laptop.auth.fetchAuthSession()).tokens).toBeDefined()

  laptop.expire('alice')
  expect(await laptop.auth.fetchAuthSession()).toEqual({})
  await laptop.told('sessionEnded')
  expect(tokensIn(laptop.storage)).toEqual([])
  expect(server.asked).toHaveLength(1)
})

test('an app that calls configure twice keeps its session, where sessions are in memory too', async () => {
  await using server = await scriptedServer()
  const { poolId: userPoolId, clientId: userPoolClientId } = SCRIPTED
  const config = { Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint: server.url } } }
  configure(config)
  server.play([tokens(), {}])
  await signIn(IN_THE_CLEAR)

  configure(config)

  expect(await getCurrentUser()).toMatchObject({ username: 'alice' })
  await signOut()
  configure(config)
  await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
})

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

test('a sign-out does not wait for the server: the tokens are gone at once', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  await laptop.told('deviceTracked')
  const release = pool.book.holding('RevokeToken')

  const signedOut = laptop.auth.signOut()
  await laptop.told('signedOut')

  expect(tokensIn(laptop.storage)).toEqual([])
  expect(pool.book.times('RevokeToken')).toBe(0)
  release()
  await signedOut
  expect(pool.book.times('RevokeToken')).toBe(1)
})
