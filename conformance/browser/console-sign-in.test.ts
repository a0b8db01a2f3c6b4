import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { authenticatorApp, given } from '../pool-server.js'
import { expectNoViolations, OPERATORS, picture, poolWithPages } from './pages.js'

/** How operators come into the console, what it keeps of them, and what it offers to whom. */

const NEW_PASSWORD = 'A-better-horse-22'

test('an operator chooses a password, sets up TOTP, is remembered, and comes back to the page that was asked for', async () => {
  await using pool = await poolWithPages()
  const temporary = await pool.server.operators.add({ name: 'olga', role: 'admin', poolIds: [] })
  const page = `/console/pools/${pool.poolId}/settings`
  await using laptop = await pool.visitor()
  await laptop.open(page)
  await laptop.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await laptop.page.getByText('Latchkey console').waitFor()
  await expectNoViolations(laptop.page)
  await picture(laptop.page, 'console-sign-in')
  await typePassword(laptop.page, 'olga', temporary)

  await laptop.page.getByLabel('New password').fill(NEW_PASSWORD)
  await laptop.page.getByLabel('Again').fill('another one')
  await laptop.page.getByRole('button', { name: 'Continue' }).click()
  await laptop.page.getByText('The two are not the same.').waitFor()
  await laptop.page.getByLabel('Again').fill(NEW_PASSWORD)
  await laptop.page.getByRole('button', { name: 'Continue' }).click()

  await laptop.page.getByRole('button', { name: 'Set it up now' }).click()
  await laptop.page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  await expectNoViolations(laptop.page)
  await picture(laptop.page, 'console-totp')
  const secret = given(await laptop.page.locator('.totp-key code').textContent()).replaceAll(' ', '')
  const app = authenticatorApp(pool.clock)
  await laptop.page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await laptop.page.getByRole('button', { name: 'Continue' }).click()
  await laptop.page.getByRole('alert').waitFor()
  await laptop.page.getByRole('textbox', { name: 'Code' }).fill(app(secret))
  await laptop.page.getByRole('button', { name: 'Continue' }).click()

  const remember = laptop.page.getByRole('checkbox', { name: 'Remember this device' })
  await remember.waitFor()
  expect(await remember.isChecked()).toBe(false)
  await expectNoViolations(laptop.page)
  await picture(laptop.page, 'console-remember')
  await remember.check({ force: true })
  await laptop.page.getByRole('button', { name: 'Continue' }).click()
  await laptop.page.getByRole('heading', { name: 'Settings' }).waitFor()
  expect(new URL(laptop.page.url()).pathname).toBe(page)
  expect(await storedIn(laptop.page)).not.toMatch(/Token|eyJ/)
  const [cookie] = (await laptop.context.cookies()).filter(({ name }) => name === 'latchkey_operator')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/console' })

  await signOut(laptop.page)
  expect((await laptop.context.request.get('/console/session')).status()).toBe(401)
  await typePassword(laptop.page, 'olga', NEW_PASSWORD)
  await laptop.page.getByRole('heading', { name: 'Settings' }).waitFor()

  await using other = await pool.visitor()
  await other.open('/console')
  await typePassword(other.page, 'olga', 'not it')
  await other.page.getByText('Incorrect username or password.').waitFor()
  await typePassword(other.page, 'olga', NEW_PASSWORD)
  await other.page.getByRole('textbox', { name: 'Code' }).fill(app(secret))
  await other.page.getByRole('button', { name: 'Continue' }).click()
  await other.page.getByRole('button', { name: 'Continue' }).click()
  await other.page.getByRole('navigation', { name: 'Console' }).waitFor()
  expect(await storedIn(other.page)).not.toMatch(/Token|eyJ/)

  await other.page.getByRole('heading', { name: 'conformance' }).waitFor()
  await pool.admin.adminUserGlobalSignOut({ UserPoolId: OPERATORS, Username: 'olga' })
  await other.page.getByText('Your session has ended. Sign in again.').waitFor()
})

test('where every operator needs a second factor, there is no way around it', async () => {
  await using pool = await poolWithPages()
  const temporary = await pool.server.operators.add({ name: 'olga', role: 'admin', poolIds: [] })
  await pool.admin.setUserPoolMfaConfig({
    UserPoolId: OPERATORS,
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  })
  await using laptop = await pool.visitor()
  const { page } = laptop
  await laptop.open('/console')
  await typePassword(page, 'olga', temporary)
  await page.getByLabel('New password').fill(NEW_PASSWORD)
  await page.getByLabel('Again').fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  expect(await page.getByRole('button', { name: 'Not now' }).count()).toBe(0)
  await expectNoViolations(page)
  const secret = given(await page.locator('.totp-key code').textContent()).replaceAll(' ', '')
  await page.getByRole('textbox', { name: 'Code' }).fill(authenticatorApp(pool.clock)(secret))
  await page.getByRole('button', { name: 'Continue' }).click()
  // Whether to remember this device.
  await page.getByRole('checkbox', { name: 'Remember this device' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'conformance' }).waitFor()
})

test('the link of a development server opens the console, and leaves the address bar', async () => {
  await using pool = await poolWithPages()
  const link = pool.server.operators.developerLink()
  await using developer = await pool.visitor()
  await developer.open(link)
  await developer.page.getByRole('heading', { name: 'conformance' }).waitFor()
  expect(developer.page.url()).not.toContain('link')
  await developer.open('/console/pools')
  await developer.page.getByRole('link', { name: /Who signs in to this console/ }).click()
  await developer.page.getByRole('heading', { name: 'operators' }).waitFor()

  await using stranger = await pool.visitor()
  await stranger.open(`${link.slice(0, -43)}${'A'.repeat(43)}`)
  await stranger.page.getByRole('alert').getByText('This link').waitFor()
  expect(stranger.page.url()).not.toContain('link')
  const another = new URL(pool.server.operators.developerLink())
  await stranger.page.evaluate((hash) => window.location.assign(hash), another.hash)
  await stranger.page.getByRole('heading', { name: 'conformance' }).waitFor()
  expect(stranger.page.url()).not.toContain('link')
})

test('an operator changes the password on a page of their own, which keeps no token either, and is out of the console', async () => {
  await using pool = await poolWithPages()
  await using olga = await pool.operator('admin', { name: 'olga' })
  await olga.open('/console')
  await olga.page.getByRole('heading', { name: 'conformance' }).waitFor()

  const own = await olga.context.newPage()
  await own.goto(`/account/${OPERATORS}?client_id=console#security`)
  await own.getByLabel('Username').fill('olga')
  await own.getByLabel('Password').fill(olga.password)
  await own.getByRole('button', { name: 'Sign in', exact: true }).click()
  await own.getByText('You are signed out everywhere then, here and in the console.').waitFor()
  await own.getByLabel('Old password').fill(olga.password)
  expect(await storedIn(own)).not.toMatch(/Token|eyJ/)
  await own.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
  await own.getByLabel('New password, again').fill(NEW_PASSWORD)
  await own.getByRole('button', { name: 'Change the password' }).click()

  await olga.page.getByText('Your session has ended. Sign in again.').waitFor()
  await own.getByRole('link', { name: 'Activity' }).click()
  await own.getByText('You were signed out').waitFor()
})

test('a viewer is offered nothing that changes a pool, and told so where the server refuses', async () => {
  await using pool = await poolWithPages()
  await using viewer = await pool.operator('viewer', { poolIds: [pool.poolId] })
  const { page } = viewer
  await viewer.open('/console')
  await page.getByRole('heading', { name: 'conformance' }).waitFor()

  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByText('This takes the role admin. You are viewer.').first().waitFor()
  expect(await page.getByRole('button', { name: 'Change …' }).count()).toBe(0)
  expect(await page.getByRole('radio', { name: /^Every device/ }).isDisabled()).toBe(true)
  await page.getByRole('link', { name: 'Outbox' }).click()
  await page.getByRole('heading', { name: 'Outbox' }).waitFor()
  await page.getByText('This takes the role admin. You are viewer.').waitFor()

  await viewer.open(`/console/pools/${OPERATORS}/settings`)
  await page.getByRole('alert').getByText(`that takes the role`).first().waitFor()
  await expectNoViolations(page)
  for (const nowhere of ['/console/nowhere', '/console/pools/nowhere', '/console/pools/nowhere/devices']) {
    await viewer.open(nowhere)
    await page.getByRole('heading', { name: 'Not found' }).waitFor()
  }

  const groups = { UserPoolId: OPERATORS, Username: viewer.username }
  const { Groups = [] } = await pool.admin.adminListGroupsForUser(groups)
  for (const { GroupName } of Groups) await pool.admin.adminRemoveUserFromGroup({ ...groups, GroupName })
  await page.reload()
  await page.getByRole('heading', { name: 'You are an operator of no pool' }).waitFor()
  await expectNoViolations(page)
})

test('the frame serves keyboards, phones, and those who like it dark', async () => {
  await using pool = await poolWithPages()
  await using desk = await pool.operator('admin')
  await desk.open(`/console/pools/${pool.poolId}/clients`)
  await desk.page.getByRole('heading', { name: 'App clients' }).waitFor()
  await desk.page.keyboard.press('Tab')
  await desk.page.keyboard.press('Enter')
  expect(await desk.page.evaluate(() => document.activeElement?.id)).toBe('content')
  await desk.page.getByRole('link', { name: 'Users', exact: true }).press('Enter')
  await desk.page.getByRole('status').getByText('Users – Latchkey').waitFor({ state: 'attached' })
  await desk.page.goBack()
  await desk.page.getByRole('button', { name: desk.username }).click()
  await desk.page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  const ground = () => desk.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await ground()
  await desk.page.reload()
  await desk.page.getByRole('heading', { name: 'App clients' }).waitFor()
  expect(await ground()).toBe(dark)
  expect(dark).not.toBe('rgb(246, 247, 249)')

  await using phone = await pool.operator('admin', { size: 'phone' })
  await phone.open(`/console/pools/${pool.poolId}/clients`)
  await phone.page.getByRole('heading', { name: 'App clients' }).waitFor()
  await expectNoViolations(phone.page)
  await phone.page.getByRole('button', { name: 'Menu' }).click()
  const drawer = phone.page.getByRole('dialog', { name: 'Menu' })
  await drawer.waitFor()
  await expectNoViolations(phone.page)
  await picture(phone.page, 'console-menu-phone')
  await phone.page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  await phone.page.getByRole('button', { name: 'Menu' }).click()
  await drawer.getByRole('link', { name: 'Settings' }).click()
  await phone.page.getByRole('heading', { name: 'Settings' }).waitFor()
  await drawer.waitFor({ state: 'detached' })
  const overflow = () => phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(await overflow()).toBeLessThanOrEqual(0)
})

async function typePassword(page: Page, name: string, password: string) {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signOut(page: Page) {
  await page.getByRole('button', { name: 'olga' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** Everything that a script finds in the browser's storage. */
const storedIn = (page: Page) =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
