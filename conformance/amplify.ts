import type { UserPool } from './pool-server.js'

/** aws-amplify, unmodified, in as many browsers as a story needs. */

export type Auth = typeof import('aws-amplify/auth')

export const USER_AGENT = 'Firefox on a laptop'

// aws-amplify names a device after `navigator`. Node 20 has none, and without one it never confirms a device.
Object.defineProperty(globalThis, 'navigator', { value: { userAgent: USER_AGENT }, configurable: true })

/** The module under test. Another one that keeps its promises can take its place: LATCHKEY_AUTH_MODULE names it. */
const auth: Auth = await import(process.env.LATCHKEY_AUTH_MODULE ?? 'aws-amplify/auth')
const { Amplify } = await import('aws-amplify')
const { cognitoUserPoolsTokenProvider } = await import('aws-amplify/auth/cognito')
const { ConsoleLogger } = await import('aws-amplify/utils')

ConsoleLogger.LOG_LEVEL = 'ERROR'

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

type Place = Pick<UserPool, 'url' | 'poolId' | 'clientId'>

/** The module keeps its state for itself: whoever acts next takes its seat. */
let seated: Browser | undefined

export function browser({ url, poolId, clientId }: Place): Browser {
  const storage = new Map<string, string>()
  const keyOf = (username: string, key: string) =>
    `CognitoIdentityServiceProvider.${clientId}.${username}.${key}`

  function sit(): void {
    if (seated === self) return
    seated = self
    Amplify.configure({
      Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url } },
    })
    cognitoUserPoolsTokenProvider.setKeyValueStorage(keyValueStorage(storage))
  }

  const self: Browser = {
    storage,
    auth: new Proxy(auth, {
      get(module, name) {
        sit()
        return Reflect.get(module, name)
      },
    }),
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
