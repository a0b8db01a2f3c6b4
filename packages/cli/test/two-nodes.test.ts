import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '@latchkey/testing'
import { expect, test } from 'vitest'

/** The walk of docs/guide/scale.md over two nodes, as it is written, but for ports and the database. */

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../..')
const page = readFileSync(join(root, 'docs/guide/scale.md'), 'utf8')

function blockWith(language: string, text: string): string {
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  const found = blocks.find(([, its, block = '']) => its === language && block.includes(text))?.[2]
  if (found === undefined) throw new Error(`docs/guide/scale.md has no block in ${language} with ${text}.`)
  return found
}

/** Runs commands in a shell until they have said `ready` so many times. */
async function startAll(script: string, count: number) {
  // A group of its own: the shell and npm stand between this process and the nodes.
  const shell = spawn('bash', ['-euc', `${script}\nwait`], {
    cwd: root,
    env: { ...process.env, LATCHKEY_DRAIN_GRACE_SECONDS: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const ended = new Promise<void>((resolve) => shell.once('close', () => resolve()))
  const urls = await new Promise<string[]>((resolve, reject) => {
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.on('data', (text) => {
        output += text
        const found = [...output.matchAll(/^ready (\S+)$/gm)].map(([, url = '']) => url)
        if (found.length === count) resolve(found)
      })
    }
    ended.then(() => reject(new Error(output)))
  })
  return {
    urls,
    async [Symbol.asyncDispose]() {
      if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGTERM')
      await ended
    },
  }
}

/** aws-amplify names a device by the browser's user agent; Node 20 has none. */
const BROWSER = `if (!globalThis.navigator) globalThis.navigator = { userAgent: 'Docs' }\n`

test('two nodes start together on an empty database, with one configuration; a device that one remembered is known at the other', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  const script = blockWith('bash', 'npm run latchkey -- serve')
    .replace(/postgres:\S+/, url)
    .replaceAll(/--port \d+/g, '--port 0')
  await using nodes = await startAll(script, 2)
  const [one = '', other = ''] = nodes.urls
  const code = blockWith('js', '9230')
    .replaceAll('http://127.0.0.1:9229', one)
    .replaceAll('http://127.0.0.1:9230', other)
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', BROWSER + code], {
    cwd: root,
  })
  const told = [...code.matchAll(/console\.log\(.*\) +\/\/ (.*)$/gm)].map(([, line]) => line)
  expect(told.length).toBeGreaterThan(0)
  expect(stdout.trim().split('\n')).toEqual(told)
})
