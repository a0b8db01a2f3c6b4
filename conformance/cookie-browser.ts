import { createServerAuth, requestCookies, type ServerAuthOptions } from '@latchkey/auth/server'
import { expect, vi } from 'vitest'
import type { UserPool } from './pool-server.js'

/** Browsers whose pages keep their sessions in cookies, and the app's own server, which gets them with each request. */

/** `document.cookie` and the `Cookie` header of one browser. Attributes other than the age are of no matter here. */
export class CookieJar {
  readonly cookies = new Map<string, string>()

  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Takes what `document.cookie` is set to, or what a `Set-Cookie` header says. */
  take(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    if (attributes.some(isOver)) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(at + 1))
  }

  /** The names of cookies that end like this. */
  named(ending: string): string[] {
    return [...this.cookies.keys()].filter((name) => name.endsWith(`.${ending}`))
  }

  valueOf(ending: string): string {
    const [name = ''] = this.named(ending)
    return decodeURIComponent(this.cookies.get(name) ?? '')
  }

  overwrite(ending: string, value: string): void {
    const [name] = this.named(ending)
    if (!name) throw new Error(`There is no cookie *.${ending}.`)
    this.cookies.set(name, encodeURIComponent(value))
  }
}

function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=')
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0
  return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now()
}

export type Browser = { jar: CookieJar; local: Map<string, string>; sit(): void }

let seated: Browser | undefined

Object.defineProperty(globalThis, 'document', {
  configurable: true,
  value: {
    /** aws-amplify looks for traces of frameworks. */
    querySelector: () => null,
    querySelectorAll: () => [],
    get cookie() {
      return seated?.jar.header ?? ''
    },
    set cookie(line: string) {
      seated?.jar.take(line)
    },
  },
})

Object.defineProperty(globalThis, 'localStorage', {
  configurable: true,
  value: {
    getItem: (key: string) => seated?.local.get(key) ?? null,
    setItem: (key: string, value: string) => void seated?.local.set(key, value),
    removeItem: (key: string) => void seated?.local.delete(key),
  },
})

/** aws-amplify names a device by it. */
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { userAgent: 'Firefox' } })

type Place = Pick<UserPool, 'url' | 'poolId' | 'clientId'>

export const configOf = ({ url, poolId, clientId }: Place) => ({
  Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url } },
})

type Person = { username: string; password: string }

/** A browser with an app of @latchkey/auth in it. Libraries keep their state for themselves: who acts next sits down. */
export async function latchkeyBrowser(pool: Place) {
  const { configure, ...auth } = await import('@latchkey/auth')
  return browserOf(auth, () => configure(configOf(pool), { ssr: true, deviceSecret: 'plain' }))
}

/** The same with aws-amplify. */
export async function amplifyBrowser(pool: Place) {
  const { Amplify } = await import('aws-amplify')
  const { ConsoleLogger } = await import('aws-amplify/utils')
  ConsoleLogger.LOG_LEVEL = 'ERROR'
  return browserOf(await import('aws-amplify/auth'), () => Amplify.configure(configOf(pool), { ssr: true }))
}

type Auth = Pick<
  typeof import('@latchkey/auth'),
  'signIn' | 'fetchAuthSession' | 'getCurrentUser' | 'signOut'
>

function browserOf(auth: Auth, configure: () => void) {
  const self = {
    jar: new CookieJar(),
    local: new Map<string, string>(),
    sit() {
      if (seated === self) return
      seated = self
      configure()
    },
    auth: new Proxy(auth, {
      get(module, name) {
        self.sit()
        return Reflect.get(module, name)
      },
    }),
    /** Signs in with the password in the clear, and waits until the device is registered. */
    async enter({ username, password }: Person): Promise<void> {
      await self.auth.signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } })
      await vi.waitFor(
        () => expect([...self.local.keys()].filter((key) => key.endsWith('.pendingDevice'))).toEqual([]),
        { timeout: 10_000, interval: 5 },
      )
    },
  }
  return self
}

/** Signs in two hours ago by the pool's clock: the tokens have expired by now, and the refresh token has not. */
export async function enterLongAgo(
  pool: Pick<UserPool, 'clock'>,
  browser: { enter(person: Person): Promise<void> },
  person: Person,
): Promise<void> {
  pool.clock.turn(-7200)
  await browser.enter(person)
  pool.clock.turn(7200)
}

/** The app's own server. */
export function appServer(pool: Place, options: ServerAuthOptions = {}) {
  const refusals: string[] = []
  const server = createServerAuth(configOf(pool), {
    onRefused: ({ message }) => void refusals.push(message),
    ...options,
  })
  return {
    /** Why tokens were not believed. */
    refusals,
    /** A request by a browser, with its cookies as they are now. */
    visit({ jar }: { jar: CookieJar }) {
      const request = new Request('https://app.example.com/', { headers: { cookie: jar.header } })
      const cookies = requestCookies(request)
      return {
        ...server.forRequest(cookies),
        cookies,
        /** The answer reaches the browser. */
        answered: () => {
          for (const line of cookies.setCookies) jar.take(line)
        },
      }
    },
    server,
  }
}
