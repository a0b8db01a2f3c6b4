import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectNoViolations, NARROWEST, type PoolWithPages, poolWithPages, SIZES } from './pages.js'

/** The components of @latchkey/react, on the page of all their states. */

let pool: PoolWithPages

beforeAll(async () => {
  pool = await poolWithPages()
})

afterAll(async () => {
  await pool[Symbol.asyncDispose]()
})

const story = (page: Page, name: string) => page.locator(`[data-story="${name}"]`)

test('axe finds nothing in any state, and nothing is wider than a phone', async () => {
  await using desktop = await pool.visitor()
  await desktop.open('/account/components')
  await story(desktop.page, 'devices: as usual').getByText('This device').waitFor()
  await expectNoViolations(desktop.page)

  await using phone = await pool.visitor({ size: 'phone' })
  await phone.open('/account/components')
  await story(phone.page, 'devices: as usual').getByText('This device').waitFor()
  const widest = () => document.documentElement.scrollWidth
  expect(await phone.page.evaluate(widest)).toBeLessThanOrEqual(SIZES.phone.width)
  await phone.page.setViewportSize(NARROWEST)
  expect(await phone.page.evaluate(widest)).toBeLessThanOrEqual(NARROWEST.width)
})

describe('a list of devices', () => {
  test('shows names as they are: as text, in their own direction, cut to their place, whole on hover', async () => {
    await using visitor = await pool.visitor({ size: 'phone' })
    const { page } = visitor
    await visitor.open('/account/components')
    const names = story(page, 'devices: names of all kinds').locator('.lk-device-name bdi')
    await expect.poll(() => names.count()).toBe(7)
    const [markup, , arabic, , long] = await names.all()
    expect(await markup?.textContent()).toBe('<img src=x onerror=alert(1)> <b>bold</b> &amp;')
    expect(await arabic?.evaluate((name) => getComputedStyle(name).direction)).toBe('rtl')
    const { title, cut, lines } = (await long?.evaluate((name) => ({
      title: name.getAttribute('title') ?? '',
      cut: name.scrollHeight > name.clientHeight,
      lines: getComputedStyle(name).webkitLineClamp,
    }))) ?? { title: '' }
    expect([title.length, cut, lines]).toEqual([1024, true, '2'])
  })

  test('is renamed in its place by keyboard: Enter saves, Escape gives up, and the focus comes back', async () => {
    await using visitor = await pool.visitor()
    const { page } = visitor
    await visitor.open('/account/components')
    const list = story(page, 'devices: as usual')
    const button = list.getByRole('button', { name: /^Rename .*Office/ })
    await button.focus()
    await page.keyboard.press('Enter')
    const field = list.getByLabel('Name of the device')
    await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
    const isBack = () => button.evaluate((element) => element === document.activeElement)
    await expect.poll(isBack).toBe(true)

    await page.keyboard.press('Enter')
    await page.keyboard.type('   ')
    await page.keyboard.press('Enter')
    expect(await list.getByRole('alert').textContent()).toBe('A device needs a name.')
    await field.fill('The office, 2nd floor')
    await page.keyboard.press('Enter')
    await field.waitFor({ state: 'detached' })
    await expect.poll(isBack).toBe(true)
    expect(await list.getByRole('status').first().textContent()).toBe('Renamed to The office, 2nd floor.')
  })

  test('dims what something is being done with, and says what went wrong', async () => {
    await using visitor = await pool.visitor()
    const { page } = visitor
    await visitor.open('/account/components')
    const forget = async (name: string) => {
      const list = story(page, name)
      await list.getByRole('button', { name: /^Actions for .*Office/ }).click()
      await page.getByRole('menuitem', { name: 'Forget and sign out' }).click()
      const dialog = page.getByRole('alertdialog')
      expect(await dialog.textContent()).toMatch(
        /Ends now: it is signed out at once, .*a new device at the next sign-in/,
      )
      await dialog.getByRole('button', { name: 'Forget and sign out' }).click()
      return { dialog, row: list.locator('.lk-device').filter({ hasText: 'Office' }) }
    }
    const failing = await forget('devices: what is done fails')
    expect(await failing.dialog.getByRole('alert').textContent()).toBe(
      'Something went wrong. Try again later.',
    )
    await page.keyboard.press('Escape')
    await failing.dialog.waitFor({ state: 'detached' })

    const working = await forget('devices: what is done takes for ever')
    await expect.poll(() => working.row.getAttribute('aria-busy')).toBe('true')
  })

  test('that cannot be loaded any more says so, and what it showed stays', async () => {
    await using visitor = await pool.visitor()
    const { page } = visitor
    await visitor.open('/account/components')
    const list = story(page, 'devices: the server went away')
    await list.getByText('Office').waitFor()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await list.getByText(/What you see may be out of date; this page tries again by itself/).waitFor()
    await list.getByText('Office').waitFor()
  })
})

test('in a page that is read from right to left, all of it is', async () => {
  await using visitor = await pool.visitor()
  const { page } = visitor
  await visitor.open('/account/components')
  const row = story(page, 'devices: from right to left').locator('.lk-device').first()
  await row.getByText('This device').waitFor()
  const edges = await row.evaluate((row) => {
    const of = (part: string) => row.querySelector(part)?.getBoundingClientRect() ?? new DOMRect()
    const [icon, menu, facts, fact] = [
      '.lk-device-icon',
      '.lk-device-menu',
      '.lk-facts',
      '.lk-facts > *',
    ].map(of)
    return { icon: icon?.left, menu: menu?.right, hidden: (facts?.right ?? 0) - (fact?.right ?? 0) }
  })
  expect(edges.icon).toBeGreaterThan(edges.menu ?? Number.NaN)
  // What is cut off is the dot before the first fact, and not the end of the last one.
  const clip = await row
    .locator('.lk-facts')
    .first()
    .evaluate((facts) => getComputedStyle(facts).clipPath)
  expect([edges.hidden, clip]).toEqual([0, 'inset(0px 18px)'])
})

test('where the system has colours of its own, nothing but what has the focus has a ring', async () => {
  await using visitor = await pool.visitor()
  const { page } = visitor
  await visitor.open('/account/components')
  await page.emulateMedia({ forcedColors: 'active' })
  const list = story(page, 'devices: as usual')
  const button = list.getByRole('button', { name: /^Rename .*Office/ })
  await button.waitFor()
  const ringed = () =>
    list
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons
          .filter((one) => getComputedStyle(one).outlineStyle !== 'none')
          .map((one) => one.getAttribute('aria-label')),
      )
  expect(await ringed()).toEqual([])
  await button.focus()
  await page.keyboard.press('Tab')
  expect(await ringed()).toEqual([expect.stringMatching(/^Actions for .*Office/)])
})

test('a menu and its dialog are used by keyboard alone, and the focus comes back', async () => {
  await using visitor = await pool.visitor()
  const { page } = visitor
  await visitor.open('/account/components')
  const list = story(page, 'devices: as usual')
  const button = list.getByRole('button', { name: /^Actions for .*iPhone/ })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'This wasn’t me' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog')
  await dialog.waitFor()
  expect(
    await dialog.getByRole('button', { name: 'Cancel' }).evaluate((one) => one === document.activeElement),
  ).toBe(true)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true)
})
