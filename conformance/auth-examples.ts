import * as auth from '@latchkey/auth'
import * as cognito from '@latchkey/auth/cognito'
import * as latchkey from '@latchkey/auth/latchkey'
import * as server from '@latchkey/auth/server'
import { Authenticator } from '@latchkey/testing'
import { isOperationName } from '@latchkey/wire'
import { expect, vi } from 'vitest'
import { mapStorage, platform } from './auth.js'
import { authenticatorApp, given, type UserPool, userPool } from './pool-server.js'

/** Where examples of @latchkey/auth play: a server, its user alice, and an app on her device. */

export type Stage = {
  /** The names that the example takes for granted. */
  names: Record<string, unknown>
  /** What the example made up, and what it is here. */
  madeUp: Record<string, string>
  /** What the library sends while `act` goes on, and until a new device has registered itself. */
  requestsDuring(moment: Moment, act: () => Promise<void>): Promise<Sent[]>
}

/** An hour after a sign-in, its tokens have expired. */
export type Moment = 'now' | 'two hours later'

/** An operation and its request; or `GET` and an address. */
export type Sent = { name: string; members: object }

export const ALICE = { username: 'alice', password: 'Correct-Horse-9' }
const ATTRIBUTES = { email: 'alice@example.com', email_verified: 'true' }

/** Sets the stage for one example: by default alice is signed in, on a device that is tracked. */
export async function playExample(example: string, play: (stage: Stage) => Promise<void>): Promise<void> {
  await using pool = await userPool({
    remember: 'opt-in',
    mfa: 'optional',
    pool: {
      AliasAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    },
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
  using _browser = platform(passkeyBrowser())
  const { code = '123456', device = own, passkey = 'dGhlIGlk', ...names } = (await before?.(reader)) ?? {}
  await play({
    requestsDuring: (moment, act) =>
      requestsDuring(moment, async () => act().then(() => registered(storage))),
    names: { ...latchkey, ...auth, ...cognito, ...server, config: reader.config, ...names },
    madeUp: {
      'http://127.0.0.1:9229': pool.url,
      local_Sample1: pool.poolId,
      sampleclient: pool.clientId,
      "'123456'": `'${code}'`,
      'eu-west-1_0f0e…': device,
      dGhlIGlk: passkey,
      '3f0a…': sub,
    },
  })
}

async function requestsDuring(moment: Moment, act: () => Promise<void>): Promise<Sent[]> {
  const fetched = vi.spyOn(globalThis, 'fetch')
  if (moment === 'two hours later') vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 })
  try {
    await act()
    return fetched.mock.calls.map(([url, init]) => sent(String(url), init))
  } finally {
    vi.useRealTimers()
    fetched.mockRestore()
  }
}

function sent(url: string, { headers, body }: RequestInit = {}): Sent {
  const target = new Headers(headers).get('x-amz-target')
  if (!target) return { name: `GET ${url}`, members: {} }
  return { name: String(target.split('.')[1]), members: JSON.parse(String(body)) }
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
        headers: {
          cookie: [...storage].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('; '),
        },
      }),
  }
  return self
}

/** What a browser has beside Node, for making passkeys: an authenticator, and forms without JSON. */
function passkeyBrowser() {
  const authenticator = new Authenticator()
  const create = async ({ publicKey }: { publicKey: PublicKeyCredentialCreationOptions }) => {
    const { rp, user, challenge } = publicKey
    const asJson = { rp, user: { id: base64url(user.id) }, challenge: base64url(challenge) }
    const { id, type, response } = authenticator.create(asJson)
    return {
      id,
      type,
      rawId: bytes(id),
      getClientExtensionResults: () => ({}),
      response: {
        clientDataJSON: bytes(response.clientDataJSON),
        attestationObject: bytes(response.attestationObject),
        getAuthenticatorData: () => new ArrayBuffer(0),
        getTransports: () => response.transports,
        getPublicKey: () => null,
        getPublicKeyAlgorithm: () => -7,
      },
    }
  }
  return {
    isSecureContext: true,
    PublicKeyCredential: class {},
    navigator: { userAgent: 'Chrome', credentials: { create } },
  }
}

const base64url = (data: BufferSource) =>
  Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : (data as Uint8Array)).toString('base64url')
const bytes = (text: unknown) => new Uint8Array(Buffer.from(String(text), 'base64url')).buffer

/** A new device registers itself after a sign-in has returned. */
const registered = (storage: Map<string, string>) =>
  vi.waitFor(() => expect([...storage.keys()].filter((key) => key.endsWith('.pendingDevice'))).toEqual([]), {
    timeout: 10_000,
    interval: 5,
  })

type Prepared = { code?: string; device?: string; passkey?: string; [name: string]: unknown }

const signUp = (options: { autoSignIn?: boolean } = {}) =>
  auth.signUp({
    ...ALICE,
    options: { userAttributes: { email: ATTRIBUTES.email }, ...options },
  })

async function unconfirmed(reader: Reader, options?: { autoSignIn?: boolean }): Promise<Prepared> {
  await reader.withoutAlice()
  await signUp(options)
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
const preparations: Record<string, (reader: Reader) => Promise<Prepared> | Promise<void>> = {
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
  confirmResetPassword: async ({ pool }) => {
    await auth.resetPassword({ username: ALICE.username })
    return { code: await pool.latestCode(ALICE.username) }
  },
  confirmUserAttribute: async ({ pool }) => {
    await auth.sendUserAttributeVerificationCode({ userAttributeKey: 'email' })
    return { code: await pool.latestCode(ALICE.username) }
  },
  signUp: (reader) => reader.withoutAlice(),
  confirmSignUp: unconfirmed,
  resendSignUpCode: unconfirmed,
  fetchDevices: () => auth.rememberDevice(),
  forgetDevice: withOther,
  forgetOtherDevices: withOther,
  signOutDevice: withOther,
  reportDevice: withOther,
  fetchMFAPreference: async (reader) => void (await reader.enrol()),
  updateMFAPreference: async (reader) => void (await reader.enrol()),
  verifyTOTPSetup: async ({ pool }) => {
    const { sharedSecret } = await auth.setUpTOTP()
    return { code: authenticatorApp(pool.clock)(sharedSecret) }
  },
  deleteWebAuthnCredential: async () => {
    await auth.associateWebAuthnCredential()
    const { credentials } = await auth.listWebAuthnCredentials()
    return { passkey: given(credentials[0]?.credentialId) }
  },
  verifyToken: async () => ({ bearer: String((await auth.fetchAuthSession()).tokens?.accessToken) }),
  createServerAuth: onServer,
  cookies: onServer,
}

/** What an example says beside its code, in the comments after it. */
export type Told = {
  /** What goes out, in its order. */
  requests: { name: string; members: string | undefined }[]
  /** What its last expression comes to. */
  value: string | undefined
  headers: { name: string; value: string }[]
  /** Lines that nothing here understands: they would be believed unchecked. */
  unknown: string[]
}

/** `expired: ` begins lines that are true where the tokens have expired. */
export function toldBy(code: string, moment: Moment): Told {
  const told: Told = { requests: [], value: undefined, headers: [], unknown: [] }
  for (const [, expired, text = ''] of code.matchAll(/^\/\/ (expired: )?(.*)$/gm)) {
    if (expired && moment === 'now') continue
    const [, name = '', members] = /^(GET \S+|\w+)\s*(\{.*\})?/.exec(text) ?? []
    const [, header, value = ''] = /^(set-cookie): (.*)$/.exec(text) ?? []
    if (isOperationName(name) || name.startsWith('GET ')) told.requests.push({ name, members })
    else if (header) told.headers.push({ name: header, value })
    else if (/^[{[]/.test(text)) told.value = text
    else told.unknown.push(text)
  }
  return told
}

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
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withPatterns(member)]),
  ) as Value
}

/** An ellipsis stands for whatever is not worth saying. */
export const pattern = (told: string) =>
  new RegExp(
    `^${told
      .split('…')
      .map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*')}$`,
  )
