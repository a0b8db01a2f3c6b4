import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root, whatever folder a script was called from. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Installs what is missing and builds what is stale. What it says goes to standard error. */
export function prepare() {
  requireNode()
  install()
  build()
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Latchkey needs Node 20.19 or later; this is ${process.versions.node}.`)
}

/** The lock file that node_modules was installed from is remembered inside it. */
export function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const mark = join(root, 'node_modules', '.installed-from')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return
  say('Installing dependencies …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(mark, lock)
}

/** The compiler knows by itself what is stale; the pages are built anew when something that they are made of has changed. */
export function build() {
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'])
  buildPages('packages/console', 'packages/react', 'packages/client')
  buildPages('examples/app')
}

/** Builds a folder of pages with Vite, unless it and the folders that it is made of are unchanged. */
function buildPages(...folders) {
  const [folder, ...others] = folders.map((path) => join(root, path))
  const mark = join(folder, 'dist', '.built-from')
  const state = stateOf([folder, ...others])
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return
  say(`Building the pages of ${relative(root, folder)} …`)
  run(
    process.execPath,
    // Of its warnings, most are of how the dependencies were written.
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'],
    // Whoever runs this, such as a test, may have another one.
    { cwd: folder, env: { ...process.env, NODE_ENV: 'production' } },
  )
  writeFileSync(mark, state)
}

/** One hash of every source below these folders, and of the lock file. */
function stateOf(folders) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/[\\/](?:dist|node_modules)[\\/]/.test(file))
    for (const file of names.sort()) hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Runs a command in the project's root; its output goes to standard error. Ends this process when it fails. */
export function run(command, args, options = {}) {
  const { status, error, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
    ...options,
  })
  if (error) fail(`${command} could not be run: ${error.message}`)
  if (status !== 0) fail(`${command} ${args.join(' ')} failed${signal ? ` (${signal})` : ''}.`, status ?? 1)
}

export const say = (text) => process.stderr.write(`${text}\n`)

function fail(text, code = 1) {
  say(text)
  process.exit(code)
}
