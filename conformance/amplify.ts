import { expect, vi } from 'vitest'
import type { UserPool } from './pool-server.js'

/**
 * aws-amplify, unmodified, in as many browsers as a story needs; or, where LATCHKEY_AUTH_MODULE names it, another module
 * that keeps the same promises: here, or, where LATCHKEY_AUTH_GROUND is `chromium`, in pages. The stories are the same
 * for all.
 */

type Module6 = typeof import('aws-amplify/auth')

/** Its functions as apps call them; the hosted page is not part of these stories. */
export type Auth = {
  [Name in Exclude<keyof Module6, 'AuthError' | 'decodeJWT' | 'signInWithRedirect'>]: (
    ...args: Parameters<Module6[Name]>
  ) => ReturnType<Module6[Name]>
}

const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

// aws-amplify names a device after `navigator`. Node 20 has none, and without one it never confirms a device.
Object.defineProperty(globalThis, 'navigator', { value: { userAgent: USER_AGENT }, configurable: true })

type KeyValueStorage = ReturnType<typeof keyValueStorage>

/** What the stories need of a module, beside its functions. */
type Module = {
  auth: Auth
  configure(config: {
    Auth: {
      Cognito: Record<'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint', string> & {
        signUpVerificationMethod?: 'code' | 'link'
      }
    }
  }): void
  setKeyValueStorage(storage: KeyValueStorage): void
  /** What it calls a device with the user agent above. */
  deviceName: string
}

async function amplify(): Promise<Module> {
  const { Amplify } = await import('aws-amplify')
  const { cognitoUserPoolsTokenProvider } = await import('aws-amplify/auth/cognito')
  const { ConsoleLogger } = await import('aws-amplify/utils')
  ConsoleLogger.LOG_LEVEL = 'ERROR'
  return {
    auth: await import('aws-amplify/auth'),
    configure: (config) => Amplify.configure(config),
    setKeyValueStorage: (storage) => cognitoUserPoolsTokenProvider.setKeyValueStorage(storage),
    deviceName: USER_AGENT,
  }
}

async function latchkey(): Promise<Module> {
  const { configure, ...auth } = await import('@latchkey/auth')
  const { cognitoUserPoolsTokenProvider } = await import('@latchkey/auth/cognito')
  return {
    auth,
    configure,
    setKeyValueStorage: (storage) => cognitoUserPoolsTokenProvider.setKeyValueStorage(storage),
    deviceName: 'Firefox on Linux',
  }
}

const { auth, configure, setKeyValueStorage, deviceName } =
  process.env.LATCHKEY_AUTH_MODULE === '@latchkey/auth' ? await latchkey() : await amplify()

const inChromium =
  process.env.LATCHKEY_AUTH_GROUND === 'chromium' ? await import('./browser/stories.js') : undefined

export const DEVICE_NAME = inChromium?.DEVICE_NAME ?? deviceName

type DeviceKeys = {
  deviceKey: string | undefined
  deviceGroupKey: string | undefined
  randomPasswordKey: string | undefined
}

export type Browser = {
  /** Every function of the module, called in this browser. */
  auth: Auth
  /** Signs in with the password in the clear: the cheap way in, for stories about what comes after it. */
  enter(user: { username: string; password: string }): ReturnType<Auth['signIn']>
  /** Local storage. */
  storage: Map<string, string>
  /** What the browser keeps of its device, for a user by the name that the client stores. */
  deviceKeys(username: string): DeviceKeys
  overwrite(username: string, key: keyof DeviceKeys, value: string): void
  remove(username: string, key: keyof DeviceKeys): void
  /** Whether anybody is signed in, as far as local storage tells. */
  hasTokens(): boolean
}

type Place = Pick<UserPool, 'url' | 'poolId' | 'clientId'> & {
  /** What the app knows of its pool. Default: code. */
  signUpVerificationMethod?: 'code' | 'link'
}

const SIGNS_IN = ['signIn', 'confirmSignIn', 'autoSignIn']

/** The module keeps its state for itself: whoever acts next takes its seat. */
let seated: Browser | undefined

export function browser(place: Place): Browser {
  const { url, poolId, clientId, signUpVerificationMethod = 'code' } = place
  const storage = new Map<string, string>()
  const keyOf = (username: string, key: string) =>
    `CognitoIdentityServiceProvider.${clientId}.${username}.${key}`

  function sit(): void {
    if (seated === self) return
    seated = self
    const ids = { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url }
    configure({ Auth: { Cognito: { ...ids, signUpVerificationMethod } } })
    setKeyValueStorage(keyValueStorage(storage))
  }

  /** @latchkey/auth registers a device after a sign-in has returned: the stories look at what came of it. */
  const settled = () =>
    vi.waitFor(
      () => expect([...storage.keys()].filter((key) => key.endsWith('.pendingDevice'))).toEqual([]),
      { timeout: 10_000, interval: 5 },
    )

  const authHere = new Proxy(auth, {
    get(module, name) {
      sit()
      const act = Reflect.get(module, name)
      return SIGNS_IN.includes(String(name)) ? (input: object) => act(input).finally(settled) : act
    },
  })

  const self: Browser = {
    storage,
    auth: inChromium?.authInPage(place, storage) ?? authHere,
    enter: ({ username, password }) =>
      self.auth.signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } }),
    deviceKeys: (username) => ({
      deviceKey: storage.get(keyOf(username, 'deviceKey')),
      deviceGroupKey: storage.get(keyOf(username, 'deviceGroupKey')),
      randomPasswordKey: storage.get(keyOf(username, 'randomPasswordKey')),
    }),
    overwrite: (username, key, value) => void storage.set(keyOf(username, key), value),
    remove: (username, key) => void storage.delete(keyOf(username, key)),
    hasTokens: () => [...storage.keys()].some((key) => key.endsWith('.accessToken')),
  }
  return self
}

const keyValueStorage = (map: Map<string, string>) => ({
  async setItem(key: string, value: string) {
    map.set(key, value)
  },
  async getItem(key: string) {
    return map.get(key) ?? null
  },
  async removeItem(key: string) {
    map.delete(key)
  },
  async clear() {
    map.clear()
  },
})

export const SIGNED_IN = { isSignedIn: true, nextStep: { signInStep: 'DONE' } }
export const ASKS_FOR_TOTP = {
  isSignedIn: false,
  nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
}
