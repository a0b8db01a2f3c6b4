import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { KNOWN_DEVICE } from '../walks.js'
import { configurationOf, type Latchkey } from './chromium.js'
import { WHERE_USERS_DECIDE, wholeLife } from './life.js'
import type { Call } from './page/stage.js'
import { type Remote, remote } from './remote.js'
import { signIn } from './sign-in.js'

/** The entry for React Native, in a context that has what Hermes and React Native bring, and nothing else. */

test('a device lives its whole life in React Native', async () => {
  await using pool = await userPool(WHERE_USERS_DECIDE)
  const { auth } = await phone()
  await auth.configure(configurationOf(pool))

  await wholeLife(auth, pool, 'Mobile app')
})

test('a device is still remembered when the app is started again', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const first = await phone()
  await first.auth.configure(configurationOf(pool))
  expect(await signIn(first.auth, alice)).toBe('a code')
  await first.auth.signOut()

  const again = await phone({ AsyncStorage: first.AsyncStorage })
  await again.auth.configure(configurationOf(pool))
  expect(await pool.book.during(() => signIn(again.auth, alice))).toEqual(KNOWN_DEVICE)
})

test('a call is given up by a signal as React Native has them', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const { auth } = await phone()
  await auth.configure(configurationOf(pool))
  const controller = new PlainAbortController()
  const release = pool.book.holding('RespondToAuthChallenge')
  const signedIn = auth.signIn(
    { username, password },
    { signal: controller.signal as unknown as AbortSignal },
  )

  await expect.poll(() => pool.book.calls.map(({ operation }) => operation)).toContain('InitiateAuth')
  controller.abort()

  await expect(signedIn).rejects.toMatchObject({ name: 'AbortError' })
  release()
  expect((await auth.fetchAuthSession()).tokens).toBeUndefined()
})

test('without random numbers, the error says what to import', async () => {
  await using pool = await userPool()
  const { username, password } = await pool.user('alice')
  const { auth } = await phone({ crypto: undefined })
  await auth.configure(configurationOf(pool))

  await expect(auth.signIn({ username, password })).rejects.toMatchObject({
    name: 'NoRandomValuesException',
    recoverySuggestion: expect.stringContaining('react-native-get-random-values'),
  })
  expect((await auth.fetchAuthSession()).tokens).toBeUndefined()
})

type Globals = {
  AsyncStorage?: ReturnType<typeof asyncStorage>
  crypto?: undefined
}

/** An app on a phone. */
async function phone(
  globals: Globals = {},
): Promise<{ auth: Remote<Latchkey>; AsyncStorage: ReturnType<typeof asyncStorage> }> {
  const AsyncStorage = globals.AsyncStorage ?? asyncStorage()
  const context = createContext({
    console,
    setTimeout,
    clearTimeout,
    performance: { now: () => performance.now() },
    TextEncoder,
    atob,
    btoa,
    URL: PlainUrl,
    AbortController: PlainAbortController,
    fetch: fetchWithPlainSignals,
    navigator: { product: 'ReactNative' },
    // As react-native-get-random-values brings it.
    crypto: { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) },
    ...globals,
    AsyncStorage,
  })
  runInContext(await bundle(), context)
  // What comes out of a context is made of its own Date and Array.
  const call: Call = async (name, args) => structuredClone(await context.call(name, args))
  return { auth: remote<Latchkey>(call), AsyncStorage }
}

let bundled: Promise<string> | undefined

/** As Metro makes it: one script, with the package's door for React Native. */
function bundle(): Promise<string> {
  bundled ??= build({
    entryPoints: [join(import.meta.dirname, 'page', 'react-native.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    conditions: ['react-native'],
    platform: 'neutral',
    target: 'es2020',
    logLevel: 'error',
  }).then(({ outputFiles: [script] }) => String(script?.text))
  return bundled
}

/** In memory, but asynchronous and with strings only, like the real one. */
function asyncStorage() {
  const items = new Map<string, string>()
  const later = () => new Promise((resolve) => setTimeout(resolve))
  return {
    async setItem(key: string, value: string) {
      await later()
      items.set(key, value)
    },
    async getItem(key: string) {
      await later()
      return items.get(key) ?? null
    },
    async removeItem(key: string) {
      await later()
      items.delete(key)
    },
    async getAllKeys() {
      await later()
      return [...items.keys()]
    },
  }
}

/** React Native’s own URL: it has neither `canParse` nor most of its members. */
class PlainUrl {
  readonly href: string
  constructor(url: string) {
    this.href = url
  }
  toString() {
    return this.href
  }
}

/** The package `abort-controller` 3, which React Native brings: signals without `reason`, `throwIfAborted` and `any`. */
class PlainAbortController {
  readonly signal = new PlainAbortSignal()
  abort(): void {
    this.signal.aborted = true
    for (const listener of this.signal.listeners) listener()
  }
}

class PlainAbortSignal {
  aborted = false
  readonly listeners = new Set<() => void>()
  addEventListener(_: 'abort', listener: () => void): void {
    this.listeners.add(listener)
  }
  removeEventListener(_: 'abort', listener: () => void): void {
    this.listeners.delete(listener)
  }
}

function fetchWithPlainSignals(
  url: string,
  init: Omit<RequestInit, 'signal'> & { signal?: PlainAbortSignal },
) {
  const { signal, ...rest } = init
  const controller = new AbortController()
  if (signal?.aborted) controller.abort()
  signal?.addEventListener('abort', () => controller.abort())
  return fetch(url, { ...rest, signal: controller.signal })
}
