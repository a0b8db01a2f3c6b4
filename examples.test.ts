import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  type Moment,
  pattern,
  playExample,
  type Stage,
  template,
  toldBy,
} from './conformance/auth-examples.js'

/** The examples in docstrings are true: each is run, and what it says comes out comes out. */

const root = import.meta.dirname
const packages = ['wire', 'srp', 'server', 'client']

type Example = { file: string; code: string }

const sources = packages.flatMap((name) =>
  readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith(`generated${sep}`),
    )
    .map((file) => ({ name, file })),
)

const examples: Example[] = sources.flatMap(({ name, file }) => {
  const text = readFileSync(join(root, 'packages', name, 'src', file), 'utf8')
  return [...text.matchAll(/@example\n((?:\s*\* (?!@).*\n)+)/g)].map(([, block = '']) => ({
    file: `packages/${name}/src/${file}`,
    code: block.replace(/^\s*\* ?/gm, ''),
  }))
})

/** What a file exports, as it was built. */
const builtExports = (file: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(root, file.replace('/src/', '/dist/').replace(/\.ts$/, '.js'))).href)

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor

/** Runs an example among names that a reader takes for granted. `expression // value` is checked. */
async function run({ file, code }: Example, given: Record<string, unknown>): Promise<void> {
  const names = { ...given, ...(await builtExports(file)) }
  delete names.default
  const lines = code.split('\n').map((line) => line.replace(/^([^/\s].*?)\s+\/\/ (.+)$/, '$1 //= $2'))
  const checked = lines.map((line) => {
    const [, expression, value] = /^(?!const |let )(.+?) \/\/= (.+)$/.exec(line) ?? []
    return expression === undefined ? line : `check(${expression}, ${JSON.stringify(value)})`
  })
  const compare = async (actual: unknown, told: string) =>
    expect(rendered(await actual)).toMatch(pattern(told))
  const pending: Promise<void>[] = []
  const check = (actual: unknown, told: string) => pending.push(compare(actual, told))
  await new AsyncFunction(...Object.keys(names), 'check', `{\n${withoutTypes(checked.join('\n'))}\n}`)(
    ...Object.values(names),
    check,
  )
  await Promise.all(pending)
}

/** Examples are TypeScript; the only types in them are arguments between angle brackets. */
const withoutTypes = (code: string) => code.replace(/<\{[^}]*\}>/g, '')

const rendered = (value: unknown) =>
  value instanceof Uint8Array
    ? [...value].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    : inspect(value, { breakLength: Infinity })

test('there are examples to run', () => {
  expect(examples.length).toBeGreaterThan(15)
})

const named = (some: Example[]) =>
  some.map((example) => [`${example.file}: ${example.code.split('\n')[0]}`, example] as const)
const isOfClient = ({ file }: Example) => file.startsWith('packages/client/')

test.each(named(examples.filter((example) => !isOfClient(example))))('%s', async (_name, example) => {
  using folder = temporaryFolder()
  await run(example, await readersNames(folder.path))
})

/** Those of the client go over the wire, to a server of their own: what they tell of that is compared as well. */
test.each(named(examples.filter(isOfClient)))('%s', async (_name, example) => {
  await playExample(example.file, (stage) => runOnStage(example, stage, 'now'))
  if (/^\/\/ expired: /m.test(example.code))
    await playExample(example.file, (stage) => runOnStage(example, stage, 'two hours later'))
})

async function runOnStage({ file, code: written }: Example, stage: Stage, moment: Moment): Promise<void> {
  const code = Object.entries(stage.madeUp).reduce((text, [from, to]) => text.replaceAll(from, to), written)
  const told = toldBy(code, moment)
  const come: { value?: unknown } = {}

  const requests = await stage.requestsDuring(moment, async () => {
    await run({ file, code: keepingValue(code) }, { ...stage.names, come })
  })

  expect(told.unknown).toEqual([])
  expect(requests.map(({ name }) => name)).toEqual(told.requests.map(({ name }) => name))
  for (const [at, { members }] of told.requests.entries())
    if (members) expect(requests[at]?.members).toMatchObject(template(members))
  if (told.value) expect(come.value).toMatchObject(template(told.value))
  for (const { name, value } of told.headers) expect(headerOf(stage, name)).toMatch(pattern(value))
}

/** What the last expression comes to is compared with what is told of it. */
const keepingValue = (code: string) => code.replace(/^await (?![\s\S]*^await )/m, 'come.value = await ')

const headerOf = ({ names }: Stage, name: string) => (names.response as Response).headers.get(name) ?? ''

function temporaryFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-examples-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** The names that examples take for granted: what the packages export, and a proof in the middle of its way. */
async function readersNames(folder: string): Promise<Record<string, unknown>> {
  const srp = await import('@latchkey/srp')
  const node = await import('@latchkey/srp/node')
  const server = await import('@latchkey/server')
  const { Piscina } = await import('piscina')
  const [device] = readFileSync(join(root, 'packages/srp/vectors/device.jsonl'), 'utf8').split('\n')
  const vector = JSON.parse(device ?? '')
  const engine = node.nodeEngine()
  const identity = srp.deviceIdentity(vector.group, vector.key)
  const verifier = srp.fromBase64(vector.verifierB64) ?? new Uint8Array()
  const { a, A } = await srp.clientEphemeral(engine)
  const { b, B } = await srp.srpServer(engine).challenge(verifier)
  return {
    ...srp,
    ...node,
    ...(await import('@latchkey/wire')),
    ...server,
    serve: (options: { data: string }) =>
      server.serve({ ...options, host: '127.0.0.1', port: 0, data: join(folder, 'data') }),
    Piscina,
    randomBytes,
    workerFile: fileURLToPath(import.meta.resolve('@latchkey/srp/worker')),
    engine,
    identity,
    password: vector.devicePassword,
    salt: srp.fromBase64(vector.saltB64),
    verifier,
    DeviceGroupKey: vector.group,
    DeviceKey: vector.key,
    a,
    A: srp.pad(A),
    B: srp.bytesToBigInt(B),
    b,
    secretBlock: randomBytes(64),
    TIMESTAMP: srp.timestamp(new Date()),
    claimed: randomBytes(32),
    right: randomBytes(32),
    log: console,
    db: await server.openSqlite(':memory:'),
    first: async () => {},
    second: async () => {},
    pool: { run: (await builtExports('packages/srp/src/node/worker.ts')).default },
    key: randomBytes(16),
    body: {},
  }
}
