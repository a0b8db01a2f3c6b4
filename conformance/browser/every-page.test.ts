import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  expectNoViolations,
  NARROWEST,
  type PoolWithPages,
  picture,
  poolWithPages,
  SIZES,
  type Visitor,
} from './pages.js'
import { past, type Somebody } from './past.js'

/**
 * Every page, in a pool with weeks of events: what axe says, light and dark, at the width of a desktop and of a phone;
 * whether anything jumps while it loads, or sticks out; and, for `npm run screenshots`, how it looks. The page of all
 * states of the components has a test of its own.
 */

/** Pictures want more of a past than a test. */
const PAST = process.env.LATCHKEY_SCREENSHOTS ? {} : { people: 6, days: 4 }

/** Those of which there is a dark picture as well. */
const ALSO_DARK = ['console-overview', 'console-devices', 'console-device', 'account']

test('every page', { timeout: 300_000 }, async () => {
  await using pool = await poolWithPages({
    mfa: 'optional',
    remember: 'opt-in',
    pool: { PoolName: 'Acme' },
  })
  const somebodies = await past(pool, PAST)
  const [somebody] = busiest(somebodies)
  for (const { username: Username } of somebodies.slice(0, 4))
    await pool.admin.forgotPassword({ ClientId: pool.clientId, Username })

  await using operator = await pool.operator('admin', { name: 'olivia.park' })
  for (const [name, path] of pagesOf(pool, somebody)) await look(operator, name, path)
  await using stranger = await pool.visitor()
  await look(stranger, 'console-sign-in', '/console')

  await using user = await pool.visitor({ userAgent: CHROME_ON_MACOS })
  const account = `/account/${pool.poolId}?client_id=${pool.clientId}`
  await look(user, 'account-sign-in', account)
  await signIn(user.page, somebody)
  await look(user, 'account', account)
  await look(user, 'account-security', `${account}#security`)
  await look(user, 'account-activity', `${account}#activity`)
})

const CHROME_ON_MACOS =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

const busiest = (somebodies: Somebody[]) =>
  somebodies.sort((one, other) => other.devices.length - one.devices.length) as [Somebody]

function pagesOf({ poolId }: PoolWithPages, { sub, devices }: Somebody): [name: string, path: string][] {
  const pool = `/console/pools/${poolId}`
  return [
    ['console-overview', pool],
    ['console-pools', '/console/pools'],
    ['console-settings', `${pool}/settings`],
    ['console-clients', `${pool}/clients`],
    ['console-users', `${pool}/users`],
    ['console-user', `${pool}/users/${sub}`],
    ['console-devices', `${pool}/devices`],
    ['console-device', `${pool}/users/${sub}/devices/${devices[0]?.key}`],
    ['console-events', `${pool}/events`],
    ['console-messages', `${pool}/messages`],
    ['console-nowhere', '/console/nowhere'],
  ]
}

async function signIn(page: Page, user: Somebody): Promise<void> {
  await page.getByLabel('Username').fill(user.username)
  await page.getByLabel('Password').fill(user.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Code').fill(user.totp())
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Remember this device', { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Your devices' }).waitFor()
}

async function look({ page, open }: Visitor, name: string, path: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    const finger = size === 'phone' ? await fingerOn(page) : undefined
    // So that the page is loaded, also where the address differs in its fragment only.
    await page.goto('about:blank')
    await open(path)
    await settled(page)
    await expectNoViolations(page, size === 'desktop' ? ['light', 'dark'] : ['light'])
    expect(await shiftOf(page), `${name}, ${size}: nothing jumps`).toBeLessThan(0.1)
    expect(await page.evaluate(widest), `${name}, ${size}: nothing sticks out`).toBeLessThanOrEqual(
      viewport.width,
    )
    if (size === 'phone') expect(await page.evaluate(tooSmall), `${name}: a finger hits it`).toEqual([])
    await picture(page, `${name}-${size}`)
    if (size === 'desktop' && ALSO_DARK.includes(name)) {
      await page.emulateMedia({ colorScheme: 'dark' })
      await picture(page, `${name}-dark`)
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await finger?.detach()
  }
  await page.setViewportSize(NARROWEST)
  // Charts are drawn anew for it.
  await expect
    .poll(() => page.evaluate(widest), { message: `${name}: nothing sticks out of the narrowest` })
    .toBeLessThanOrEqual(NARROWEST.width)
}

/** Everything came that was asked for. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor()
  await page.waitForLoadState('networkidle')
  const waiting = page.locator('.lk-skeleton, [aria-busy="true"]')
  await expect.poll(() => waiting.count()).toBe(0)
}

/** Cumulative Layout Shift (https://web.dev/articles/cls): below 0.1 is called good. */
const shiftOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const sum = (entries: PerformanceEntry[]) =>
          entries.reduce((total, entry) => total + ('value' in entry ? Number(entry.value) : 0), 0)
        new PerformanceObserver((list) => resolve(sum(list.getEntries()))).observe({
          type: 'layout-shift',
          buffered: true,
        })
        setTimeout(() => resolve(0), 100)
      }),
  )

const widest = () => document.documentElement.scrollWidth

/** In the place of a mouse, until it is detached: styles tell one from the other. */
async function fingerOn(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  return session
}

/**
 * What is smaller than a finger, 44 pixels: https://www.w3.org/WAI/WCAG22/Understanding/target-size-enhanced.html. Links are
 * as high as the line that they are in, and rows are hit anywhere.
 */
function tooSmall(): string[] {
  const targets = document.querySelectorAll<HTMLElement>('button, input, select, summary, nav a')
  return [...targets]
    .filter((one) => !one.closest('.grid, .lk-hidden, .way-up, [hidden]'))
    .map((one) => ({ one, box: (one.closest('label') ?? one).getBoundingClientRect() }))
    .filter(({ box }) => box.height > 0 && (box.height < 43.5 || box.width < 43.5))
    .map(
      ({ one, box }) => `${one.outerHTML.slice(0, 120)} ${Math.round(box.width)}×${Math.round(box.height)}`,
    )
}
