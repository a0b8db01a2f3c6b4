import * as auth from '@latchkey/auth'
import { memoryStorage } from '@latchkey/auth/cognito'
import * as latchkey from '@latchkey/auth/latchkey'
import { vi } from 'vitest'
import type { UserPool } from './pool-server.js'

/** @latchkey/auth on as many devices as a story needs, for what it does beyond aws-amplify. */

type Auth = Omit<typeof auth, 'configure' | 'onAuthEvent'>

export type App = {
  /** Every function of the library, called on this device. */
  auth: Auth
  /** What only a Latchkey server can do. */
  latchkey: typeof latchkey
  /** What was told by `onAuthEvent` while this device acted, by type. */
  events: auth.AuthEvent[]
  /** The next event of a type, or one that was told before. */
  told<Type extends auth.AuthEvent['type']>(type: Type): Promise<Extract<auth.AuthEvent, { type: Type }>>
  storage: Map<string, string>
  /** What is stored under a name for a user, in the keys of aws-amplify. */
  stored(username: string, name: string): string | undefined
  store(username: string, name: string, value: string): void
  remove(username: string, name: string): void
  /** Lets the tokens of a user run out: the server's clock, as far as this device knows, is two hours ahead. */
  expire(username: string): void
  /** As if its page were loaded again: what is not in storage is gone. */
  reload(): void
}

type Place = Pick<UserPool, 'url' | 'poolId' | 'clientId'>

/** The library keeps its state for itself: whoever acts next takes its seat. */
let seated: App | undefined

auth.onAuthEvent((event) => seated?.events.push(event))

export function app({ url, poolId, clientId }: Place, options: auth.ConfigureOptions = {}): App {
  const storage = new Map<string, string>()
  const events: auth.AuthEvent[] = []
  const keyOf = (username: string, name: string) =>
    `CognitoIdentityServiceProvider.${clientId}.${username}.${name}`
  const config = {
    Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url } },
  }

  function sit(): void {
    if (seated === self) return
    seated = self
    auth.configure(config, { keyValueStorage: mapStorage(storage), deviceName: 'A test', ...options })
  }

  /** A module on this device. */
  const seatedBefore = <Module extends object>(functions: Module): Module =>
    new Proxy(functions, {
      get(module, name) {
        sit()
        return Reflect.get(module, name)
      },
    })

  const self: App = {
    auth: seatedBefore(auth),
    latchkey: seatedBefore(latchkey),
    events,
    async told(type) {
      for (let tries = 0; tries < 1000; tries += 1) {
        const found = events.find((event) => event.type === type)
        if (found) return found as Extract<auth.AuthEvent, { type: typeof type }>
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      throw new Error(`${type} was not told, but ${events.map(({ type }) => type).join(', ') || 'nothing'}.`)
    },
    storage,
    stored: (username, name) => storage.get(keyOf(username, name)),
    store: (username, name, value) => void storage.set(keyOf(username, name), value),
    remove: (username, name) => void storage.delete(keyOf(username, name)),
    expire: (username) => self.store(username, 'clockDrift', String(2 * 3600 * 1000)),
    reload() {
      seated = undefined
      events.length = 0
    },
  }
  return self
}

/** A key-value storage over a map that a test can look into. */
export const mapStorage = (map: Map<string, string>): auth.KeyValueStorage => ({
  ...memoryStorage(),
  setItem: async (key, value) => void map.set(key, value),
  getItem: async (key) => map.get(key) ?? null,
  removeItem: async (key) => void map.delete(key),
})

/** The tokens, and the name of their user, that are in a storage. */
export const tokensIn = (map: Map<string, string>) =>
  [...map.keys()].filter((key) => /Token$|LastAuthUser$/.test(key))

/** Things of the platform are others until the end of the story. */
export function platform(globals: Record<string, unknown>): Disposable {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  return { [Symbol.dispose]: () => void vi.unstubAllGlobals() }
}
