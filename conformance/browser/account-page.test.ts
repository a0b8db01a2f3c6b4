import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { TestUser } from '../pool-server.js'
import { expectNoViolations, type PoolWithPages, picture, poolWithPages, type Visitor } from './pages.js'

/** A user's own page, on two devices. */

const addressOf = ({ poolId, clientId }: PoolWithPages) => `/account/${poolId}?client_id=${clientId}`

/** Name and password, on the page that asks for them. */
async function signIn(page: Page, { username, password }: Pick<TestUser, 'username' | 'password'>) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function giveCode(page: Page, code: string) {
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Signed in, after the question whether to remember. */
async function arrive(visitor: Visitor, pool: PoolWithPages, user: TestUser, { remember = false } = {}) {
  const { page } = visitor
  await visitor.open(addressOf(pool))
  await signIn(page, user)
  await giveCode(page, user.totp())
  if (remember) await page.getByText('Remember this device', { exact: true }).click()
  await page.getByRole('button', { name: remember ? 'Continue' : 'Not now' }).click()
  await page.getByRole('heading', { name: 'Your devices' }).waitFor()
  return page
}

const rows = (page: Page) => page.locator('.lk-device')
const CHROME =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

test('a user looks at their devices and acts on them, from two of them', async () => {
  await using pool = await poolWithPages({ remember: 'opt-in', mfa: 'optional', factors: ['totp'] })
  const alice = await pool.user('alice', { totp: true })
  await using laptop = await pool.visitor({ userAgent: CHROME })
  await using phone = await pool.visitor({ userAgent: IPHONE, size: 'phone' })
  const { page } = laptop

  await laptop.open(addressOf(pool))
  await expectNoViolations(page)
  await picture(page, 'account-sign-in')
  await signIn(page, { username: 'alice', password: 'Wrong-horse-1' })
  await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/Incorrect username or password/)
  await signIn(page, alice)
  await page.getByLabel('Code').waitFor()
  await expectNoViolations(page)
  await picture(page, 'account-code')
  await giveCode(page, alice.totp())

  const question = page.locator('form.lk-prompt')
  await question.waitFor()
  expect(await question.getByRole('checkbox').isChecked()).toBe(false)
  expect(await question.textContent()).toMatch(/Do not trust public or shared computers/)
  await expectNoViolations(page)
  await picture(page, 'account-remember')
  await question.getByText('Remember this device', { exact: true }).click()
  await question.getByRole('button', { name: 'Continue' }).click()

  await expect.poll(() => rows(page).count()).toBe(1)
  expect(await rows(page).textContent()).toMatch(
    /Chrome on macOS.*This device.*Chrome 141 on macOS.*127.0.0.1.*Last used just now.*First seen.*Remembered/,
  )
  await expectNoViolations(page)
  await picture(page, 'account-devices-one')

  const small = await arrive(phone, pool, alice)
  await expect.poll(() => rows(small).count()).toBe(2)
  expect(await rows(small).first().textContent()).toMatch(/This device.*Not remembered/)
  await expectNoViolations(small)
  await picture(small, 'account-devices-phone')
})
