import { nextCookies } from '@latchkey/auth/server'
import { build } from 'esbuild'
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { expect, test, vi } from 'vitest'
import {
  amplifyBrowser,
  appServer,
  type CookieJar,
  configOf,
  enterLongAgo,
  latchkeyBrowser,
} from './cookie-browser.js'
import { given, type PoolOptions, userPool } from './pool-server.js'
import { scriptedServer } from './scripted-server.js'

vi.setConfig({ testTimeout: 60_000 })

/** Sessions on the app's own server: what a browser keeps in cookies is verified there, and refreshed. */

const REFRESHED = ['GetTokensFromRefreshToken → tokens']

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

for (const [library, open] of [
  ['@latchkey/auth', latchkeyBrowser],
  ['aws-amplify', amplifyBrowser],
] as const) {
  test(`a server knows who signed in with ${library} in the browser`, async () => {
    await using pool = await userPool()
    const { username, password, sub } = await pool.user('zoë(1)@example.com')
    const laptop = await open(pool)
    await laptop.enter({ username, password })

    const visit = appServer(pool).visit(laptop)
    const walk = await pool.book.during(async () => {
      const { tokens, userSub } = await visit.fetchAuthSession()
      expect(userSub).toBe(sub)
      expect(String(tokens?.accessToken)).toBe(laptop.jar.valueOf('accessToken'))
      expect(tokens?.idToken?.payload['cognito:username']).toBe(username)
      expect(await visit.getCurrentUser()).toEqual(await laptop.auth.getCurrentUser())
    })

    expect(walk).toEqual([])
    expect(visit.cookies.setCookies).toEqual([])
  })

  test(`tokens of ${library} that expired are refreshed on the server, and the browser goes on with the new ones`, async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const laptop = await open(pool)
    await enterLongAgo(pool, laptop, alice)
    const before = new Map(laptop.jar.cookies)

    const visit = appServer(pool).visit(laptop)
    const walk = await pool.book.during(() => visit.getCurrentUser())
    visit.answered()

    expect(walk).toEqual(REFRESHED)
    const changed = [...before].filter(([name, value]) => laptop.jar.cookies.get(name) !== value)
    expect(changed.map(([name]) => name.split('.').pop()).sort()).toEqual(['accessToken', 'idToken'])
    const session = () => laptop.auth.fetchAuthSession()
    // By the browser's clock, which it takes for two hours ahead, they are good for long.
    expect(await pool.book.during(session)).toEqual([])
    expect(String((await session()).tokens?.accessToken)).toBe(laptop.jar.valueOf('accessToken'))
    expect(await pool.book.during(() => laptop.auth.fetchAuthSession({ forceRefresh: true }))).toEqual(
      REFRESHED,
    )
  })
}

test('what is refreshed is set for both halves of the app', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, alice)

  const visit = appServer(pool, { cookies: { domain: 'example.com' } }).visit(laptop)
  await visit.fetchAuthSession()

  const names = visit.cookies.setCookies.map((line) => /\.(\w+)=/.exec(line)?.[1]).sort()
  expect(names).toEqual(['LastAuthUser', 'accessToken', 'idToken', 'refreshToken', 'signInDetails'])
  for (const line of visit.cookies.setCookies)
    expect(line).toMatch(/; Domain=example\.com; Path=\/; Max-Age=31536000; SameSite=Lax; Secure$/)
})

test('a tracked device is named by the token where its key is in no cookie (amplify-js#11664)', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, alice)
  const [device] = await pool.trackedDevices('alice')
  for (const name of laptop.jar.named('deviceKey')) laptop.jar.cookies.delete(name)

  const { tokens } = await appServer(pool).visit(laptop).fetchAuthSession()

  expect(tokens?.accessToken.payload.device_key).toBe(device)
  expect(pool.book.last('GetTokensFromRefreshToken').request.DeviceKey).toBe(device)
})

test('no cookie has the secret of the device', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)
  await laptop.enter(await pool.user('alice'))

  const [secret] = [...laptop.local]
    .filter(([key]) => key.endsWith('.randomPasswordKey'))
    .map(([, value]) => value)
  expect(given(secret).length).toBeGreaterThan(40)
  expect(decodeURIComponent(laptop.jar.header)).not.toContain(secret)
  expect(laptop.jar.named('randomPasswordKey')).toEqual([])
})

test('a device that aws-amplify kept goes on, and its secret leaves the cookies', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const before = await amplifyBrowser(pool)
  await before.enter(alice)
  const secret = before.jar.valueOf('randomPasswordKey')
  expect(secret.length).toBeGreaterThan(40)

  const after = await latchkeyBrowser(pool)
  for (const [name, value] of before.jar.cookies) after.jar.cookies.set(name, value)
  await after.auth.signOut()
  expect(await pool.book.during(() => after.enter(alice))).toContainEqual(
    expect.stringContaining('DEVICE_PASSWORD_VERIFIER → tokens'),
  )

  expect(await pool.trackedDevices('alice')).toEqual([before.jar.valueOf('deviceKey')])
  expect(after.jar.named('randomPasswordKey')).toEqual([])
  expect([...after.local.values()]).toContain(secret)
})

test('attributes are read on the server', async () => {
  await using pool = await userPool()
  const { username, password, sub } = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, { username, password })

  const visit = appServer(pool).visit(laptop)
  const walk = await pool.book.during(async () => {
    expect(await visit.fetchUserAttributes()).toMatchObject({ sub, email: 'alice@example.com' })
  })
  expect(walk).toEqual([...REFRESHED, 'GetUser → done'])
})

test('who comes without cookies is nobody', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)

  const visit = appServer(pool).visit(laptop)

  expect(await visit.fetchAuthSession()).toEqual({})
  await expect(visit.getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
  await expect(visit.fetchUserAttributes()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' })
})

/** What an attacker, or a mistake, puts into the cookies of a browser; and what the log says of it. */
type Forgery = [name: string, forge: (jar: CookieJar, token: string) => unknown, refusal: RegExp]

const forgeries: Forgery[] = [
  [
    'a token with other claims',
    (jar, token) => jar.overwrite('accessToken', withClaims(token, { username: 'root' })),
    /Its signature does not fit/,
  ],
  [
    'a token without a signature',
    (jar, token) => jar.overwrite('accessToken', new UnsecuredJWT(claimsOf(token)).encode()),
    /not signed with RS256/,
  ],
  [
    'a token of its own key, by the name of ours',
    async (jar, token) => jar.overwrite('accessToken', await signedByAnother(token)),
    /Its signature does not fit/,
  ],
  [
    'an ID token as the access token',
    (jar) => jar.overwrite('accessToken', jar.valueOf('idToken')),
    /Its token_use is "id"/,
  ],
  [
    'an access token as the ID token',
    (jar, token) => jar.overwrite('idToken', token),
    /Its token_use is "access"/,
  ],
  [
    'a token that is none',
    (jar, token) => jar.overwrite('accessToken', token.replace(/\.[^.]+$/, '.%00')),
    /not a JWT|does not fit/,
  ],
]

function withClaims(token: string, claims: object): string {
  const [header, , signature] = token.split('.')
  const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), ...claims })).toString('base64url')
  return [header, forged, signature].join('.')
}

async function signedByAnother(token: string): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256')
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  return new SignJWT(claimsOf(token)).setProtectedHeader(header).sign(privateKey)
}

for (const age of ['good', 'expired'] as const) {
  test.each(forgeries)(
    `%s, of a session that is ${age}, signs nobody in and refreshes nothing`,
    async (_, forge, refusal) => {
      await using pool = await userPool()
      const alice = await pool.user('alice')
      const laptop = await latchkeyBrowser(pool)
      await (age === 'good' ? laptop.enter(alice) : enterLongAgo(pool, laptop, alice))
      await forge(laptop.jar, laptop.jar.valueOf('accessToken'))
      const app = appServer(pool)
      const visit = app.visit(laptop)

      const walk = await pool.book.during(async () => {
        expect(await visit.fetchAuthSession()).toEqual({})
        expect(await visit.fetchAuthSession({ forceRefresh: true })).toEqual({})
      })

      expect(walk).toEqual([])
      expect(app.refusals[0]).toMatch(refusal)
      expect(visit.cookies.setCookies).toEqual([])
    },
  )
}

test('the access token of one user with the ID token of another is nobody', async () => {
  await using pool = await userPool()
  const [laptop, phone] = [await latchkeyBrowser(pool), await latchkeyBrowser(pool)]
  await laptop.enter(await pool.user('alice'))
  await phone.enter(await pool.user('bob'))
  laptop.jar.overwrite('idToken', phone.jar.valueOf('idToken'))

  const app = appServer(pool)
  expect(await app.visit(laptop).fetchAuthSession()).toEqual({})
  expect(app.refusals).toEqual([expect.stringContaining('Access token and ID token are of two users.')])
})

test('the refresh token of another user does not turn a browser into theirs', async () => {
  await using pool = await userPool({ remember: 'off' })
  const [laptop, phone] = [await latchkeyBrowser(pool), await latchkeyBrowser(pool)]
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  await phone.enter(await pool.user('mallory'))
  laptop.jar.overwrite('refreshToken', phone.jar.valueOf('refreshToken'))

  const visit = appServer(pool).visit(laptop)
  expect(await visit.fetchAuthSession()).toEqual({})
  expect(await visit.fetchAuthSession()).toEqual({})
  expect(visit.cookies.setCookies).toEqual([])
})

test('what a false pool answers is believed no more than what is in a cookie', async () => {
  await using pool = await userPool()
  await using falsePool = await scriptedServer()
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  const AccessToken = withClaims(laptop.jar.valueOf('accessToken'), { exp: 4_000_000_000 })
  falsePool.play([{ AuthenticationResult: { AccessToken } }])

  const issuer = `${pool.url}/${pool.poolId}`
  const app = appServer(pool, { userPoolEndpoint: falsePool.url, issuer })
  const visit = app.visit(laptop)

  expect(await visit.fetchAuthSession()).toEqual({})
  expect(falsePool.asked.map(({ operation }) => operation)).toEqual(['GetTokensFromRefreshToken'])
  expect(app.refusals).toEqual([expect.stringContaining('Its signature does not fit.')])
  expect(visit.cookies.setCookies).toEqual([])
})

test('tokens of another pool, and of another client, are nobody here', async () => {
  await using pool = await userPool()
  await using other = await userPool()
  const { UserPoolClient } = await pool.admin.createUserPoolClient({
    UserPoolId: pool.poolId,
    ClientName: 'another app',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  })
  const places = [
    [other, /publishes no key that it is signed with/],
    [{ ...pool, clientId: given(UserPoolClient?.ClientId) }, /It is for the client "/],
  ] as const
  await pool.user('alice')
  const alice = await other.user('alice')

  for (const [place, refusal] of places) {
    const laptop = await latchkeyBrowser(place)
    await laptop.enter(alice)
    for (const [name, value] of [...laptop.jar.cookies])
      laptop.jar.cookies.set(name.replace(place.clientId, pool.clientId), value)
    const app = appServer(pool)
    expect(await app.visit(laptop).fetchAuthSession({ forceRefresh: true })).toEqual({})
    expect(app.refusals).toEqual([expect.stringMatching(refusal)])
  }
})

test('a server that expects another issuer says so, and believes nothing', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)
  await laptop.enter(await pool.user('alice'))
  const issuer = `https://id.example.com/${pool.poolId}`
  const jwksUri = `${pool.url}/${pool.poolId}/.well-known/jwks.json`

  const app = appServer(pool, { issuer, jwksUri })
  expect(await app.visit(laptop).fetchAuthSession()).toEqual({})
  expect(app.refusals[0]).toContain(`It was issued by "${pool.url}/${pool.poolId}", not by ${issuer}`)
})

test('where the keys of the issuer are out of reach, nobody is taken for signed out', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)
  await laptop.enter(await pool.user('alice'))

  const visit = appServer(pool, { jwksUri: 'http://127.0.0.1:9/jwks.json' }).visit(laptop)
  await expect(visit.fetchAuthSession()).rejects.toMatchObject({ name: 'TokenIssuerUnreachable' })
  expect(visit.cookies.setCookies).toEqual([])
})

test('users who come at once get their own sessions, and none waits for another', async () => {
  await using pool = await userPool()
  const browsers = []
  for (const name of ['alice', 'bob', 'carol']) {
    const browser = await latchkeyBrowser(pool)
    await enterLongAgo(pool, browser, await pool.user(name))
    browsers.push(browser)
  }
  const app = appServer(pool)
  const release = pool.book.holding('GetTokensFromRefreshToken', 'answers')
  const begun = pool.book.calls.length

  const visits = browsers.map((browser) => app.visit(browser))
  const users = Promise.all(visits.map((visit) => visit.getCurrentUser()))
  await expect.poll(() => pool.book.calls.length).toBe(begun + 3)
  release()

  expect((await users).map(({ username }) => username)).toEqual(['alice', 'bob', 'carol'])
  for (const [index, visit] of visits.entries()) {
    visit.answered()
    const token = given(browsers[index]).jar.valueOf('accessToken')
    expect(claimsOf(token).username).toBe((await users)[index]?.username)
  }
})

test('of many parts of a page that need new tokens at once, one refreshes', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  const visit = appServer(pool).visit(laptop)

  const walk = await pool.book.during(async () => {
    await Promise.all([
      visit.fetchAuthSession(),
      visit.getCurrentUser(),
      visit.fetchAuthSession({ forceRefresh: true }),
    ])
    await visit.fetchAuthSession()
  })
  expect(walk).toEqual(REFRESHED)
})

const ROTATING: PoolOptions['client'] = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
}

test('two requests at once, with a refresh token that rotates: both are served, and the browser goes on', async () => {
  await using pool = await userPool({ client: ROTATING })
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  const spent = laptop.jar.valueOf('refreshToken')
  const app = appServer(pool)

  const visits = [app.visit(laptop), app.visit(laptop)]
  const users = await Promise.all(visits.map((visit) => visit.getCurrentUser()))
  for (const visit of visits) visit.answered()

  expect(users.map(({ username }) => username)).toEqual(['alice', 'alice'])
  expect(laptop.jar.valueOf('refreshToken')).not.toBe(spent)
  pool.clock.turn(60)
  expect((await laptop.auth.fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined()
})

/** What Next.js gives to server components: it can be read. */
const readOnlyCookies = (jar: CookieJar) => ({
  get(name: string) {
    const value = jar.cookies.get(name)
    return value === undefined ? undefined : { name, value: decodeURIComponent(value) }
  },
  set(): never {
    throw new Error('Cookies can only be modified in a Server Action or Route Handler.')
  },
})

test('where cookies cannot be set, the page is rendered with new tokens all the same', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('zoë(1)@example.com'))
  const page = appServer(pool).server.forRequest(nextCookies(readOnlyCookies(laptop.jar)))

  const walk = await pool.book.during(async () => {
    expect(await page.getCurrentUser()).toMatchObject({ username: 'zoë(1)@example.com' })
    expect(await page.fetchUserAttributes()).toHaveProperty('sub')
  })
  expect(walk).toEqual([...REFRESHED, 'GetUser → done'])
})

test('it is said where a refresh token is spent and the new one cannot be kept', async () => {
  await using pool = await userPool({ client: ROTATING })
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})

  await appServer(pool)
    .server.forRequest(nextCookies(readOnlyCookies(laptop.jar)))
    .getCurrentUser()

  expect(warn.mock.calls).toEqual([[expect.stringContaining('the browser keeps the one that is spent')]])
  warn.mockRestore()
})

test('a session that the pool ended is over: its cookies go, those of the device stay', async () => {
  await using pool = await userPool({ client: ROTATING })
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  const app = appServer(pool)
  const stale = app.visit(laptop)
  const visit = app.visit(laptop)
  await visit.fetchAuthSession()
  pool.clock.turn(60)

  // The refresh token is shown again after its grace: RefreshTokenReuseException.
  expect(await stale.fetchAuthSession()).toEqual({})
  stale.answered()

  expect(laptop.jar.named('accessToken')).toEqual([])
  expect(laptop.jar.named('refreshToken')).toEqual([])
  expect(laptop.jar.named('LastAuthUser')).toEqual([])
  expect(laptop.jar.named('deviceKey')).toHaveLength(1)
  expect(await app.visit(laptop).fetchAuthSession()).toEqual({})
})

test('a pool that fails ends no session', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  const app = appServer(pool)

  const visit = app.visit(laptop)
  await pool.book.failing('GetTokensFromRefreshToken', async () => {
    await expect(visit.fetchAuthSession()).rejects.toMatchObject({ name: 'InternalErrorException' })
  })
  expect(visit.cookies.setCookies).toEqual([])
  expect(await visit.getCurrentUser()).toMatchObject({ username: 'alice' })
})

test('nothing of a session is told to listeners on the server', async () => {
  await using pool = await userPool()
  const { onAuthEvent } = await import('@latchkey/auth')
  const laptop = await latchkeyBrowser(pool)
  await enterLongAgo(pool, laptop, await pool.user('alice'))
  const told: unknown[] = []
  const stop = onAuthEvent((event) => told.push(event))

  await appServer(pool).visit(laptop).getCurrentUser()
  stop()

  expect(told).toEqual([{ type: 'tokensRefreshed' }])
})

test('the keys of the issuer are fetched once for all requests', async () => {
  await using pool = await userPool()
  const laptop = await latchkeyBrowser(pool)
  await laptop.enter(await pool.user('alice'))
  const fetched = vi.spyOn(globalThis, 'fetch')
  const app = appServer(pool)

  await Promise.all(Array.from({ length: 20 }, () => app.visit(laptop).getCurrentUser()))

  expect(fetched.mock.calls.map(([url]) => String(url))).toEqual([
    `${configOf(pool).Auth.Cognito.userPoolEndpoint}/${pool.poolId}/.well-known/jwks.json`,
  ])
  fetched.mockRestore()
})

test('what an edge runtime loads has neither proofs of devices nor anything of Node in it', async () => {
  const { metafile } = await build({
    stdin: { contents: `export * from '@latchkey/auth/server'`, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['edge-light'],
  })
  const inputs = Object.keys(metafile.inputs)
  expect(inputs).toContain('packages/client/dist/server/verifyToken.js')
  // Next.js warns of MessageChannel and of CompressionStream, which are in these.
  expect(inputs.filter((file) => /packages\/srp|configure\.js|jwe_|deflate/.test(file))).toEqual([])
})
