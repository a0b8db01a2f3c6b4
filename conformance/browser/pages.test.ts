import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectNoViolations, type PoolWithPages, poolWithPages } from './pages.js'

/** What holds for the console and the account page alike: what they load, keep, and may not do. */

const accountPage = ({ poolId, clientId }: PoolWithPages) => `/account/${poolId}?client_id=${clientId}`

test('axe looks at pages, light and dark, and who breaks their policy or asks somebody else is found', async () => {
  await using pool = await poolWithPages()
  const visitor = await pool.visitor()
  await visitor.open('/console')
  await visitor.page.evaluate(() => document.body.append(document.createElement('button')))
  await expect(expectNoViolations(visitor.page)).rejects.toThrow('Buttons must have discernible text')

  await visitor.page.evaluate(() => fetch('http://example.test/').catch(() => {}))
  await visitor.page.evaluate(() => document.body.setAttribute('style', 'color: red'))
  await expect(visitor[Symbol.asyncDispose]()).rejects.toThrow(/connect-src[\s\S]*style-src/)
})

test('the first view of each takes less than 250 kB, and nothing of the other', async () => {
  await using pool = await poolWithPages()
  await using user = await pool.visitor()
  await using operator = await pool.operator('viewer')
  const ofAccount = await loadedBy(user.page, () => user.open(accountPage(pool)))
  const ofConsole = await loadedBy(operator.page, () => operator.open(`/console/pools/${pool.poolId}`))

  expect(sizeOf(ofAccount)).toBeLessThan(250_000)
  expect(sizeOf(ofConsole)).toBeLessThan(250_000)
  const names = (files: Map<string, Buffer>) => [...files.keys()].join(' ')
  expect(names(ofAccount)).not.toContain('/assets/console')
  expect(names(ofConsole)).not.toContain('/assets/account')
})

test('an operator signs in with a password and a code, and no token is where a script could read it', async () => {
  await using pool = await poolWithPages()
  const operator = await pool.operatorToBe('admin', { totp: true })
  await using visitor = await pool.visitor()
  const { page, context } = visitor
  const tokens = tokensGivenTo(page)
  await visitor.open('/console')
  await page.getByLabel('Name').fill(operator.username)
  await page.getByLabel('Password').fill(operator.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel(/code/i).fill(operator.totp())
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('checkbox').setChecked(true, { force: true })
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('navigation').first().waitFor()

  const readable = await everythingStored(page)
  expect(readable, 'the device is known again').toContain(`${operator.username}.deviceKey`)
  expect((await tokens()).length).toBeGreaterThan(2)
  expect((await tokens()).filter((token) => readable.includes(token))).toEqual([])
  expect(readable).not.toMatch(/eyJ[\w-]{10}/)
  const cookies = await context.cookies(`${pool.url}/console/api`)
  expect(cookies).toMatchObject([{ name: 'latchkey_operator', httpOnly: true, sameSite: 'Strict' }])
})

/** The files that a page loads until nothing comes any more, by their addresses. */
async function loadedBy(page: Page, open: () => Promise<void>): Promise<Map<string, Buffer>> {
  const responses: Response[] = []
  const note = (response: Response) => {
    if (response.url().includes('/assets/')) responses.push(response)
  }
  page.on('response', note)
  await open()
  await page.waitForLoadState('networkidle')
  page.off('response', note)
  const bodies = responses.map(async (one) => [one.url(), await one.body()] as const)
  return new Map(await Promise.all(bodies))
}

const sizeOf = (files: Map<string, Buffer>) =>
  [...files.values()].reduce((bytes, body) => bytes + gzipSync(body).length, 0)

/** Every token that the server gave to a page. */
function tokensGivenTo(page: Page): () => Promise<string[]> {
  const answers: Promise<string[]>[] = []
  page.on('response', (response) => {
    if (response.request().method() === 'POST') answers.push(tokensIn(response))
  })
  return async () => (await Promise.all(answers)).flat()
}

async function tokensIn(response: Response): Promise<string[]> {
  const { AuthenticationResult } = await response.json().catch(() => ({}))
  const { AccessToken, IdToken, RefreshToken } = AuthenticationResult ?? {}
  return [AccessToken, IdToken, RefreshToken].filter((token) => token !== undefined)
}

/** What scripts find in the storages of a page, as one text. Keys that do not leave the browser say nothing. */
const everythingStored = (page: Page) =>
  page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie, window.name]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name))
      for (const store of database.objectStoreNames)
        found.push(await done(database.transaction(store).objectStore(store).getAll()))
      database.close()
    }
    for (const name of await caches.keys())
      found.push((await (await caches.open(name)).keys()).map(({ url }) => url))
    return JSON.stringify(found)
  })
