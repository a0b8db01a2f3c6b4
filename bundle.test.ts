import { execFile } from 'node:child_process'
import { builtinModules } from 'node:module'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'

/** What an app loads of @latchkey/auth, by meaning. What it weighs is told by `npm run bench -- size`. */

const root = import.meta.dirname

type Output = { path: string; text: string; entry: string | undefined; imports: string[]; inputs: string[] }
type Bundle = { outputs: Output[]; outside: string[] }

/** Bundles an app as a browser gets it, unless `conditions` say otherwise. */
async function bundle(app: string, { splitting = false, conditions = [] as string[] } = {}): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: app, resolveDir: root },
    bundle: true,
    minify: true,
    splitting,
    conditions,
    format: 'esm',
    platform: 'browser',
    outdir: 'out',
    write: false,
    metafile: true,
    absWorkingDir: root,
    // So that the test can say which, where esbuild would only fail.
    external: ['node:*', ...builtinModules],
  })
  const texts = new Map(outputFiles.map(({ path, text }) => [fileName(path), text]))
  const outputs = Object.entries(metafile.outputs).map(([path, { entryPoint, imports, inputs }]) => ({
    path,
    text: texts.get(fileName(path)) ?? '',
    entry: entryPoint,
    imports: imports.filter(({ kind }) => kind === 'import-statement').map((one) => one.path),
    // What is left out of a file altogether is an input of no bytes.
    inputs: Object.keys(inputs).filter((input) => inputs[input]?.bytesInOutput !== 0),
  }))
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter((one) => one.external),
  )
  return { outputs, outside: outside.map(({ path }) => path) }
}

const fileName = (path: string) => path.replace(/^.*[\\/]/, '')
const inputsOf = (outputs: Output[]) => [...new Set(outputs.flatMap(({ inputs }) => inputs))]
const gzipped = (outputs: Output[]) =>
  outputs.reduce((bytes, { text }) => bytes + gzipSync(text, { level: 9 }).length, 0)

/** The files that come with the page: the app's, and what it imports other than by `import()`. */
function loadedAtStart(outputs: Output[], path = outputs.find(({ entry }) => entry === '<stdin>')?.path) {
  const found = outputs.filter((output) => output.path === path)
  for (const output of found) {
    const further = outputs.filter((one) => output.imports.includes(one.path) && !found.includes(one))
    found.push(...further)
  }
  return found
}

const APP = `export {
  configure, signIn, confirmSignIn, signOut, fetchAuthSession, rememberDevice, forgetDevice, fetchDevices
} from '@latchkey/auth'`

/** Every front door, as those get it who open it. */
const doors: [name: string, app: string, conditions: string[]][] = [
  ['an app with devices', APP, []],
  ['everything', `export * from '@latchkey/auth'\nexport * from '@latchkey/auth/cognito'`, []],
  ['an app for Latchkey alone', `export * from '@latchkey/auth/latchkey'`, []],
  ['a worker on the edge', `export * from '@latchkey/auth'`, ['workerd']],
  ['React Native', `export * from '@latchkey/auth'`, ['react-native']],
  ['a server that renders pages', `export * from '@latchkey/auth/server'`, []],
]

/** What must never be inside, and why it could come to be. */
const never: [what: string, pattern: RegExp][] = [
  ['the server, which has the same words and the other half of the proof', /packages\/server\//],
  ['the command line, the tests and their pools', /packages\/(?:cli|testing|console)\/|conformance\//],
  ['the wire: the client uses its types, which weigh nothing', /packages\/wire\//],
  ['the half of SRP that needs Node', /packages\/srp\/dist\/node\//],
  ['the library whose place it takes', /node_modules\/(?:aws-amplify|@aws-amplify|amazon-cognito)/],
  ['SDKs', /node_modules\/(?:@aws-sdk|@aws-crypto|@smithy|aws-jwt-verify)/],
  ['databases and web servers', /node_modules\/(?:kysely|libsql|@libsql|pg|hono|@hono|piscina|pino)\b/],
  ['validators: what comes from the server is read, not described', /node_modules\/(?:zod|valibot|ajv)\//],
  ['arithmetic and bytes that browsers have', /node_modules\/(?:jsbn|jsbi|bn\.js|buffer|base64-js)\//],
]

describe.each(doors)('%s', (name, app, conditions) => {
  test('imports nothing of Node', async () => {
    expect((await bundle(app, { conditions })).outside).toEqual([])
  })

  test('has none of these inside', async () => {
    const inputs = inputsOf((await bundle(app, { conditions })).outputs)
    const found = never.flatMap(([what, pattern]) =>
      inputs.filter((input) => pattern.test(input)).map((input) => `${input}: ${what}`),
    )
    expect(found).toEqual([])
  })

  test('has nothing inside but the client, the proof, and what the decision about dependencies allows', async () => {
    const { outputs } = await bundle(app, { conditions })
    const allowed = name.startsWith('a server')
      ? /^packages\/(?:client|srp)\/dist\/|^node_modules\/(?:@noble\/hashes|jose)\//
      : /^packages\/(?:client|srp)\/dist\/|^node_modules\/@noble\/hashes\//
    expect(inputsOf(outputs).filter((input) => input !== '<stdin>' && !allowed.test(input))).toEqual([])
  })

  test('names no file of the machine that it was built on', async () => {
    const { outputs } = await bundle(app, { conditions })
    const found = outputs.filter(
      ({ text }) => text.includes(root) || /node_modules|sourceMappingURL/.test(text),
    )
    expect(found.map(({ path }) => path)).toEqual([])
  })
})

describe('an app with devices', () => {
  test('says nothing on the console but these warnings, each of a loss that somebody has to know of', async () => {
    const { outputs } = await bundle(APP)
    const said = outputs.flatMap(({ text }) => [
      ...text.matchAll(/\bconsole\b(?:\.(\w+)\(["'`](\w+: [^.:$]*))?/g),
    ])
    expect(said.map(([, level, words]) => `${level} ${words}`).sort()).toMatchInlineSnapshot(`
      [
        "warn Latchkey: IndexedDB does not give the device's secret out",
        "warn Latchkey: storage refuses",
        "warn Latchkey: the device's secret is stored as it is",
      ]
    `)
  })

  test('carries no notice of a licence, which nobody could leave out', async () => {
    const { outputs } = await bundle(APP)
    expect(outputs.flatMap(({ text }) => text.match(/\/\*!.*?\*\/|@license.*/gs) ?? [])).toEqual([])
  })

  test('loads hashes in JavaScript by themselves, which pages with WebCrypto never ask for', async () => {
    const { outputs } = await bundle(APP, { splitting: true })
    const holders = outputs.filter(({ inputs }) => inputs.some((input) => input.includes('@noble/')))
    expect(holders.map(({ entry }) => entry)).toEqual(['packages/client/dist/portable-engine.js'])
  })

  test('loads the proof when somebody signs in, not at start', async () => {
    const { outputs } = await bundle(APP, { splitting: true })
    const proof = /srp\/dist\/(?:mod-pow|comb|client|formulas)\.js/
    expect(inputsOf(outputs).filter((input) => proof.test(input))).not.toEqual([])
    expect(inputsOf(loadedAtStart(outputs)).filter((input) => proof.test(input))).toEqual([])
  })

  test('stays small: far above what it weighs, so that only a mistake gets here', async () => {
    expect(gzipped(loadedAtStart((await bundle(APP, { splitting: true })).outputs))).toBeLessThan(13_000)
    expect(gzipped((await bundle(APP)).outputs)).toBeLessThan(26_000)
  })
})

describe('Node', () => {
  const run = (code: string) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { cwd: root })

  /** Later versions of Node have them, Node 20 has not. */
  const AS_NODE_20 = `for (const name of ['navigator', 'localStorage', 'sessionStorage', 'WebSocket']) delete globalThis[name]`

  test.each(['@latchkey/auth', '@latchkey/auth/cognito', '@latchkey/auth/latchkey', '@latchkey/auth/server'])(
    'imports %s with nothing of a browser, and no global comes or goes by it',
    async (door) => {
      const { stdout } = await run(`${AS_NODE_20}
        const before = Object.getOwnPropertyNames(globalThis).join()
        const names = Object.keys(await import('${door}'))
        console.log(names.length > 0 && Object.getOwnPropertyNames(globalThis).join() === before)`)
      expect(stdout).toBe('true\n')
    },
  )

  test('looks for a session with nothing of a browser', async () => {
    const { stdout, stderr } = await run(`${AS_NODE_20}
      const { configure, fetchAuthSession } = await import('@latchkey/auth')
      configure({ Auth: { Cognito: { userPoolId: 'local_Sample1', userPoolClientId: 'sampleclient' } } })
      console.log(JSON.stringify(await fetchAuthSession()))`)
    expect([stdout, stderr]).toEqual(['{}\n', ''])
  })
})
