// npm run test:node -- 22: runs the tests of srp, server and client on another version of Node.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root, run, say } from './prepare.mjs'

const version = process.argv[2] ?? ''
if (!/^\d+(\.\d+){0,2}$/.test(version)) {
  say('Which Node? For example: npm run test:node -- 22')
  process.exit(2)
}

/**
 * The npm package with the binary for this machine; it stays out of the project's own dependencies. The package `node`
 * would fetch it by a script, and scripts of packages do not run here (.npmrc).
 */
function nodeBinary() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  const name = `${prefix}-${platform}-${process.arch}`
  const folder = join(root, '.cache', `node-${version}`)
  const binary = join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node')
  if (existsSync(binary)) return binary
  say(`Installing Node ${version} …`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`], {
    cwd: folder,
  })
  return binary
}

prepare()
const binary = nodeBinary()
run(binary, ['--version'], { stdio: ['ignore', 1, 2] })
const projects = [
  'packages',
  'server on PostgreSQL',
  'processes',
  '@latchkey/auth in the place of aws-amplify/auth',
]
const parts = [
  'packages/srp',
  'packages/server',
  'packages/client',
  'conformance/auth-',
  'conformance/amplify-',
]
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
run(binary, [vitest, 'run', ...projects.flatMap((name) => ['--project', name]), ...parts], {
  stdio: ['ignore', 1, 2],
})
