import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { latchkey, serve, temporaryFolder } from './command-line.js'

/** The systemd unit of the guide. */

const root = fileURLToPath(new URL('../../..', import.meta.url))
const unit = readFileSync(join(root, 'docs', 'guide', 'latchkey.service'), 'utf8')
const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
const [program = '', script = '', command = '', ...args] = setting('ExecStart').split(' ')

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
if (!hasSystemd)
  process.stderr.write(
    'SKIPPED: what systemd says of docs/guide/latchkey.service. It needs systemd-analyze.\n',
  )

test.skipIf(!hasSystemd)('systemd has nothing to say against it', () => {
  using folder = temporaryFolder()
  // The program has to be there to be verified.
  const file = folder.write('latchkey.service', unit.replace(program, process.execPath))
  const { stdout, stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
    encoding: 'utf8',
  })
  expect(stdout + stderr).toBe('')
  expect(status).toBe(0)
})

test('it starts what npm installs, with options that there are', async () => {
  const { name, bin } = JSON.parse(readFileSync(join(root, 'packages', 'cli', 'package.json'), 'utf8'))
  expect(script).toBe(`/opt/latchkey/node_modules/${name}/${bin.latchkey}`)
  expect(command).toBe('serve')
  const { stdout } = await latchkey(['serve', '--help'])
  const options = args.filter((arg) => arg.startsWith('--'))
  expect(options).not.toEqual([])
  for (const option of options) expect(stdout).toContain(option)
})

test('what it starts gets ready, and stops within its patience', async () => {
  using folder = temporaryFolder()
  const here: Record<string, string> = {
    '--host': '127.0.0.1',
    '--port': '0',
    '--metrics-port': '0',
    '--data': folder.path,
  }
  const own = args.map((arg, at) => here[args[at - 1] ?? ''] ?? arg)
  const env = { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
  await using server = await serve(own, { env })
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  const started = performance.now()
  expect(await server.stop(setting('KillSignal') as NodeJS.Signals)).toMatchObject({ code: 0, signal: null })
  expect((performance.now() - started) / 1000).toBeLessThan(Number(setting('TimeoutStopSec')))
})
