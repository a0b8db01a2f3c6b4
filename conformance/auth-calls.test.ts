import { expect, test, vi } from 'vitest'
import { type App, app, platform, tokensIn } from './auth.js'
import { type UserPool, userPool } from './pool-server.js'
import { scriptedServer, tokens } from './scripted-server.js'

vi.setConfig({ testTimeout: 60_000 })

/** How long a call of @latchkey/auth lasts: its signal, its deadline, its attempts. */

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

test('a call that is aborted before it is sent is not sent', async () => {
  await using pool = await userPool()
  const controller = new AbortController()
  const headers = async () => {
    controller.abort(new Error('The user left the page.'))
    return {}
  }
  const laptop = app(pool, { Auth: { headers } })

  const walk = await pool.book.during(() =>
    expect(
      laptop.auth.signUp({ username: 'bob', password: 'Correct-horse-1' }, { signal: controller.signal }),
    ).rejects.toThrow('The user left the page.'),
  )
  expect(walk).toEqual([])
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

test('a deadline of Infinity is none', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const laptop = app(pool, { deadline: Number.POSITIVE_INFINITY })

  expect(await laptop.auth.signIn({ username, password })).toMatchObject({ isSignedIn: true })
  await laptop.told('deviceTracked')
})

type Options = { signal?: AbortSignal; deadline?: number }
type Waiting = { laptop: App; act: (options: Options) => Promise<unknown>; over: () => Promise<unknown> }

/** What a call may have to wait for, beside the server’s answer to it. */
const waits: [what: string, begin: (pool: UserPool) => Promise<Waiting>][] = [
  [
    'the refresh that another caller began',
    async (pool) => {
      const laptop = await signedIn(pool)
      await laptop.told('deviceTracked')
      const release = pool.book.holding('GetTokensFromRefreshToken')
      const first = laptop.auth.fetchAuthSession({ forceRefresh: true })
      const over = async () => {
        release()
        expect((await first).tokens).toBeDefined()
      }
      const act = (options: Options) => laptop.auth.fetchAuthSession({ forceRefresh: true, ...options })
      return { laptop, act, over }
    },
  ],
  [
    'the lock, which another tab does not give free',
    async (pool) => {
      const laptop = await signedIn(pool)
      await laptop.told('deviceTracked')
      const locks = platform({ navigator: { locks: { request: () => new Promise(() => {}) } } })
      const act = (options: Options) => laptop.auth.fetchAuthSession({ forceRefresh: true, ...options })
      return { laptop, act, over: async () => locks[Symbol.dispose]() }
    },
  ],
  [
    'the registration of the device',
    async (pool) => {
      const release = pool.book.holding('ConfirmDevice')
      const laptop = await signedIn(pool)
      const over = async () => {
        release()
        await laptop.told('deviceTracked')
      }
      return { laptop, act: (options: Options) => laptop.auth.fetchDevices(options), over }
    },
  ],
  [
    'headers of the app’s own',
    async (pool) => {
      const laptop = app(pool, { Auth: { headers: () => new Promise(() => {}) } })
      const { username, password } = await pool.user('alice')
      const act = (options: Options) => laptop.auth.signIn({ username, password }, options)
      return { laptop, act, over: async () => {} }
    },
  ],
]

async function signedIn(pool: UserPool): Promise<App> {
  const { username, password } = await pool.user('alice')
  const laptop = app(pool)
  await laptop.auth.signIn({ username, password })
  return laptop
}

test.each(waits)('a deadline holds while a call waits for %s', async (_what, begin) => {
  await using pool = await userPool()
  const { laptop, act, over } = await begin(pool)
  const before = tokensIn(laptop.storage)

  await expect(act({ deadline: 50 })).rejects.toMatchObject({
    name: 'TimeoutError',
    recoverySuggestion: expect.any(String),
  })
  expect(tokensIn(laptop.storage)).toEqual(before)
  await over()
})

test.each(waits)('a signal ends a call that waits for %s', async (_what, begin) => {
  await using pool = await userPool()
  const { laptop, act, over } = await begin(pool)
  const before = tokensIn(laptop.storage)
  const controller = new AbortController()

  const call = act({ signal: controller.signal })
  setTimeout(() => controller.abort(new Error('The user left the page.')), 50)

  await expect(call).rejects.toThrow('The user left the page.')
  expect(tokensIn(laptop.storage)).toEqual(before)
  await over()
})

test('the time that a user takes for a passkey does not count', async () => {
  await using server = await scriptedServer()
  using _page = platform(pageWithPasskeys())
  const laptop = app({ url: server.url, poolId: 'eu-west-1_Scripted1', clientId: 'app' })
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    server.play([
      {
        ChallengeName: 'WEB_AUTHN',
        Session: 'session of WEB_AUTHN',
        ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: '{"challenge":"AAAA"}' },
      },
      tokens(),
      { CredentialCreationOptions: { challenge: 'AAAA', user: {}, rp: {}, pubKeyCredParams: [] } },
      {},
    ])
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' } as const

    expect(await laptop.auth.signIn({ username: 'alice', options })).toMatchObject({ isSignedIn: true })
    await laptop.auth.associateWebAuthnCredential()
  } finally {
    vi.useRealTimers()
  }
  expect(server.asked.map(({ operation }) => operation)).toEqual([
    'InitiateAuth',
    'RespondToAuthChallenge',
    'StartWebAuthnRegistration',
    'CompleteWebAuthnRegistration',
  ])
})

/** Whoever is asked for a passkey here takes ten minutes. */
function pageWithPasskeys() {
  const bytes = new Uint8Array([1]).buffer
  const asked = async () => {
    vi.setSystemTime(Date.now() + 600_000)
    return {
      id: 'AQ',
      rawId: bytes,
      type: 'public-key',
      getClientExtensionResults: () => ({}),
      response: {
        clientDataJSON: bytes,
        authenticatorData: bytes,
        signature: bytes,
        attestationObject: bytes,
        getAuthenticatorData: () => bytes,
        getTransports: () => [],
        getPublicKey: () => null,
        getPublicKeyAlgorithm: () => -7,
      },
    }
  }
  const realFetch = fetch
  return {
    // An answer that takes a moment: none is there before a deadline that is over already.
    fetch: async (...request: Parameters<typeof fetch>) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return realFetch(...request)
    },
    isSecureContext: true,
    PublicKeyCredential: class {},
    navigator: { credentials: { get: asked, create: asked } },
  }
}

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
