// npm run test:node -- 22: runs the tests of srp, server and client on another version of Node.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root, run, say } from './prepare.mjs'

const version = process.argv[2] ?? ''
if (!/^\d+(\.\d+){0,2}$/.test(version)) {
  say('Which Node? For example: npm run test:node -- 22')
  process.exit(2)
}

/** The npm package `node` carries the binary; it stays out of the project's own dependencies. */
function nodeBinary() {
  const folder = join(root, '.cache', `node-${version}`)
  const binary = join(folder, 'node_modules', 'node', 'bin', 'node')
  if (existsSync(binary)) return binary
  say(`Installing Node ${version} …`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `node@${version}`], { cwd: folder })
  return binary
}

prepare()
const binary = nodeBinary()
run(binary, ['--version'], { stdio: ['ignore', 1, 2] })
const projects = ['packages', 'processes', '@latchkey/auth in the place of aws-amplify/auth']
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
