import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

/** What an app gets that installs the package. */

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'latchkey-packed-'))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const npm = (...args: string[]) => run('npm', ...args, '--loglevel=error', '--no-audit', '--no-fund')

beforeAll(() => {
  const packages = ['srp', 'client'].map((name) => join(root, 'packages', name))
  npm('pack', ...packages, '--pack-destination', folder)
  write('package.json', JSON.stringify({ private: true, type: 'module' }))
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  npm('install', ...tarballs.map((name) => `./${name}`))
  return () => rmSync(folder, { recursive: true, force: true })
}, 240_000)

test('it brings four packages and no more: itself, the proof, hashes, and jose for servers', () => {
  const { dependencies } = JSON.parse(npm('ls', '--all', '--json'))
  const names = (tree: Record<string, { dependencies?: object }> = {}): string[] =>
    Object.entries(tree).flatMap(([name, { dependencies }]) => [name, ...names({ ...dependencies })])
  expect([...new Set(names(dependencies))].toSorted()).toEqual([
    '@latchkey/auth',
    '@latchkey/srp',
    '@noble/hashes',
    'jose',
  ])
})

test('its three doors open in Node', () => {
  const doors = ['@latchkey/auth', '@latchkey/auth/cognito', '@latchkey/auth/server']
  write(
    'doors.mjs',
    `for (const door of ${JSON.stringify(doors)}) console.log(Object.keys(await import(door)).length)`,
  )
  const counts = run(process.execPath, 'doors.mjs').trim().split('\n').map(Number)
  expect(counts).toHaveLength(3)
  for (const count of counts) expect(count).toBeGreaterThan(1)
})

test.each([
  ['a bundler', { module: 'ESNext', moduleResolution: 'bundler' }],
  ['Node', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
])(
  'its types compile for %s, without a look away: no type of it comes from a package that is not there',
  (_where, options) => {
    write(
      'app.ts',
      `import { configure, fetchDevices, rememberDevice, signIn, onAuthEvent, type AuthDevice } from '@latchkey/auth'
import { asyncStorage, cognitoUserPoolsTokenProvider } from '@latchkey/auth/cognito'
import { createServerAuth } from '@latchkey/auth/server'
configure({ Auth: { Cognito: { userPoolId: 'local_Sample1', userPoolClientId: 'sampleclient' } } })
const { nextStep } = await signIn({ username: 'alice', password: 'x' })
const step: 'DONE' | string = nextStep.signInStep
onAuthEvent((event) => { if (event.type === 'deviceTracked') console.log(event.deviceId, step) })
await rememberDevice({ name: 'mine' }, { deadline: 1000 })
const devices: AuthDevice[] = await fetchDevices()
console.log(devices[0]?.isCurrent, asyncStorage, cognitoUserPoolsTokenProvider, createServerAuth)
`,
    )
    const compilerOptions = {
      ...options,
      target: 'ES2023',
      lib: ['ES2023', 'DOM'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    }
    write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['app.ts'] }))
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    expect(run(process.execPath, tsc, '-p', folder)).toBe('')
  },
)

test('what is published is what runs: no tests, no sources, no build leftovers, and the licence', () => {
  const listing = JSON.parse(npm('pack', '--dry-run', '--json', join(root, 'packages', 'client')))
  const files: string[] = listing[0].files.map(({ path }: { path: string }) => path)
  expect(files).toEqual(
    expect.arrayContaining(['dist/index.js', 'dist/node.js', 'dist/react-native.js', 'LICENSE', 'NOTICE']),
  )
  expect(files.filter((file) => /\.test\.|tsbuildinfo|\.map$|^src\//.test(file))).toEqual([])
})
