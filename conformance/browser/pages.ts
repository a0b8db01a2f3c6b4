import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { RunOptions } from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type PoolOptions, type TestUser, type UserPool, userPool } from '../pool-server.js'
import { chromiumOfFile } from './chromium.js'

/**
 * The console and the account page, as the server serves them, in Chromium. Each visitor has a profile of their own: users
 * on their devices, and operators.
 */

export type Visitor = AsyncDisposable & {
  readonly context: BrowserContext
  readonly page: Page
  /** An address of the server: `/account/local_Sample1?client_id=sampleclient`. */
  open(path: string): Promise<void>
  /** From now on, complaints like this one belong to the story. */
  expects(complaint: RegExp): void
}

export type VisitorOptions = {
  /** Default: that of a desktop. */
  size?: keyof typeof SIZES
  colorScheme?: 'light' | 'dark'
  userAgent?: string
}

export type PoolWithPages = UserPool & {
  /**
   * Somebody in a browser that nobody used before. At the end nothing is left that nobody expected: a breach of the
   * Content-Security-Policy, an error on the console, an answer that the server broke down over, a request to anybody else.
   */
  visitor(options?: VisitorOptions): Promise<Visitor>
  /** A visitor who is signed in to the console. */
  operator(role: Role, options?: VisitorOptions & OperatorOptions): Promise<Visitor & TestUser>
  /** An operator who is signed in nowhere yet; with an authenticator app, or without. */
  operatorToBe(role: Role, options?: OperatorOptions & { totp?: boolean }): Promise<TestUser>
}

/** Default: of all pools, and called by the role. */
export type OperatorOptions = { poolIds?: string[]; name?: string }

export type Role = 'viewer' | 'support' | 'admin'

/** The pool whose users are the operators, as the server names it. */
export const OPERATORS = 'latchkey_operators'

export const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const

/** A phone of long ago, or a desktop at four times its size: https://www.w3.org/WAI/WCAG22/Understanding/reflow.html */
export const NARROWEST = { width: 320, height: 640 }

/** The folder of the pages; `npm test` built them before. */
export const PAGES = join(import.meta.dirname, '..', '..', 'packages', 'console', 'dist')

export async function poolWithPages(options: PoolOptions = {}): Promise<PoolWithPages> {
  const pool = await userPool({ ...options, pages: PAGES })
  const visitor: PoolWithPages['visitor'] = (wanted = {}) => visitorOf(pool.url, wanted)
  const operatorToBe: PoolWithPages['operatorToBe'] = (role, wanted = {}) => addOperator(pool, role, wanted)
  return {
    ...pool,
    visitor,
    operatorToBe,
    async operator(role, { poolIds, name, ...wanted } = {}) {
      const operator = await operatorToBe(role, { ...(poolIds && { poolIds }), ...(name && { name }) })
      const browser = await visitor(wanted)
      await followLink(pool, browser.context, operator)
      return { ...browser, ...operator }
    },
  }
}

let operators = 0

async function addOperator(
  pool: UserPool,
  role: Role,
  { poolIds = [], name = `${role}-${++operators}`, totp = false }: OperatorOptions & { totp?: boolean },
): Promise<TestUser> {
  await pool.server.operators.add({ name, role, poolIds })
  return pool.withPassword(OPERATORS, name, { totp })
}

/** As the page at `/console#link=…` does. The link is made here: operators get theirs from the command line. */
async function followLink(
  { url, clock, server }: UserPool,
  context: BrowserContext,
  { sub }: TestUser,
): Promise<void> {
  const { keyring, stores } = server.world
  const link = `${sub}.${randomBytes(32).toString('base64url')}`
  const tomorrow = new Date(clock.now().getTime() + 86_400_000)
  const owner = { poolId: OPERATORS, userId: sub }
  await stores.operators.addLink(owner, keyring.hash('operator link', link), tomorrow)
  const answer = await context.request.post('/console/session', { data: { link }, headers: { origin: url } })
  expect(answer.status(), await answer.text()).toBe(204)
}

async function visitorOf(url: string, options: VisitorOptions): Promise<Visitor> {
  const { size = 'desktop', colorScheme = 'light', userAgent } = options
  const browser = await chromiumOfFile()
  const context = await browser.newContext({
    baseURL: url,
    viewport: SIZES[size],
    // What is touched has to be as wide as a finger: styles ask for that.
    ...(size === 'phone' && { hasTouch: true, isMobile: true }),
    colorScheme,
    reducedMotion: 'reduce',
    ...(userAgent !== undefined && { userAgent }),
  })
  context.setDefaultTimeout(30_000)
  await context.addInitScript(tellBreaches)
  const complaints = complaintsIn(context, url)
  const expected: RegExp[] = []
  const page = await context.newPage()
  return {
    context,
    page,
    async open(path) {
      await page.goto(path)
    },
    expects: (complaint) => void expected.push(complaint),
    async [Symbol.asyncDispose]() {
      await context.close()
      const left = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)))
      expect(left, left.join('\n')).toEqual([])
    },
  }
}

/** Runs in each page before anything else does. */
function tellBreaches() {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    console.error(`Content-Security-Policy: ${violatedDirective} ${blockedURI} ${sample}`),
  )
}

/** Chromium says so of each answer that is a refusal, which a page may expect. Those that are none are in `complaintsIn`. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/

/** A page that is left cuts its requests off. */
const LEFT = 'net::ERR_ABORTED'

function complaintsIn(context: BrowserContext, url: string): string[] {
  const complaints: string[] = []
  context.on('console', (message) => {
    const isProblem = ['error', 'warning'].includes(message.type())
    if (isProblem && !REFUSED.test(message.text())) complaints.push(message.text())
  })
  context.on('weberror', (event) => complaints.push(String(event.error())))
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    const isOfPage = protocol === 'data:' || protocol === 'blob:' || origin === url
    if (!isOfPage) complaints.push(`A request to somebody else: ${request.url()}`)
  })
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText
    if (why !== LEFT) complaints.push(`${request.method()} ${request.url()} ${why}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.url()} answered ${response.status()}`)
  })
  return complaints
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare const axe: { run(options: RunOptions): Promise<import('axe-core').AxeResults> }

/** What axe says of a page as it stands, light and dark: each violation with the places where it is. */
export async function expectNoViolations(
  page: Page,
  colorSchemes: ('light' | 'dark')[] = ['light', 'dark'],
): Promise<void> {
  // A page that is on its way has none yet, and axe would say so.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.evaluate(AXE)
  for (const colorScheme of colorSchemes) {
    await page.emulateMedia({ colorScheme })
    await atRest(page)
    const violations = await page.evaluate(async () => {
      const { violations } = await axe.run({ preload: false })
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html, any }) =>
          [`${id}: ${help}`, html.slice(0, 300), ...any.map(({ message }) => message)].join('\n  '),
        ),
      )
    })
    expect(violations, [`${page.url()}, ${colorScheme}`, ...violations].join('\n')).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** What moves for ever does not keep anybody waiting. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const moving = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(moving.map(({ finished }) => finished))
  })
}

/** With `LATCHKEY_SCREENSHOTS=FOLDER`, a picture of what is seen is kept, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.LATCHKEY_SCREENSHOTS
  if (!folder) return
  await atRest(page)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
