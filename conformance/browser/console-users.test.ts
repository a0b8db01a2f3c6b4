import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { profile } from './chromium.js'
import { addDevices } from './crowd.js'
import { expectNoViolations, picture, poolWithPages } from './pages.js'

/** The users of a pool, as operators find them and act on them. */

test('users are found by what is typed, and a list is where it was for whoever comes back', async () => {
  await using pool = await poolWithPages()
  await addDevices(pool, 450, [])
  await pool.user('zoe', { attributes: { email: 'zoe@example.com', name: '<i>Zoë</i> עברית' } })
  await using viewer = await pool.operator('viewer')
  const { page } = viewer
  await viewer.open(`/console/pools/${pool.poolId}/users`)
  await page.getByText('451 users', { exact: true }).waitFor()
  await row(page, 'zoe').getByText('<i>Zoë</i> עברית').waitFor()
  await expectNoViolations(page)

  // Deep into the list, by way of a page that is read meanwhile; into a user, and back.
  await page.getByRole('row').nth(1).focus()
  await page.keyboard.press('End')
  await row(page, 'user-199').waitFor()
  await page.keyboard.press('End')
  await row(page, 'user-399').waitFor()
  await scrolled(page)
  const there = await page.evaluate(() => window.scrollY)
  expect(there).toBeGreaterThan(10_000)
  await page.reload()
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(there)
  const [seen = ''] = await row(page, 'user-39').locator('.user-name').allTextContents()
  await row(page, seen).click()
  await page.getByRole('heading', { name: seen }).waitFor()
  await page.goBack()
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(there)

  // What was typed is asked for once, stands in the address, and is there again.
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.headers()['x-amz-target']?.endsWith('AdminSearchUsers')) asked.push(request.postData() ?? '')
  })
  await page.getByLabel('Search users').pressSequentially('ZOE', { delay: 20 })
  await expect.poll(() => names(page)).toEqual(['zoe'])
  expect(asked).toHaveLength(1)
  expect(new URL(page.url()).search).toBe('?q=ZOE')
  await page.reload()
  await expect.poll(() => names(page)).toEqual(['zoe'])
  expect(await page.getByLabel('Search users').inputValue()).toBe('ZOE')
  await page.getByLabel('Enabled').selectOption('Disabled')
  await page.getByText('No user matches').waitFor()
  await expectNoViolations(page)
  await page.getByRole('button', { name: 'Clear filters' }).last().click()
  await page.getByText('451 users', { exact: true }).waitFor()
})

test('who signs up is in the list of users, while it is open and for whoever comes back to it', async () => {
  await using pool = await poolWithPages()
  await pool.user('ann')
  await using viewer = await pool.operator('viewer')
  const { page } = viewer
  await viewer.open(`/console/pools/${pool.poolId}/users`)
  await row(page, 'ann').waitFor()
  await pool.user('ben')
  await expect.poll(() => names(page)).toEqual(['ben', 'ann'])
  await page.getByRole('link', { name: 'App clients' }).click()
  await page.getByRole('heading', { name: 'App clients' }).waitFor()
  await pool.user('cleo')
  await page.getByRole('link', { name: 'Users' }).click()
  await expect.poll(() => names(page)).toEqual(['cleo', 'ben', 'ann'])
})

test('the timeline of a user goes on being live when it was read on, and is whole', async () => {
  await using pool = await poolWithPages()
  const { sub } = await pool.user('ann')
  const { events } = pool.server.world.stores
  const at = pool.clock.now()
  const nothing = { operator: undefined, address: undefined, userAgent: undefined, requestId: undefined }
  const event = (_: unknown, index: number) => ({
    ...nothing,
    ...{ poolId: pool.poolId, userId: sub, at, kind: 'mfa_changed' as const, outcome: 'pass' as const },
    reason: `Before ${index}.`,
    eventId: `${at.getTime().toString(16).padStart(12, '0')}-${String(index).padStart(3, '0')}`,
  })
  await events.add(...Array.from({ length: 60 }, event))
  await using viewer = await pool.operator('viewer')
  const { page } = viewer
  await viewer.open(`/console/pools/${pool.poolId}/users/${sub}`)
  await page.getByRole('button', { name: 'Show earlier' }).click()
  await page.getByText('Before 0.').waitFor()
  await pool.admin.adminUserGlobalSignOut({ UserPoolId: pool.poolId, Username: 'ann' })
  await page.locator('.lk-event').first().getByText('Signed out').waitFor()
  expect(await page.locator('.lk-event').filter({ hasText: 'Before' }).count()).toBe(60)
})

test('a user is signed out everywhere, gets other second factors, is disabled and enabled', async () => {
  await using pool = await poolWithPages({ remember: 'opt-in', mfa: 'optional' })
  const alice = await pool.user('alice', { totp: true, attributes: { email: 'alice@example.com' } })
  const signIn = { username: 'alice', password: alice.password }
  await using laptop = await profile()
  const { auth } = await laptop.open(pool)
  await auth.signIn(signIn)
  await auth.confirmSignIn({ challengeResponse: alice.totp() })

  await using operator = await pool.operator('admin')
  const { page } = operator
  await operator.open(`/console/pools/${pool.poolId}/users`)
  await row(page, 'alice').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'alice' }).waitFor()
  await page.getByRole('grid', { name: 'Devices of this user' }).getByText('1 open').waitFor()
  await expectNoViolations(page)
  await picture(page, 'console-user')

  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByText('Devices that are remembered stay remembered.').waitFor()
  await confirm(page, 'Sign out everywhere')
  await page.getByText('Signed out everywhere.').waitFor()
  expect(await auth.fetchAuthSession({ forceRefresh: true })).not.toHaveProperty('tokens')

  await page.getByRole('button', { name: 'Reset MFA …' }).click()
  await expectNoViolations(page)
  await confirm(page, 'Reset MFA')
  await page.getByText('Second factors were reset.').waitFor()
  expect(await page.getByRole('button', { name: 'Reset MFA …' }).count()).toBe(0)
  expect(await auth.signIn(signIn)).toMatchObject({ isSignedIn: true })

  await more(page, 'Disable')
  await confirm(page, 'Disable')
  await page.getByText('Cannot sign in until somebody enables them again.').waitFor()
  await expect(auth.fetchAuthSession({ forceRefresh: true })).resolves.not.toHaveProperty('tokens')
  await expect(auth.signIn(signIn)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await page.goBack()
  await row(page, 'alice').getByText('Disabled').waitFor()
  await page.goForward()
  await more(page, 'Enable')
  await confirm(page, 'Enable')
  await page.getByText('Can sign in.').waitFor()
  expect(await auth.signIn(signIn)).toMatchObject({ isSignedIn: true })

  await using support = await pool.operator('support', { size: 'phone' })
  await support.open(new URL(page.url()).pathname)
  await support.page.getByRole('button', { name: 'More actions' }).click()
  await support.page.getByText('This takes the role admin. You are support.').first().waitFor()
  await support.page.keyboard.press('Escape')
  await expectNoViolations(support.page)
  await picture(support.page, 'console-user-phone')
})

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first()

const names = (page: Page) => page.locator('.grid-body .user-name').allTextContents()

const confirm = (page: Page, verb: string) =>
  page.getByRole('alertdialog').getByRole('button', { name: verb, exact: true }).click()

async function more(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** Until it stands still, and the page has noted where. */
async function scrolled(page: Page): Promise<void> {
  let before = -1
  await expect
    .poll(async () => {
      const last = before
      before = await page.evaluate(() => window.scrollY)
      return before === last
    })
    .toBe(true)
}
