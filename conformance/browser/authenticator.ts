import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResourcesConfig } from 'aws-amplify'
import type { Page } from 'playwright-core'
import { build, type Plugin } from 'vite'
import { expect } from 'vitest'
import { amplifyConfiguration } from '../../packages/cli/src/amplify-configuration.js'
import { given, type TestUser, type UserPool } from '../pool-server.js'
import { profile, temporaryFolder } from './chromium.js'
import { type Files, type Site, serve } from './site.js'

/** `examples/app`, as Vite bundles it for its users, and somebody in front of it. */

export type App = AsyncDisposable & {
  readonly page: Page
  /** Types into fields that are found by their labels. Some have a star: it is required. */
  fill(fields: Record<string, string>): Promise<void>
  press(button: string): Promise<void>
  /** Loads the page again. What was under way is cut off, and is no complaint. */
  reload(): Promise<void>
  /** Waits until these are to be read. */
  sees(...words: (string | RegExp)[]): Promise<void>
  /** What the server refused since this was asked last, which is what the story expects. */
  refusals(): string[]
}

type Library = 'aws-amplify' | '@latchkey/auth'

/** The app in a browser that nobody used before. At the end nothing is left that nobody expected. */
export async function openApp(pool: UserPool, library: Library = 'aws-amplify'): Promise<App> {
  const site = await siteOf(pool, library)
  const browser = await profile({ host: 'localhost' })
  const page = await browser.context.newPage()
  const leaving = { now: false }
  const complaints = complaintsOf(page, pool, leaving)
  const refusals = refusalsOf(pool)
  await page.goto(`http://localhost:${site.port}/`)

  return {
    page,
    async fill(fields) {
      for (const [label, value] of Object.entries(fields))
        await page.getByLabel(new RegExp(`^${label}( \\*)?$`)).fill(value)
    },
    press: (button) => page.getByRole('button', { name: button, exact: true }).click(),
    async reload() {
      leaving.now = true
      await page.reload()
      leaving.now = false
    },
    async sees(...words) {
      try {
        for (const word of words) await page.getByText(word).first().waitFor()
      } finally {
        await picture(page)
      }
    },
    refusals,
    async [Symbol.asyncDispose]() {
      const left = [...complaints, ...refusals()]
      await browser[Symbol.asyncDispose]()
      await site[Symbol.asyncDispose]()
      expect(left).toEqual([])
    },
  }
}

/** What Amplify warns everybody of. */
const USUAL = [
  // Who sets `userPoolEndpoint`.
  'ensure the endpoint is correct',
  // Who signs out while AccountSettings are on the page.
  'requires user to be authenticated.',
]

let pictures = 0

/** With `LATCHKEY_SCREENSHOTS=FOLDER`, each screen that a story arrives at is kept as a picture, for people to look at. */
async function picture(page: Page): Promise<void> {
  const folder = process.env.LATCHKEY_SCREENSHOTS
  if (!folder) return
  pictures += 1
  const name = `${String(pictures).padStart(2, '0')} ${expect.getState().currentTestName}.png`
  await page.screenshot({ path: join(folder, name), fullPage: true })
}

/** What the console and the network complain of. What the server refuses is not among it: see `refusals`. */
function complaintsOf(page: Page, pool: UserPool, leaving: { now: boolean }): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return
    const isOfServer = message.location().url.startsWith(pool.url)
    const isExpected = isOfServer || USUAL.some((text) => message.text().includes(text))
    if (!isExpected) complaints.push(message.text())
  })
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText
    if (!leaving.now || why !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${why}`)
  })
  return complaints
}

function refusalsOf({ book }: UserPool): () => string[] {
  let seen = book.calls.length
  return () => {
    const calls = book.calls.slice(seen)
    seen = book.calls.length
    return calls.flatMap(({ operation, answer }) => (answer.__type ? [`${operation}: ${answer.__type}`] : []))
  }
}

const bundled: { [Name in Library]?: Promise<Files> } = {}

/** The app, with what `latchkey outputs` prints for the pool. */
async function siteOf(pool: UserPool, library: Library): Promise<Site> {
  bundled[library] ??= bundle(library === 'aws-amplify' ? [] : [latchkeyInstead])
  const { server, poolId, clientId, url } = pool
  const found = given(await server.world.stores.pools.find(poolId))
  const configuration: ResourcesConfig = amplifyConfiguration(found, { clientId, endpoint: url })
  return serve(new Map([...(await bundled[library]), ['/pool.json', JSON.stringify(configuration)]]))
}

const ROOT = join(import.meta.dirname, '..', '..')

/** What docs/guide/moving-from-amplify.md tells an app to do: its file stands in for aws-amplify/auth. */
const latchkeyInstead: Plugin = {
  name: 'latchkey-instead',
  enforce: 'pre',
  resolveId: (id) => (id === 'aws-amplify/auth' ? '\0auth.ts' : undefined),
  async load(id) {
    if (id !== '\0auth.ts') return undefined
    const page = await readFile(join(ROOT, 'docs', 'guide', 'moving-from-amplify.md'), 'utf8')
    return given(/^```tsx\n(\/\/ auth\.ts\n[\s\S]*?)^```$/m.exec(page)?.[1])
  },
}

async function bundle(plugins: Plugin[]): Promise<Files> {
  await using folder = await temporaryFolder()
  await build({
    root: join(ROOT, 'examples', 'app'),
    configFile: false,
    logLevel: 'error',
    plugins,
    build: { outDir: folder.path, emptyOutDir: true, minify: false },
  })
  const files = new Map<string, Uint8Array>()
  for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(path.slice(folder.path.length), await readFile(path))
  }
  return files
}

export async function signIn(
  app: App,
  { username, password }: Pick<TestUser, 'username' | 'password'>,
): Promise<void> {
  await app.fill({ Username: username, Password: password })
  await app.press('Sign in')
}

export async function signInWithCode(app: App, user: TestUser): Promise<void> {
  await signIn(app, user)
  await app.sees('Confirm TOTP Code')
  await app.fill({ Code: user.totp() })
  await app.press('Confirm')
  await app.sees('Hello, alice')
}

/** Another code than the right one. */
export const wrong = (code: string) => (code.startsWith('123') ? '456789' : '123456').padEnd(code.length, '7')
