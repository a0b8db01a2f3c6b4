import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sample, temporaryFolder } from './command-line.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * What `npm start` runs, in a process group of its own, as in a terminal. Without npm: it starts scripts by a shell,
 * and a shell that Ctrl-C reaches ends with that signal, whatever the script does.
 */
function start(args: string[]) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const printed = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      printed.text += text
    })
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const signalGroup = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, signal)
  }
  const ready = () => expect.poll(() => printed.text, { timeout: 45_000 }).toMatch(/^ready \S+$/m)
  return { printed, ended, ready, signalGroup, [Symbol.dispose]: () => signalGroup('SIGKILL') }
}

test('Ctrl-C, which reaches the whole group, ends the start with 0', async () => {
  using folder = temporaryFolder()
  using started = start(['--data', folder.path])
  await started.ready()
  await expect.poll(() => started.printed.text).toContain('Paste this into an app')
  expect(started.printed.text).toContain('globalThis.navigator')
  started.signalGroup('SIGINT')
  expect(await started.ended).toEqual({ code: 0, signal: null })
})

test('the console, the account page and the sample app are where it says', async () => {
  using folder = temporaryFolder()
  using started = start(['--data', folder.path])
  await started.ready()
  await expect.poll(() => started.printed.text).toContain('Paste this into an app')
  const { text } = started.printed
  const [url = '', consoleLink = '', account = '', app = ''] = [
    /^ready (\S+)$/m,
    /The console +(\S+)/,
    /The account page +(\S+)/,
    /A sample app +(\S+)/,
  ].map((pattern) => pattern.exec(text)?.[1])

  const link = new URL(consoleLink).hash.replace('#link=', '')
  const body = JSON.stringify({ link })
  const headers = { origin: url }
  const followed = await fetch(`${url}/console/session`, { method: 'POST', headers, body })
  expect(followed.status).toBe(204)
  for (const page of [consoleLink, account, app])
    expect(await (await fetch(page)).text()).toContain('<script')
  const pool = await (await fetch(`${app}/pool.json`)).json()
  expect(pool.Auth.Cognito.userPoolEndpoint).toBe(url)
  expect((await fetch(`${app}/../package.json`)).status).toBe(404)
  started.signalGroup('SIGINT')
  expect(await started.ended).toEqual({ code: 0, signal: null })
})

test.each([
  ['--config FILE', (file: string) => ['--config', file]],
  ['--config=FILE', (file: string) => [`--config=${file}`]],
])('%s takes the place of the sample', async (_what, option) => {
  using folder = temporaryFolder()
  using started = start(['--data', folder.path, ...option(folder.write('own.json', sample))])
  await started.ready()
  started.signalGroup('SIGINT')
  expect(await started.ended).toEqual({ code: 0, signal: null })
  expect(started.printed.text).not.toContain('Paste this into an app')
})
