import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix, relative } from 'node:path'
import { operationNames } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

/** Who may import whom, executed. Each rule says why it is there. */

type Import = { from: string; to: string; typesOnly: boolean }
type Source = { file: string; text: string; imports: Import[] }

const root = import.meta.dirname

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return { file, text, imports: importsOf(file, text) }
    })
}

const IMPORT = /^(?:import|export)\s+(?<what>(?:type\s)?[^'";]*?)\s*from\s+'(?<target>[^']+)'/gm

/** Those without names: `import '…'` and `import('…')`. They run. */
const NAMELESS_IMPORT = /^import\s+'(?<bare>[^']+)'|\bimport\(\s*'(?<dynamic>[^']+)'/gm

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORT), ...text.matchAll(NAMELESS_IMPORT)].map(({ groups }) => {
    const { what = '', target = groups?.bare ?? groups?.dynamic ?? '' } = groups ?? {}
    const to = target.startsWith('.')
      ? relative(root, join(root, dirname(file), target))
          .replaceAll('\\', '/')
          .replace(/\.js$/, '.ts')
      : target
    return { from: file, to, typesOnly: what.startsWith('type ') || onlyTypes(what) }
  })
}

const onlyTypes = (what: string) =>
  /^\{[^}]*\}$/s.test(what) &&
  what
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '))

/** The imports that break a rule, as `a → b`. */
const breaches = (sources: Source[], breaks: (found: Import) => boolean) =>
  sources.flatMap(({ imports }) => imports.filter(breaks).map(({ from, to }) => `${from} → ${to}`))

const wire = sourcesIn('packages/wire/src')
const srp = sourcesIn('packages/srp/src')
const server = sourcesIn('packages/server/src')
const cli = sourcesIn('packages/cli/src')
const client = sourcesIn('packages/client/src')
const react = sourcesIn('packages/react/src')
const consolePages = sourcesIn('packages/console/src')
const everything = [
  ...react,
  ...consolePages,
  ...wire,
  ...srp,
  ...server,
  ...cli,
  ...client,
  ...sourcesIn('packages/testing/src'),
]

const roomOf = (file: string) => /^packages\/server\/src\/([\w-]+)\//.exec(file)?.[1]

/** Pure files: what a thing is and what may happen to it. */
const domainFiles = [
  'activity/day.ts',
  'clients/client.ts',
  'devices/device-filter.ts',
  'devices/device.ts',
  'events/event.ts',
  'groups/group.ts',
  'imports/import-job.ts',
  'keys/skew.ts',
  'messages/message.ts',
  'messages/outbox.ts',
  'operators/operator.ts',
  'passkeys/passkey.ts',
  'pools/mailbox.ts',
  'pools/pool.ts',
  'sign-in/custom-sign-in.ts',
  'sign-in/first-factors.ts',
  'sign-in/sign-in.ts',
  'tokens/changed-claims.ts',
  'tokens/claims.ts',
  'tokens/session.ts',
  'triggers/answer.ts',
  'triggers/custom-challenge.ts',
  'triggers/event.ts',
  'triggers/target.ts',
  'users/attribute-change.ts',
  'users/attributes.ts',
  'users/linked-identity.ts',
  'users/names.ts',
  'users/passwordless.ts',
  'users/recovery.ts',
  'users/second-factors.ts',
  'users/temporary-password.ts',
  'users/user-filter.ts',
  'users/user.ts',
].map((file) => `packages/server/src/${file}`)

const model = JSON.parse(readFileSync(join(root, 'packages/wire/model.json'), 'utf8'))

const isStore = (file: string) => file.endsWith('-store.ts')
/** A name in AWS's spelling: an operation, a challenge or a trigger. */
const isWireName = (file: string) => /^[A-Z]/.test(basename(file))

test('imports are seen in every form', () => {
  const text = `import { a } from './a.js'
import type { B } from './b.js'
export { type C } from './c.js'
import './d.js'
const { e } = await import('./e.js')`
  expect(importsOf('src/main.ts', text).map(({ to, typesOnly }) => [to, typesOnly])).toEqual([
    ['src/a.ts', false],
    ['src/b.ts', true],
    ['src/c.ts', true],
    ['src/d.ts', false],
    ['src/e.ts', false],
  ])
})

describe('packages', () => {
  test('wire and srp stand alone, so that they can be read, audited and used alone', () => {
    expect(breaches([...wire, ...srp], ({ to }) => to.startsWith('@latchkey/'))).toEqual([])
  })

  test('wire, and srp but for its Node entry, run in browsers: no node: imports', () => {
    const anywhere = [...wire, ...srp].filter(({ file }) => !file.startsWith('packages/srp/src/node/'))
    expect(breaches(anywhere, ({ to }) => to.startsWith('node:'))).toEqual([])
  })

  test('the client knows the words of the protocol as types, the proof, and nothing else of ours', () => {
    const past = ({ from, to, typesOnly }: Import) =>
      to.startsWith('@latchkey/') &&
      !(to === '@latchkey/wire' && typesOnly) &&
      to !== '@latchkey/srp' &&
      !(to === '@latchkey/srp/node' && from === 'packages/client/src/node.ts')
    expect(breaches(client, past)).toEqual([])
  })

  test('the client runs in browsers and React Native: of others, it takes hashes, and jose on servers', () => {
    const others = ({ from, to }: Import) =>
      !to.startsWith('packages/') &&
      !to.startsWith('@latchkey/') &&
      !(to.startsWith('@noble/hashes/') && from === 'packages/client/src/portable-engine.ts') &&
      !(/^jose(\/|$)/.test(to) && from.startsWith('packages/client/src/server/'))
    expect(breaches(client, others)).toEqual([])
  })

  test('the client’s pages load no code of its server half, nor of the hashes that few need', () => {
    const rare = ({ from, to }: Import) =>
      (to.startsWith('packages/client/src/server/') && !from.startsWith('packages/client/src/server/')) ||
      (to.endsWith('/portable-engine.ts') && !/react-native\.ts$|browser-engine\.ts$/.test(from))
    expect(breaches(client, rare)).toEqual([])
  })

  test('the client has no state but what was configured and what waits for its user', () => {
    const holders = client.filter(({ text }) => /^(?:export )?let /m.test(text)).map(({ file }) => file)
    expect(holders).toEqual([
      'packages/client/src/configure.ts',
      'packages/client/src/sign-in/auto-sign-in-state.ts',
      'packages/client/src/sign-in/sign-in-state.ts',
    ])
  })

  test('the command line reaches the server by its front door and nothing else of ours', () => {
    const past = ({ to }: Import) => to.startsWith('@latchkey/') && to !== '@latchkey/server'
    expect(breaches(cli, past)).toEqual([])
  })

  test('the components reach the server by the client library, as any app does', () => {
    const past = ({ to, typesOnly }: Import) =>
      to.startsWith('@latchkey/') &&
      !['@latchkey/auth', '@latchkey/auth/latchkey'].includes(to) &&
      !(to === '@latchkey/wire' && typesOnly)
    expect(breaches(react, past)).toEqual([])
  })

  test('the console is made of the components and the client library, and knows the words of the protocol as types', () => {
    const past = ({ to, typesOnly }: Import) =>
      to.startsWith('@latchkey/') &&
      !/^@latchkey\/(?:auth|auth\/latchkey|react|react\/(?:theme|components)\.css)$/.test(to) &&
      !(to === '@latchkey/wire' && typesOnly)
    expect(breaches(consolePages, past)).toEqual([])
  })

  test('no package reaches into another past its front doors', () => {
    const doors =
      /^@latchkey\/(?:auth|auth\/cognito|auth\/latchkey|auth\/server|wire|server|testing|testing\/matchers|testing\/mail|srp|srp\/node|srp\/worker|react|react\/(?:theme|components)\.css)$/
    expect(breaches(everything, ({ to }) => to.startsWith('@latchkey/') && !doors.test(to))).toEqual([])
    const escapes = ({ from, to }: Import) => to.startsWith('packages/') && packageOf(from) !== packageOf(to)
    expect(breaches(everything, escapes)).toEqual([])
  })
})

const packageOf = (file: string) => file.split('/')[1]

describe('the server', () => {
  test('rooms import downward only: whoever reads a room need not know those above it', () => {
    const order = [
      'telemetry',
      'keys',
      'events',
      'pools',
      'clients',
      'tokens',
      'triggers',
      'messages',
      'users',
      'groups',
      'mfa',
      'imports',
      'passkeys',
      'devices',
      'sign-in',
      'operators',
      'activity',
      'moves',
    ]
    const upward = ({ from, to }: Import) => {
      const [above, below] = [order.indexOf(roomOf(to) ?? ''), order.indexOf(roomOf(from) ?? '')]
      return above >= 0 && below >= 0 && above > below
    }
    expect(breaches(server, upward)).toEqual([])
    const rooms = new Set(server.flatMap(({ file }) => roomOf(file) ?? []))
    expect([...rooms].sort(), 'a new room has its place').toEqual([...order, 'database', 'http'].sort())
  })

  test('domain files are pure: no wire words, no SQL, no HTTP, no clock, no randomness, no environment', () => {
    const domain = server.filter(({ file }) => domainFiles.includes(file))
    expect(domain.map(({ file }) => file).sort()).toEqual(domainFiles)
    const impure = ({ to, typesOnly }: Import) => !domainFiles.includes(to) && !(typesOnly && to === 'jose')
    expect(breaches(domain, impure)).toEqual([])
    const peeks = domain.filter(({ text }) => /new Date\(\)|Date\.now|Math\.random|process\./.test(text))
    expect(peeks.map(({ file }) => file)).toEqual([])
  })

  test('stores speak SQL and domain; they do not know the wire', () => {
    const stores = server.filter(({ file }) => isStore(file))
    const allowed = ({ to, typesOnly }: Import) =>
      to === 'kysely' ||
      (to === 'jose' && typesOnly) ||
      to.startsWith('packages/server/src/database/') ||
      to === 'packages/server/src/keys/keyring.ts' ||
      to === 'packages/server/src/keys/signing-key.ts' ||
      domainFiles.includes(to) ||
      isStore(to)
    expect(stores.length).toBeGreaterThan(8)
    expect(breaches(stores, (found) => !allowed(found))).toEqual([])
  })

  test('only stores and the database speak SQL', () => {
    const mayUse = (file: string) =>
      isStore(file) || roomOf(file) === 'database' || file === 'packages/server/src/server.ts'
    expect(breaches(server, ({ from, to }) => to === 'kysely' && !mayUse(from))).toEqual([])
  })

  test('an operation does not call another one, but for triggers: what two share has a file of its own', () => {
    const operations = server.filter(({ file }) => isWireName(file))
    const calls = ({ to }: Import) =>
      to === 'hono' || to.startsWith('hono/') || (isWireName(to) && roomOf(to) !== 'triggers')
    expect(breaches(operations, calls)).toEqual([])
  })

  test('http knows no subject: neither stores nor domain', () => {
    const http = server.filter(({ file }) => roomOf(file) === 'http')
    const subject = ({ to }: Import) => isStore(to) || domainFiles.includes(to)
    expect(breaches(http, subject)).toEqual([])
    expect(breaches(server, ({ from, to }) => /^hono/.test(to) && roomOf(from) !== 'http')).toEqual([])
  })

  test('only main.ts knows the environment', () => {
    const knowing = server
      .filter(({ text }) => /\bprocess\.(?:env|argv)\b/.test(text))
      .map(({ file }) => file)
    expect(knowing).toEqual(['packages/server/src/main.ts'])
  })

  test('a file with a name of the protocol is that operation, challenge or trigger, and exports it under that name', () => {
    const named = server.filter(({ file }) => isWireName(file))
    const wrong = named.filter(({ file, text }) => {
      const name = basename(file, '.ts')
      const known =
        operationNames.some((operation) => operation === name) ||
        /^[A-Z_]+$/.test(name) ||
        (roomOf(file) === 'triggers' && name in model.shapes.LambdaConfigType.members)
      return !known || !text.includes(`export const ${name}: `)
    })
    expect(wrong.map(({ file }) => file)).toEqual([])
  })
})

describe('everywhere', () => {
  test('there are no import cycles', () => {
    expect(cycles(everything)).toEqual([])
  })

  test('there are no barrel files but the front doors', () => {
    const doors =
      /^packages\/[\w-]+\/src\/(?:index|node\/index|node|react-native|(?:cognito|latchkey|server)\/index|sign-in\/lazy)\.ts$/
    const barrels = everything.filter(({ file, text }) => !doors.test(file) && isBarrel(text))
    expect(barrels.map(({ file }) => file)).toEqual([])
  })
})

const isBarrel = (text: string) => {
  const statements = text
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replace(IMPORT, (all) => (all.startsWith('export') ? '' : all))
  return text.includes('export') && statements.trim() === ''
}

/** Each cycle of imports that remain at run time, told once. */
function cycles(sources: Source[]): string[] {
  const graph = new Map(
    sources.map(({ file, imports }) => [
      file,
      imports.filter(({ typesOnly }) => !typesOnly).map(({ to }) => to),
    ]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, path: string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return found
}
