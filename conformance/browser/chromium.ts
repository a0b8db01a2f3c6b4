import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthEvent, ConfigureOptions } from '@latchkey/auth'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, inject } from 'vitest'
import type { UserPool } from '../pool-server.js'
import type { Call } from './page/stage.js'
import { type Remote, remote } from './remote.js'
import { pages, type Site, serve } from './site.js'

/** Headless Chromium, and profiles in it. Each has storage of its own: it is one device. */

declare module 'vitest' {
  interface ProvidedContext {
    /** Where it is, from scripts/chromium.mjs. */
    chromium: string
  }
}

const launching = () => ({
  executablePath: inject('chromium'),
  headless: true,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A host that is not localhost: on http, it is what browsers call an insecure context.
    '--host-resolver-rules=MAP app.test 127.0.0.1',
  ],
})

let launched: Promise<Browser> | undefined
let served: Promise<Site> | undefined

/** One process for the profiles of a test file. */
export function chromiumOfFile(): Promise<Browser> {
  launched ??= chromium.launch(launching())
  return launched
}

/** The pages that the profiles of a test file open. */
function site(): Promise<Site> {
  served ??= pages().then(serve)
  return served
}

afterAll(async () => {
  await (await launched)?.close()
  await (await served)?.[Symbol.asyncDispose]()
})

export type Place = Pick<UserPool, 'url' | 'poolId' | 'clientId'> & {
  /** Default: code. */
  signUpVerificationMethod?: 'code' | 'link' | undefined
}
type Options = Pick<ConfigureOptions, 'deviceSecret'>

export type Latchkey = typeof import('@latchkey/auth') &
  Omit<typeof import('@latchkey/auth/latchkey'), 'forgetOtherDevices'>
type Amplify = typeof import('aws-amplify/auth')

/** A tab with a module in it, configured for a pool. */
export type Tab<Module = Latchkey> = {
  readonly page: Page
  /** The module's functions, called in the page. */
  readonly auth: Remote<Module>
  /** Loads the page again, and configures the module as before. */
  reload(): Promise<void>
  /** What local storage holds for a user, by the last part of its keys. */
  stored(username: string): Promise<Record<string, string>>
  /** The first event of a type since the page was loaded, or the next one. @latchkey/auth only. */
  told<Type extends AuthEvent['type']>(type: Type): Promise<Extract<AuthEvent, { type: Type }>>
}

export type Profile = AsyncDisposable & {
  readonly context: BrowserContext
  /** What consoles warned of. */
  readonly warnings: readonly string[]
  open(place: Place, options?: Options): Promise<Tab>
  /** At the same origin, so that it finds what the other one stored. */
  openWithAmplify(place: Place): Promise<Tab<Amplify>>
}

export type ProfileOptions = {
  /** The host under which pages are reached. Default: 127.0.0.1. Passkeys are bound to a name: localhost. */
  host?: 'app.test' | 'localhost'
  /** Runs in each page before anything else does. */
  before?: () => void
}

/** A fresh profile, which is gone when it is disposed of. Then what its pages threw and nobody caught is thrown. */
export async function profile(options: ProfileOptions = {}): Promise<Profile> {
  return profileIn(await (await chromiumOfFile()).newContext(), options)
}

/** A profile that is kept in a folder, in a process of its own: another one can go on with it. */
export async function profileOnDisk(folder: string): Promise<Profile> {
  return profileIn(await chromium.launchPersistentContext(folder, launching()), {})
}

export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'latchkey-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function profileIn(context: BrowserContext, { host, before }: ProfileOptions): Promise<Profile> {
  const { port } = await site()
  const uncaught: Error[] = []
  const warnings: string[] = []
  context.on('weberror', (event) => uncaught.push(event.error()))
  context.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  context.setDefaultTimeout(30_000)
  if (before) await context.addInitScript(before)

  const pageOf = (module: 'latchkey' | 'amplify') => `http://${host ?? '127.0.0.1'}:${port}/${module}.html`

  return {
    context,
    warnings,
    open: async (place, options) => tabOf(await context.newPage(), pageOf('latchkey'), place, options),
    openWithAmplify: async (place) => tabOf(await context.newPage(), pageOf('amplify'), place),
    async [Symbol.asyncDispose]() {
      await context.close()
      if (uncaught.length > 0) throw new AggregateError(uncaught, `Nobody caught: ${uncaught.join(', ')}`)
    },
  }
}

async function tabOf<Module>(page: Page, url: string, place: Place, options?: Options): Promise<Tab<Module>> {
  const call: Call = (name, args) =>
    page.evaluate(([name, args]) => window.call(name, args), [name, args] as const)
  const load = async () => {
    await page.goto(url)
    await remote<Configurable>(call).configure(configurationOf(place), ...(options ? [options] : []))
  }
  await load()
  return {
    page,
    auth: remote<Module>(call),
    reload: load,
    async stored(username) {
      const prefix = `CognitoIdentityServiceProvider.${place.clientId}.${username}.`
      const entries = Object.entries(await page.evaluate(() => ({ ...localStorage })))
      const own = entries.filter(([key]) => key.startsWith(prefix))
      return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]))
    },
    async told(type) {
      const find = (type: AuthEvent['type']) => window.events.find((event) => event.type === type)
      const told = await page.waitForFunction(find, type, { polling: 10 })
      return (await told.jsonValue()) as Extract<AuthEvent, { type: typeof type }>
    },
  }
}

type Configurable = { configure(config: object, ...options: object[]): void }

/** The configuration of an app that belongs to a pool. */
export const configurationOf = ({ url, poolId, clientId, signUpVerificationMethod }: Place) => ({
  Auth: {
    Cognito: {
      userPoolId: poolId,
      userPoolClientId: clientId,
      userPoolEndpoint: url,
      ...(signUpVerificationMethod && { signUpVerificationMethod }),
    },
  },
})
