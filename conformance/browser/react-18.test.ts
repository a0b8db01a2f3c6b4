import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { configurationOf, profile } from './chromium.js'
import { signIn } from './sign-in.js'
import { type Site, serve } from './site.js'

/** The components of @latchkey/react in an app on React 18: they work from there on. */

const folder = join(import.meta.dirname, '..', 'react-18')
const inFolder = (name: string) => join(folder, 'node_modules', name)

async function appOnReact18(): Promise<Site> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'app.ts')],
    outdir: '/',
    write: false,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    define: { 'process.env.NODE_ENV': '"development"' },
    // Else the components find the React that they are developed with.
    alias: { react: inFolder('react'), 'react-dom': inFolder('react-dom') },
    logLevel: 'error',
  })
  const html =
    '<!doctype html><meta charset="utf-8"><title>An app</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/app.css"><script type="module" src="/app.js"></script>'
  return serve(
    new Map<string, string | Uint8Array>([
      ['/index.html', html],
      ...outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents] as const),
    ]),
  )
}

test('an app on React 18 asks, lists, renames and forgets, and its console has nothing to say', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  await using phone = await profile()
  const elsewhere = await phone.open(pool)
  await signIn(elsewhere.auth, alice)
  await elsewhere.told('deviceTracked')

  await using site = await appOnReact18()
  await using laptop = await profile()
  const page = await laptop.context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  await page.goto(site.origin)
  const user = { username: 'alice', password: alice.password }
  await page.evaluate(([place, user]) => window.startWith(place, user), [
    configurationOf(pool),
    user,
  ] as const)
  await page.getByText('React 18.').waitFor()

  await page.getByText('Remember this device', { exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  const rows = page.locator('.lk-device')
  await expect.poll(() => rows.count()).toBe(2)
  await expect.poll(() => rows.first().textContent()).toMatch(/This device.*Remembered/)
  // What one component did, the others show at once.
  const timeline = page.locator('.lk-timeline')
  await expect.poll(() => timeline.textContent()).toMatch(/Device remembered/)

  await rows
    .first()
    .getByRole('button', { name: /^Rename/ })
    .click()
  await page.getByLabel('Name of the device').fill('Workshop')
  await page.keyboard.press('Enter')
  await page.getByText('Renamed to Workshop.').waitFor()

  await rows
    .last()
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Forget and sign out' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget and sign out' }).click()
  await expect.poll(() => rows.count()).toBe(1)
  expect(await pool.trackedDevices('alice')).toHaveLength(1)
  expect(complaints).toEqual([])
})
