import * as auth from '@latchkey/auth'
import * as cognito from '@latchkey/auth/cognito'
import * as server from '@latchkey/auth/server'
import { operations } from '@latchkey/server'
import { isOperationName } from '@latchkey/wire'
import { expect, vi } from 'vitest'
import { mapStorage } from './auth.js'
import { authenticatorApp, given, type UserPool, userPool } from './pool-server.js'

/** Where examples of @latchkey/auth play: a server, its user alice, and an app on her device. */

export type Stage = {
  /** The names that the example takes for granted. */
  names: Record<string, unknown>
  /** What stands in the example for what is made up anew each time. */
  madeUp: Record<string, string>
  pool: UserPool
}

export const ALICE = { username: 'alice', password: 'Correct-Horse-9' }
const ATTRIBUTES = { email: 'alice@example.com', email_verified: 'true' }

/** Sets the stage for one example: by default alice is signed in, on a device that is tracked. */
export async function playExample(example: string, play: (stage: Stage) => Promise<void>): Promise<void> {
  await using pool = await userPool({
    remember: 'opt-in',
    mfa: 'optional',
    pool: { AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] },
  })
  const { sub } = await pool.user(ALICE.username, { attributes: ATTRIBUTES })
  await pool.admin.adminSetUserPassword({
    UserPoolId: pool.poolId,
    Username: ALICE.username,
    Password: ALICE.password,
    Permanent: true,
  })
  const storage = new Map<string, string>()
  const reader = readerOf(pool, storage)
  reader.sit()
  const own = await reader.signIn()
  const before = preparations[example.replace(/^.*\/|\.ts$/g, '')]
  const { code = '', device = own, ...names } = (await before?.(reader)) ?? {}
  await play({
    pool,
    names: { ...auth, ...cognito, ...server, config: reader.config, ...names },
    madeUp: {
      'http://127.0.0.1:9229': pool.url,
      local_Sample1: pool.poolId,
      sampleclient: pool.clientId,
      "'123456'": `'${code}'`,
      'eu-west-1_0f0e…': device,
      '3f0a…': sub,
    },
  })
  await registered(storage)
}

type Reader = ReturnType<typeof readerOf>

/** What somebody does who tries the example out. */
function readerOf(pool: UserPool, storage: Map<string, string>) {
  const config = {
    Auth: {
      Cognito: { userPoolId: pool.poolId, userPoolClientId: pool.clientId, userPoolEndpoint: pool.url },
    },
  }
  const self = {
    pool,
    config,
    storage,
    /** Takes a device into the hand: another storage is another device. */
    sit(items = storage) {
      auth.configure(config, { keyValueStorage: mapStorage(items), deviceName: 'Chrome on macOS' })
    },
    /** Signs alice in. The id of her device. */
    async signIn(items = storage): Promise<string> {
      await auth.signIn(ALICE)
      await registered(items)
      return given((await auth.getCurrentDevice())?.id)
    },
    /** Sets an authenticator app up. It gives a new code each time. */
    async enrol(): Promise<() => string> {
      const { sharedSecret } = await auth.setUpTOTP()
      const app = authenticatorApp(pool.clock)
      await auth.verifyTOTPSetup({ code: app(sharedSecret) })
      await auth.updateMFAPreference({ totp: 'PREFERRED' })
      return () => app(sharedSecret)
    },
    /** As if alice had never been there. */
    async withoutAlice() {
      await auth.deleteUser()
    },
    /** The request of a page that alice is signed in to, with her cookies. */
    request: () =>
      new Request('http://app.test/', {
        headers: { cookie: [...storage].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('; ') },
      }),
  }
  return self
}

/** A new device registers itself after a sign-in has returned. */
const registered = (storage: Map<string, string>) =>
  vi.waitFor(() => expect([...storage.keys()].filter((key) => key.endsWith('.pendingDevice'))).toEqual([]), {
    timeout: 10_000,
    interval: 5,
  })

type Prepared = { code?: string; device?: string; [name: string]: unknown }

const signUp = (reader: Reader, options: { autoSignIn?: boolean } = {}) =>
  auth.signUp({
    ...ALICE,
    options: { userAttributes: { email: ATTRIBUTES.email }, ...options },
  })

async function unconfirmed(reader: Reader, options?: { autoSignIn?: boolean }): Promise<Prepared> {
  await reader.withoutAlice()
  await signUp(reader, options)
  const code = await reader.pool.latestCode(ALICE.username)
  return { code, username: ALICE.username, confirmationCode: code }
}

async function withOther(reader: Reader): Promise<Prepared> {
  const items = new Map<string, string>()
  reader.sit(items)
  const device = await reader.signIn(items)
  await auth.rememberDevice()
  reader.sit()
  return { device }
}

async function onServer(reader: Reader): Promise<Prepared> {
  const request = reader.request()
  const cookies = server.requestCookies(request)
  const nextLike = {
    get: (name: string) => ({ value: String(cookies.get(name)) }),
    set: cookies.set,
  }
  return {
    auth: server.createServerAuth(reader.config),
    request: Object.assign(request, { cookies: nextLike }),
    response: Object.assign(new Response(), { cookies: nextLike }),
    cookies: async () => nextLike,
  }
}

/** What is done before the example of a file. */
const preparations: Record<string, (reader: Reader) => Promise<Prepared | void>> = {
  'async-storage': async () => {
    const items = new Map<string, string>()
    const storage = mapStorage(items)
    return { AsyncStorage: { ...storage, getAllKeys: async () => [...items.keys()] } }
  },
  signIn: () => auth.signOut(),
  confirmSignIn: async (reader) => {
    const app = await reader.enrol()
    await auth.signOut()
    await auth.signIn(ALICE)
    return { code: app() }
  },
  autoSignIn: (reader) => unconfirmed(reader, { autoSignIn: true }),
  signUp: (reader) => reader.withoutAlice(),
  confirmSignUp: unconfirmed,
  resendSignUpCode: unconfirmed,
  fetchDevices: () => auth.rememberDevice(),
  forgetDevice: withOther,
  forgetOtherDevices: withOther,
  fetchMFAPreference: async (reader) => void (await reader.enrol()),
  updateMFAPreference: async (reader) => void (await reader.enrol()),
  verifyTOTPSetup: async ({ pool }) => {
    const { sharedSecret } = await auth.setUpTOTP()
    return { code: authenticatorApp(pool.clock)(sharedSecret) }
  },
  verifyToken: async () => ({ bearer: String((await auth.fetchAuthSession()).tokens?.accessToken) }),
  createServerAuth: onServer,
  cookies: onServer,
}

/** What an example says beside its code, in the comments after it. */
export type Told = {
  /** The requests that go out, in their order: an operation of the protocol, or `GET` and an address. */
  requests: Line[]
  /** Those that go out before them where the tokens have expired. */
  whenExpired: Line[]
  /** What its last expression comes to. */
  value: string | undefined
  /** Lines that nothing here understands: they would be believed unchecked. */
  unknown: string[]
}

type Line = { name: string; members: string | undefined }

export function toldBy(code: string): Told {
  const told: Told = { requests: [], whenExpired: [], value: undefined, unknown: [] }
  for (const [, expired, text = ''] of code.matchAll(/^\/\/ (expired: )?(.*)$/gm)) {
    const line = lineOf(text)
    if (line) (expired ? told.whenExpired : told.requests).push(line)
    else if (/^[{[]/.test(text)) told.value = text
    else told.unknown.push(text)
  }
  return told
}

function lineOf(text: string): Line | undefined {
  const [, name = '', members] = /^(GET \S+|\w+)\s*(\{.*\})?/.exec(text) ?? []
  return isOperationName(name) || name.startsWith('GET ') ? { name, members } : undefined
}

/** The first of the requests that this server does not serve yet: there the example ends, with that answer. */
export const notServed = ({ requests }: Told): string | undefined =>
  requests.map(({ name }) => name).find((name) => isOperationName(name) && operations[name] === 'not served')

/** The members that are told, as what `toMatchObject` takes: a bare name stands for any value, an ellipsis for more. */
export function template(told: string): object {
  const anything = new Proxy({}, { has: (_, name) => typeof name === 'string', get: anyValue })
  const text = told.replace(/(?<=[[{])\s*…\s*,?|,\s*…\s*(?=[\]}])/g, '')
  return withPatterns(new Function('anything', `with (anything) { return (${text}) }`)(anything))
}

const anyValue = (_: object, name: string | symbol) =>
  typeof name === 'string' ? expect.anything() : undefined

/** Strings with an ellipsis in them stand for all that begin and end so. */
function withPatterns<Value>(value: Value): Value {
  if (typeof value === 'string' && value.includes('…')) return expect.stringMatching(pattern(value))
  if (Array.isArray(value)) return value.map(withPatterns) as Value
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withPatterns(member)])) as Value
}

/** An ellipsis stands for whatever is not worth saying. */
export const pattern = (told: string) =>
  new RegExp(
    `^${told
      .split('…')
      .map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*')}$`,
  )
