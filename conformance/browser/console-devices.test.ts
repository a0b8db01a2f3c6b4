import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { given, type TestUser } from '../pool-server.js'
import { profile, type Tab } from './chromium.js'
import { addDevices } from './crowd.js'
import { expectNoViolations, type PoolWithPages, picture, poolWithPages } from './pages.js'

/** The devices of a pool, as operators see them, while users sign in on theirs. */

test('a device that signs in appears by itself, is looked at, no longer remembered, and forgotten', async () => {
  await using pool = await poolWithPages({ remember: 'opt-in', mfa: 'optional' })
  const alice = await pool.user('alice', { totp: true })
  await using operator = await pool.operator('admin')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/devices`)
  await page.getByText('No devices yet').waitFor()

  await using laptop = await profile()
  const app = await laptop.open(pool)
  await signIn(app, alice)
  await app.auth.rememberDevice({ name: 'Laptop of Alice' })
  const [laptopKey = ''] = await pool.trackedDevices('alice')
  await row(page, 'Laptop of Alice').getByText('Remembered', { exact: true }).waitFor()
  await expectText(row(page, 'Laptop of Alice'), /alice.*just now.*Passed.*1 open/s)

  await using phone = await profile()
  await signIn(await phone.open(pool), alice)
  await expect.poll(() => names(page)).toEqual([expect.not.stringMatching('Laptop'), 'Laptop of Alice'])
  await expectNoViolations(page)

  // Nothing moves under a pointer: who is about to click does not hit another device.
  await row(page, 'Laptop of Alice').hover()
  await app.auth.signOut()
  await app.auth.signIn({ username: 'alice', password: alice.password })
  await page.getByRole('button', { name: 'Show 1 new' }).waitFor()
  expect((await names(page))[1]).toBe('Laptop of Alice')
  // It is still there when the pointer, on its way, has left the list.
  await page.getByText('2 devices', { exact: true }).hover()
  await page.getByRole('button', { name: 'Show 1 new' }).click()
  expect((await names(page))[0]).toBe('Laptop of Alice')
  await expectText(row(page, 'Laptop of Alice'), /Skipped.*the device is remembered/s)

  // By keyboard alone: to the row, and into it.
  await row(page, 'Laptop of Alice').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Laptop of Alice/ }).waitFor()
  await page.getByText(laptopKey).waitFor()
  await expect.poll(() => focused(page)).toMatch(/^H1 .*Laptop of Alice/)
  await page.goBack()
  await expect.poll(() => focused(page)).toMatch(/^DIV .*Laptop of Alice/)
  await page.keyboard.press('Enter')
  await page.getByText(laptopKey).waitFor()
  await page.getByText('Second factor skipped').first().waitFor()
  await picture(page, 'console-device')
  await expectNoViolations(page)

  await page.getByRole('button', { name: 'Stop remembering' }).click()
  await page.getByText('It stays signed in').waitFor()
  await confirm(page, 'Stop remembering')
  await page.getByText('Device no longer remembered').waitFor()
  expect(await app.auth.getCurrentUser()).toMatchObject({ username: 'alice' })

  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByLabel('Name', { exact: true }).fill('<b>"Ѱ" 💻</b>')
  await confirm(page, 'Rename')
  await page.getByRole('heading', { name: '<b>"Ѱ" 💻</b>' }).waitFor()

  await page.getByRole('button', { name: 'Forget and sign out' }).click()
  await page.getByText('Ends now').waitFor()
  await expectNoViolations(page)
  await confirm(page, 'Forget and sign out')
  await page.getByText('This device was forgotten').waitFor()
  expect(await page.getByRole('button', { name: 'Rename' }).count()).toBe(0)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  expect(await app.auth.fetchAuthSession({ forceRefresh: true })).not.toHaveProperty('tokens')

  // Whoever goes back finds it as it is now.
  await page.goBack()
  await row(page, '<b>"Ѱ" 💻</b>').getByText('Forgotten').waitFor()
  // There is nothing left to forget.
  expect(await page.getByRole('checkbox', { name: /^Select .* of alice$/ }).count()).toBe(1)
  expect(await row(page, '<b>"Ѱ" 💻</b>').getByRole('checkbox').count()).toBe(0)
  expect(await app.auth.signIn({ username: 'alice', password: alice.password })).toMatchObject({
    nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
  })
})

test('devices are found, selected, exported and forgotten in numbers; a viewer only looks', async () => {
  await using pool = await poolWithPages({ remember: 'opt-in' })
  await addDevices(pool, 45, ['=1+1', '<img src=x onerror=alert(1)>', 'حاسوب', 'x'.repeat(1024), 'Old one'])
  await using operator = await pool.operator('support')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/devices`)
  await page.getByText('45 devices', { exact: true }).waitFor()
  await expectNoViolations(page)

  // What is filtered stands in the address, and is there again for whoever is sent it.
  await page.getByLabel('Name of the device').fill('old ONE')
  await page.getByText('1 device', { exact: true }).waitFor()
  await page.getByLabel('Last used').selectOption({ label: 'Stale: over 90 days ago' })
  await expect.poll(() => new URL(page.url()).search).toBe('?name=old+ONE&used=over-90')
  await page.reload()
  await row(page, 'Old one').waitFor()
  await page.getByLabel('Platform').selectOption('iOS')
  await page.getByText('No device matches').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).last().click()
  await page.getByText('45 devices', { exact: true }).waitFor()

  const lines = await exported(page)
  expect(lines).toHaveLength(46)
  expect(lines[0]).toMatch(/^username,user_sub,device_key,name,/)
  expect(lines.filter((line) => line.includes("'=1+1"))).toHaveLength(1)
  expect(lines.filter((line) => line.includes('<img src=x onerror=alert(1)>'))).toHaveLength(1)

  // Two by keyboard, two more with shift and the mouse.
  await page.getByRole('row').nth(1).focus()
  for (const key of ['Space', 'Shift+ArrowDown']) await page.keyboard.press(key)
  await page.getByText('2 selected').waitFor()
  await page
    .getByRole('row')
    .nth(4)
    .click({ modifiers: ['Shift'] })
  await page.getByText('4 selected').waitFor()
  await picture(page, 'console-devices-selected')
  await page.getByRole('button', { name: 'Forget 4 devices …' }).click()
  await expectNoViolations(page)
  await confirm(page, 'Forget 4 devices')
  await page.getByText('4 devices forgotten and signed out.').waitFor()
  await page.getByText('41 devices', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Forget all 41 …' }).click()
  const forget = page.getByRole('alertdialog').getByRole('button', { name: 'Forget 41 devices' })
  expect(await forget.isDisabled()).toBe(true)
  await page.getByLabel('Type 41 to confirm').fill('40')
  expect(await forget.isDisabled()).toBe(true)
  await page.getByLabel('Type 41 to confirm').fill('41')
  await picture(page, 'console-devices-forget')
  await forget.click()
  await page.getByText('41 devices forgotten and signed out.').waitFor()
  await page.getByText('No devices yet').waitFor()
  await page.getByLabel('State').selectOption('Forgotten')
  await page.getByText('45 devices', { exact: true }).waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)

  await using viewer = await pool.operator('viewer', { size: 'phone' })
  await viewer.open(`/console/pools/${pool.poolId}/devices?state=Forgotten`)
  await viewer.page.getByText('45 devices', { exact: true }).waitFor()
  expect(await viewer.page.getByRole('checkbox').count()).toBe(0)
  expect(await viewer.page.getByRole('button', { name: /Forget/ }).count()).toBe(0)
  await expectNoViolations(viewer.page)
  await picture(viewer.page, 'console-devices-phone')
  expect(await forgetAnyway(viewer.page, pool.poolId)).toMatch(/may not AdminForgetPoolDevices/)
})

test('whoever was away for a while sees devices as they are now', async () => {
  await using pool = await poolWithPages({ remember: 'always' })
  const alice = await pool.user('alice')
  await using laptop = await profile()
  await (await laptop.open(pool)).auth.signIn({ username: 'alice', password: alice.password })
  await using viewer = await pool.operator('viewer')
  const { page } = viewer
  await viewer.open(`/console/pools/${pool.poolId}/devices`)
  await row(page, 'alice').getByText('Remembered', { exact: true }).waitFor()
  const [deviceKey = ''] = await pool.trackedDevices('alice')
  viewer.expects(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/)
  await pool.goAway()
  await elsewhere(pool, alice, deviceKey)
  // Longer than the page waits between two looks.
  await pause(11_000)
  await pool.comeBack()
  await page.getByText('No devices yet').waitFor()
})

/** At another node: the device is forgotten, and more happens after it than a page is told of. */
async function elsewhere({ server, poolId, clock }: PoolWithPages, { sub }: TestUser, deviceKey: string) {
  const { devices, events } = server.world.stores
  const owner = { poolId, userId: sub }
  const at = clock.now()
  const event = (index: number) => ({
    ...owner,
    kind: index === 0 ? ('device_forgotten' as const) : ('mfa_changed' as const),
    outcome: 'pass' as const,
    eventId: `${at.getTime().toString(16).padStart(12, '0')}-${String(index).padStart(2, '0')}`,
    at,
    deviceKey: index === 0 ? deviceKey : undefined,
    operator: undefined,
    address: undefined,
    userAgent: undefined,
    requestId: undefined,
  })
  expect(await devices.forget({ ...owner, deviceKey }, at)).toBe(true)
  await events.add(...Array.from({ length: 60 }, (_, index) => event(index)))
}

test('another user’s device, one that is none yet, no device and no user are told plainly', async () => {
  await using pool = await poolWithPages({ remember: 'always' })
  const [alice, bob] = [await pool.user('alice'), await pool.user('bob')]
  await using laptop = await profile()
  await (await laptop.open(pool)).auth.signIn({ username: 'alice', password: alice.password })
  await expect.poll(() => pool.trackedDevices('alice')).toHaveLength(1)
  const [deviceKey] = await pool.trackedDevices('alice')
  await using viewer = await pool.operator('viewer')
  const { page } = viewer
  const users = `/console/pools/${pool.poolId}/users`

  await viewer.open(`${users}/${bob.sub}/devices/${deviceKey}`)
  await page.getByText('This user has no such device').waitFor()
  await viewer.open(`${users}/${bob.sub}/devices/nonsense`)
  await page.getByText('This is no key of a device').waitFor()
  await viewer.open(`${users}/nobody`)
  await page.getByText('There is no such user in this pool').waitFor()
  await expectNoViolations(page)
  await viewer.open(`${users}/${alice.sub}/devices/${deviceKey}`)
  await page.getByText('This takes the role support. You are viewer.').waitFor()
  expect(await page.getByRole('button', { name: 'Forget and sign out' }).count()).toBe(0)

  await using support = await pool.operator('support')
  await support.open(`${users}/${bob.sub}/devices/${await issuedTo(pool, bob)}`)
  await support.page.getByText('there is nothing to rename or to forget').waitFor()
  expect(await support.page.getByRole('button', { name: 'Forget and sign out' }).count()).toBe(0)
  await expectNoViolations(support.page)

  // Whose name is long is cut, and covers nothing.
  const longest = await pool.user('W'.repeat(128))
  await support.open(`${users}/${longest.sub}/devices/${await issuedTo(pool, longest)}`)
  await support.page.getByText('there is nothing to rename or to forget').waitFor()
  const wayUp = support.page.getByRole('navigation', { name: 'Where this is' }).getByRole('link')
  expect(await wayUp.first().evaluate((link) => link.scrollWidth <= link.clientWidth)).toBe(true)

  // What happened to somebody is told when they are gone.
  await pool.admin.adminDeleteUser({ UserPoolId: pool.poolId, Username: 'alice' })
  await viewer.open(`${users}/${alice.sub}`)
  await page.getByText('There is no such user in this pool').waitFor()
  await page.getByText('Device tracked').waitFor()
  await expectNoViolations(page)
})

/** A key that its device never confirms. */
async function issuedTo({ admin, poolId, clientId }: PoolWithPages, { username, password }: TestUser) {
  const { AuthenticationResult } = await admin.adminInitiateAuth({
    UserPoolId: poolId,
    ClientId: clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  })
  return given(AuthenticationResult?.NewDeviceMetadata?.DeviceKey)
}

async function signIn({ auth }: Tab, user: TestUser): Promise<void> {
  await auth.signIn({ username: user.username, password: user.password })
  await auth.confirmSignIn({ challengeResponse: user.totp() })
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

/** What has the focus, and what it says. */
const focused = (page: Page) =>
  page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`)

const names = (page: Page) => page.locator('.grid-body .device-name').allTextContents()

const confirm = (page: Page, verb: string) =>
  page.getByRole('alertdialog').getByRole('button', { name: verb, exact: true }).click()

const expectText = (found: ReturnType<typeof row>, text: RegExp) =>
  expect.poll(() => found.textContent()).toMatch(text)

/** What is in the file that the page writes, line by line. */
async function exported(page: Page): Promise<string[]> {
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const text = readFileSync(given(await (await saved).path()), 'utf8')
  return text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
}

/** As somebody does who does not need the page for it. */
const forgetAnyway = (page: Page, UserPoolId: string) =>
  page.evaluate(async (UserPoolId) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'LatchkeyService.AdminForgetPoolDevices',
    }
    const body = JSON.stringify({ UserPoolId, Filter: {} })
    return (await fetch('/console/api', { method: 'POST', headers, body })).text()
  }, UserPoolId)
