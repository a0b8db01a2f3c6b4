import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { type TestUser, type UserPool, userPool } from '../pool-server.js'
import { configurationOf, profile, temporaryFolder } from './chromium.js'
import { WHERE_USERS_DECIDE } from './life.js'
import { type Files, type Site, serve } from './site.js'

/** The app in `app/`, as Vite bundles it for its users, used by hand. */

test('who ticks “Remember this device” is asked for a code once', async () => {
  await using pool = await userPool(WHERE_USERS_DECIDE)
  const alice = await pool.user('alice', { totp: true })
  await using site = await siteOf(pool)
  await using laptop = await profile()
  const page = await laptop.context.newPage()
  await page.goto(site.origin)

  await signIn(page, alice, { remember: true })
  await enterCode(page, alice)
  await expect.poll(() => devices(page)).toEqual(['Chrome on Linux (this device)'])

  await page.getByRole('button', { name: 'Sign out' }).click()
  await signIn(page, alice)
  await expect.poll(() => devices(page)).toEqual(['Chrome on Linux (this device)'])
  await page.reload()
  await page.getByText('Signed in as alice').waitFor()
})

test('who does not tick it is asked for a code each time, and has no device in the list', async () => {
  await using pool = await userPool(WHERE_USERS_DECIDE)
  const alice = await pool.user('alice', { totp: true })
  await using site = await siteOf(pool)
  await using laptop = await profile()
  const page = await laptop.context.newPage()
  await page.goto(site.origin)

  for (let time = 0; time < 2; time += 1) {
    await signIn(page, alice)
    await enterCode(page, alice)
    await page.getByText('Signed in as alice').waitFor()
    expect(await devices(page)).toEqual([])
    await page.getByRole('button', { name: 'Sign out' }).click()
  }
})

test('a device that is forgotten in the list of another one is asked for a code again', async () => {
  await using pool = await userPool(WHERE_USERS_DECIDE)
  const alice = await pool.user('alice', { totp: true })
  await using site = await siteOf(pool)
  await using laptop = await profile()
  await using phone = await profile()
  const [onLaptop, onPhone] = [await laptop.context.newPage(), await phone.context.newPage()]
  for (const page of [onLaptop, onPhone]) {
    await page.goto(site.origin)
    await signIn(page, alice, { remember: true })
    await enterCode(page, alice)
    await page.getByText('Signed in as alice').waitFor()
  }
  await expect.poll(() => devices(onPhone)).toEqual(['Chrome on Linux (this device)', 'Chrome on Linux'])
  await onLaptop.getByRole('button', { name: 'Sign out' }).click()

  await onPhone.getByRole('listitem').nth(1).getByRole('button', { name: 'Forget' }).click()
  await expect.poll(() => devices(onPhone)).toEqual(['Chrome on Linux (this device)'])

  await signIn(onLaptop, alice)
  await enterCode(onLaptop, alice)
  await onLaptop.getByText('Signed in as alice').waitFor()
})

test('a wrong password is told in a sentence', async () => {
  await using pool = await userPool(WHERE_USERS_DECIDE)
  const alice = await pool.user('alice', { totp: true })
  await using site = await siteOf(pool)
  await using laptop = await profile()
  const page = await laptop.context.newPage()
  await page.goto(site.origin)

  await signIn(page, { ...alice, password: 'Wrong-horse-1' })

  await expect.poll(() => page.getByRole('alert').innerText()).toBe('Incorrect username or password.')
})

async function signIn(page: Page, user: TestUser, { remember = false } = {}): Promise<void> {
  await page.getByLabel('Username').fill(user.username)
  await page.getByLabel('Password').fill(user.password)
  await page.getByLabel('Remember this device').setChecked(remember)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function enterCode(page: Page, user: TestUser): Promise<void> {
  await page.getByLabel('Code').fill(user.totp())
  await page.getByRole('button', { name: 'Confirm' }).click()
}

const devices = async (page: Page) =>
  (await page.getByRole('listitem').allInnerTexts()).map((text) => text.replace(/\s*Forget$/, ''))

let bundled: Promise<Files> | undefined

/** The app, for a pool: which one, it reads from `/pool.json`. */
async function siteOf(pool: UserPool): Promise<Site> {
  bundled ??= bundle()
  return serve(new Map([...(await bundled), ['/pool.json', JSON.stringify(configurationOf(pool))]]))
}

async function bundle(): Promise<Files> {
  await using folder = await temporaryFolder()
  await build({
    root: join(import.meta.dirname, 'app'),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder.path, emptyOutDir: true },
  })
  const files = new Map<string, Uint8Array>()
  for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(path.slice(folder.path.length), await readFile(path))
  }
  return files
}
