import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  expectNoViolations,
  type PoolWithPages,
  picture,
  poolWithPages,
  SIZES,
  type Visitor,
} from './pages.js'
import { past, type Somebody } from './past.js'

/**
 * Every page, in a pool with weeks of events: what axe says, light and dark, at the width of a desktop and of a phone;
 * whether anything jumps while it loads; and, for `npm run screenshots`, how it looks.
 */

/** Pictures want more of a past than a test. */
const PAST = process.env.LATCHKEY_SCREENSHOTS ? {} : { people: 6, days: 4 }

/** Those of which there is a dark picture as well. */
const ALSO_DARK = ['console-overview', 'console-devices', 'console-device', 'account']

test('the console', { timeout: 240_000 }, async () => {
  await using pool = await poolWithPages({
    mfa: 'optional',
    remember: 'opt-in',
    pool: { PoolName: 'Acme customers' },
  })
  const [somebody] = busiest(await past(pool, PAST))
  await using stranger = await pool.visitor()
  await using operator = await pool.operator('admin', { name: 'olivia.park' })
  for (const [name, path] of pagesOf(pool, somebody)) await look(operator, name, path)
  await look(stranger, 'console-sign-in', '/console')
})

test('the account page', { timeout: 120_000 }, async () => {
  await using pool = await poolWithPages({
    mfa: 'optional',
    remember: 'opt-in',
    pool: { PoolName: 'Acme' },
  })
  const [somebody] = busiest(await past(pool, PAST))
  await using visitor = await pool.visitor({ userAgent: CHROME_ON_MACOS })
  const address = `/account/${pool.poolId}?client_id=${pool.clientId}`
  await look(visitor, 'account-sign-in', address)
  await signIn(visitor.page, somebody)
  await look(visitor, 'account', address)
  await look(visitor, 'account-components', '/account/components')
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
    await open(path)
    await settled(page)
    await expectNoViolations(page)
    expect(await shiftOf(page), `${name}, ${size}: nothing jumps`).toBeLessThan(0.1)
    expect(await page.evaluate(widest), `${name}, ${size}: nothing sticks out`).toBeLessThanOrEqual(
      viewport.width,
    )
    await picture(page, `${name}-${size}`)
    if (size === 'desktop' && ALSO_DARK.includes(name)) {
      await page.emulateMedia({ colorScheme: 'dark' })
      await picture(page, `${name}-dark`)
      await page.emulateMedia({ colorScheme: 'light' })
    }
  }
}

/** Everything came that was asked for. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor()
  await page.waitForLoadState('networkidle')
  const waiting = page.locator('.lk-skeleton, [aria-busy="true"]')
  if (!page.url().endsWith('/components')) await expect.poll(() => waiting.count()).toBe(0)
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
