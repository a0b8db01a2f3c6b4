import '@latchkey/testing/matchers'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer, openSqlite } from '@latchkey/server'
import { codeAt, crowd, Device, type Person, startPostgres, type Wire } from '@latchkey/testing'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import {
  type Ended,
  entry,
  latchkey,
  run,
  sample,
  sdk,
  serve,
  signIn,
  temporaryFolder,
} from './command-line.js'

const [A, B] = ['--data', '--data']
const key = () => randomBytes(32).toString('base64')
const KEYS = { LATCHKEY_EXPORT_KEY: key() }
const POOL = ['--pool', 'local_Test1']
/** Where much else runs, a process takes seconds to start. */
const SLOW = { timeout: 180_000 }

const USERS = 1500
/** In base64, all users together have 60 MB of them: too much for the memory that a test lets the commands have. */
const NOTE = 30_000

/** A data folder with the sample pool, and its export, which the tests take copies of. */
const seed = (async () => {
  const folder = temporaryFolder()
  const from = join(folder.path, 'from')
  const file = join(folder.path, 'pool.latchkey')
  const server = await serve([A, from, '--config', folder.write('c.json', sample)])
  await server.stop()
  const exported = await latchkey(['export', ...POOL, A, from, '--file', file], KEYS)
  return { folder, file, exported }
})()

/** A place with a data folder that has the sample pool, its export, and a folder in which nothing ever was. */
async function ground() {
  const folder = temporaryFolder()
  cpSync((await seed).folder.path, folder.path, { recursive: true })
  const [from, to, file] = ['from', 'to', 'pool.latchkey'].map((name) => join(folder.path, name)) as [
    string,
    string,
    string,
  ]
  return {
    folder,
    from,
    to,
    file,
    names: () => readdirSync(folder.path).sort(),
    export: (...args: string[]) => latchkey(['export', ...POOL, A, from, ...args], KEYS),
    import: (...args: string[]) => latchkey(['import', B, to, ...args], KEYS),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

/** One with many users in its pool, which the tests share, since it takes seconds to fill. */
const big = (async () => {
  const place = await ground()
  const masterKey = Buffer.from(readFileSync(join(place.from, 'master.key'), 'utf8'), 'base64')
  const server = await createServer({
    database: await openSqlite(place.from),
    masterKey,
    publicUrl: 'http://127.0.0.1:9229',
    development: true,
    cores: 1,
  })
  await crowd(server.world, 'local_Test1', USERS, NOTE)
  await server.close()
  rmSync(place.file)
  await place.export('--file', place.file)
  return place
})()
afterAll(async () => {
  for (const { folder } of [await seed, await big]) folder[Symbol.dispose]()
})

/** A line of a shell, in which `latchkey` is the command. */
function shell(line: string, env: Record<string, string> = KEYS) {
  const script = `latchkey() { '${process.execPath}' '${entry}' "$@"; }\n${line}`
  const child = spawn('bash', ['-c', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (text) => {
      printed[name] += text
    })
  }
  return new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...printed }))
  })
}

describe('a pool', () => {
  test('moves by a file that only its owner can read, and its users sign in at the other place', async () => {
    using place = await ground()
    const { exported } = await seed
    expect(exported).toMatchObject({ code: 0, stderr: '' })
    const told = /^Exported local_Test1: 1 users, 0 devices, 7 rows in all\. (SHA-256 [0-9a-f]{64})\n$/
    const [, sha256 = ''] = told.exec(exported.stdout) ?? []
    expect(statSync(place.file).mode & 0o777).toBe(0o600)
    expect(await place.import('--file', place.file)).toEqual({
      code: 0,
      signal: null,
      stderr: '',
      stdout: `Imported local_Test1: 1 users, 0 devices, 7 rows in all. ${sha256}\n`,
    })
    await using server = await serve([B, place.to])
    expect((await signIn(server.url)).AuthenticationResult?.AccessToken).toBeDefined()
  })

  test('moves through a pipe, without a file', async () => {
    using place = await ground()
    const moved = await shell(
      `set -o pipefail; latchkey export --pool local_Test1 --data '${place.from}' | latchkey import --data '${place.to}' --json`,
    )
    expect(moved).toMatchObject({ code: 0, stderr: expect.stringContaining('Exported local_Test1: 1 users') })
    expect(JSON.parse(moved.stdout)).toMatchObject({
      poolId: 'local_Test1',
      rows: { pools: 1, users: 1, clients: 1 },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    await using server = await serve([B, place.to])
    expect((await signIn(server.url)).AuthenticationResult?.AccessToken).toBeDefined()
  })

  test('is sealed under the master key of the place to which it moves, given or made', async () => {
    using place = await ground()
    const env = { ...KEYS, LATCHKEY_MASTER_KEY: key() }
    expect(await latchkey(['import', B, place.to, '--file', place.file], env)).toMatchObject({ code: 0 })
    expect(existsSync(join(place.to, 'master.key'))).toBe(false)
    await using server = await serve([B, place.to], { env })
    expect((await signIn(server.url)).AuthenticationResult?.AccessToken).toBeDefined()
  })
})

/** A pool in which everybody has a second factor, and devices that users may remember. */
const STRICT = {
  pools: [
    {
      UserPoolId: 'local_Move1',
      PoolName: 'strict',
      UserPoolMfaConfig: { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    },
  ],
  clients: [
    {
      UserPoolId: 'local_Move1',
      ClientId: 'moving',
      ClientName: 'moving',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  ],
  users: [{ UserPoolId: 'local_Move1', Username: 'alice', Password: 'Correct-Horse-9' }],
}

/** Alice, with an authenticator app that goes by the clock of this machine: no code of hers is the same as the last. */
function alice(): Person {
  let codes = 0
  return {
    username: 'alice',
    userId: '',
    password: 'Correct-Horse-9',
    totpSecret: undefined,
    code() {
      codes += 1
      return codeAt(this.totpSecret ?? '', new Date(Date.now() + 30_000 * (codes - 1)))
    },
  }
}

test('from SQLite to PostgreSQL and back to SQLite, a remembered device is remembered and a forgotten one forgotten', async () => {
  await using postgres = await startPostgres()
  using folder = temporaryFolder()
  const at = (name: string, ...more: string[]) => ({
    args: [A, join(folder.path, name), ...more],
    env: { ...KEYS, LATCHKEY_MASTER_KEY: key(), LATCHKEY_PUBLIC_URL: 'https://id.example.com' },
  })
  const home = at('home')
  const cloud = at('cloud', '--database', await postgres.createDatabase())
  const away = at('away')
  const wire: Wire = {
    url: '',
    fetch: (request) => fetch(request),
    accessKey: { accessKeyId: 'local', secret: 'local' },
    now: () => new Date(),
    broken: (error) => {
      throw error
    },
    faultsExpected: false,
  }
  const start = async ({ args, env }: typeof home, ...more: string[]) => {
    const server = await serve([...args, ...more], { env })
    wire.url = server.url
    return server
  }
  const move = async (from: typeof home, to: typeof home, file: string) => {
    const written = ['--file', join(folder.path, file), '--json']
    const exported = await latchkey(['export', '--pool', 'local_Move1', ...from.args, ...written], from.env)
    const imported = await latchkey(['import', ...to.args, ...written], to.env)
    expect([exported.stderr, imported.stderr]).toEqual(['', ''])
    return [JSON.parse(exported.stdout).sha256, JSON.parse(imported.stdout).sha256]
  }
  const client = { clientId: 'moving', clientSecret: undefined }
  const [laptop, phone] = ['Laptop', 'Phone'].map((name) => new Device(wire, 'local_Move1', client, name))
  if (!laptop || !phone) throw new Error('unreachable')
  const who = alice()
  // They come in any order.
  const keys = async () =>
    new Set((await (await fetch(`${wire.url}/local_Move1/.well-known/jwks.json`)).json()).keys)

  const first = await start(home, '--config', folder.write('strict.json', STRICT))
  expect(await laptop.signIn(who)).toAskFor('totp set-up')
  expect(await laptop.setUpTotp(who)).toAskFor('nothing')
  await laptop.rememberDevice()
  const [AccessToken, published] = [laptop.accessToken, await keys()]
  await first.stop()

  const [there] = await move(home, cloud, 'there')
  expect(await move(cloud, at('nowhere'), 'unchanged')).toEqual([there, there])
  const second = await start(cloud)
  expect(await keys()).toEqual(published)
  expect(await laptop.call('GetUser', { AccessToken })).toMatchObject({ Username: 'alice' })
  expect(await laptop.signIn(who)).toAskFor('nothing')
  expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
  expect(await phone.signIn(who)).toAskFor('totp')
  expect(await phone.answer(who.code())).toAskFor('nothing')
  await phone.rememberDevice()
  const forgotten = phone.keys
  await phone.forgetDevice()
  await second.stop()

  await move(cloud, away, 'back')
  await using _third = await start(away)
  expect(await keys()).toEqual(published)
  expect(await laptop.signIn(who)).toAskFor('nothing')
  expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
  phone.storage.set('alice', forgotten)
  expect(await phone.signIn(who)).toAskFor('totp')
})

describe('a file', () => {
  test('is checked without importing it', async () => {
    using place = await ground()
    const checked = await place.import('--check', '--json', '--file', place.file)
    expect(JSON.parse(checked.stdout)).toMatchObject({ poolId: 'local_Test1', rows: { users: 1 } })
    expect(existsSync(place.to)).toBe(false)
  })

  test.each<[what: string, spoil: (bytes: Buffer) => Buffer, told: string]>([
    ['cut short', (bytes) => bytes.subarray(0, -100), 'it was edited or damaged. Perhaps it is cut short.'],
    [
      'edited',
      (bytes) => Buffer.concat([bytes.subarray(0, 99), Buffer.from('x'), bytes.subarray(100)]),
      'edited',
    ],
    [
      'of another format',
      (bytes) => Buffer.concat([bytes.subarray(0, 17), Buffer.from([9]), bytes.subarray(18)]),
      'The file has format 9',
    ],
    ['that is none', () => Buffer.from('hello'), 'This is not a file that latchkey export wrote.'],
  ])('%s is refused, and nothing is made', async (_what, spoil, told) => {
    using place = await ground()
    writeFileSync(place.file, spoil(readFileSync(place.file)))
    const refused = await place.import('--file', place.file)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain(told)
    expect(refused.stderr).toMatch(/ Nothing was imported\.\n$/)
    expect(existsSync(place.to)).toBe(false)
  })

  test('is refused with another key, and without one', async () => {
    using place = await ground()
    const args = ['import', B, place.to, '--file', place.file]
    expect(await latchkey(args, { LATCHKEY_EXPORT_KEY: key() })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The key is not the one that the file was written with'),
    })
    expect(await latchkey(args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('openssl rand -base64 32'),
    })
    expect(await latchkey(args, { LATCHKEY_EXPORT_KEY: 'short' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('LATCHKEY_EXPORT_KEY must be 32 bytes'),
    })
    expect(existsSync(place.to)).toBe(false)
  })

  test('is not imported into a database of a newer version', async () => {
    using place = await ground()
    const database = await openSqlite(place.to)
    await sql`insert into kysely_migration values ('9999-of-tomorrow', '2030-01-01')`.execute(database)
    await database.destroy()
    const refused = await latchkey(['import', B, place.to, '--file', place.file], {
      ...KEYS,
      LATCHKEY_MASTER_KEY: key(),
    })
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/newer.* Nothing was imported\.\n$/),
    })
  })

  test('that is there is not written over', async () => {
    using place = await ground()
    writeFileSync(place.file, 'mine')
    expect(await place.export('--file', place.file)).toMatchObject({
      code: 2,
      stderr: `${place.file} is there already.\n`,
    })
    expect(readFileSync(place.file, 'utf8')).toBe('mine')
  })
})

describe('nothing half is left', () => {
  test('of an export that fails: no such pool, no such folder, no room', async () => {
    using place = await ground()
    const before = place.names()
    const file = `${place.file}-2`
    expect(
      await latchkey(['export', '--pool', 'local_Nobody', A, place.from, '--file', file], KEYS),
    ).toMatchObject({
      code: 1,
      stderr: 'There is no pool local_Nobody.\n',
    })
    expect(await place.export('--file', join(place.folder.path, 'none', 'x'))).toMatchObject({ code: 1 })
    expect(
      await shell(`latchkey export --pool local_Test1 --data '${place.from}' > /dev/full`),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ENOSPC'),
    })
    expect(place.names()).toEqual(before)
  })

  test('of an export and an import that run out of room', SLOW, async () => {
    const place = await big
    const [file, target] = ['full', 'full-to'].map((name) => join(place.folder.path, name))
    // bash(1): no file may have more than a megabyte.
    const limited = (line: string) => shell(`ulimit -f 1000; ${line}`)
    expect(
      await limited(`latchkey export --pool local_Test1 --data '${place.from}' --file '${file}'`),
    ).toMatchObject({ code: 1, stderr: expect.stringContaining('EFBIG') })
    expect(place.names().filter((name) => name.startsWith('full'))).toEqual([])

    const importing = `latchkey import --data '${target}' --file '${place.file}'`
    expect(await limited(importing)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/(?:full|disk I\/O error)\. Nothing was imported\.\n$/),
    })
    expect(await shell(importing)).toMatchObject({ code: 0 })
  })

  test('of an export and an import that are interrupted, or killed', SLOW, async () => {
    const place = await big
    const before = place.names()
    const ended = async (args: string[], signal: NodeJS.Signals, begun: () => boolean) => {
      const command = run(args, { env: KEYS })
      await expect.poll(begun, { interval: 5, timeout: 60_000 }).toBe(true)
      command.process.kill(signal)
      return command.ended
    }
    const isWritten = () => place.names().some((name) => name.endsWith('.part'))
    const file = join(place.folder.path, 'big')
    const exporting = ['export', ...POOL, A, place.from, '--file', file]
    expect(await ended(exporting, 'SIGINT', isWritten)).toMatchObject({ code: 1, stderr: 'Interrupted.\n' })
    expect(place.names()).toEqual(before)

    const target = join(place.folder.path, 'interrupted')
    const importing = ['import', B, target, '--file', place.file]
    const wal = join(target, 'latchkey.db-wal')
    const isUnderWay = () => existsSync(wal) && statSync(wal).size > 3_000_000
    expect(await ended(importing, 'SIGTERM', isUnderWay)).toMatchObject({
      code: 1,
      stderr: 'Interrupted. Nothing was imported.\n',
    })
    expect(await ended(importing, 'SIGKILL', isUnderWay)).toMatchObject({ signal: 'SIGKILL' })
    expect(await latchkey(['export', ...POOL, B, target, '--file', file], KEYS)).toMatchObject({
      stderr: 'There is no pool local_Test1.\n',
    })
    expect(await latchkey(importing, KEYS)).toMatchObject({ code: 0 })
  })

  test('of an import into the folder of a server that runs, which goes on', async () => {
    using place = await ground()
    await using server = await serve([B, place.to, '--config', place.folder.write('empty.json', {})])
    const refused = await place.import('--file', place.file)
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is in use by a Latchkey server'),
    })
    expect((await sdk(server.url).listUserPools({ MaxResults: 9 })).UserPools).toEqual([])
  })
})

describe('a pool of many users', () => {
  test('is exported as it was at one moment, while its server writes', SLOW, async () => {
    const place = await big
    await using server = await serve([A, place.from])
    // Nobody reads its output, so that it stands still in the middle.
    const command = run(['export', ...POOL, A, place.from], { env: KEYS })
    const chunks: Buffer[] = []
    const { stdout } = command.process
    if (!stdout) throw new Error('It has no output.')
    await once(stdout, 'data').then(([chunk]) => chunks.push(chunk))
    stdout.pause()
    await sdk(server.url).adminCreateUser({
      UserPoolId: 'local_Test1',
      Username: 'late',
      MessageAction: 'SUPPRESS',
    })
    stdout.on('data', (chunk) => chunks.push(chunk)).resume()
    expect(await command.ended).toMatchObject({ code: 0 })
    await sdk(server.url).adminDeleteUser({ UserPoolId: 'local_Test1', Username: 'late' })
    const file = join(place.folder.path, 'snapshot')
    writeFileSync(file, Buffer.concat(chunks))
    const checked = await latchkey(['import', '--check', '--json', '--file', file], KEYS)
    expect(JSON.parse(checked.stdout).rows).toMatchObject({ users: USERS + 1, devices: USERS })
  })

  test('takes no more memory than one of few', SLOW, async () => {
    const [few, many] = [await ground(), await big]
    const peak = async (args: string[]) => {
      const { code, stderr } = await run(args, {
        env: { ...KEYS, NODE_OPTIONS: `--max-old-space-size=64 ${TELLING_PEAK}` },
      }).ended
      expect(code, stderr).toBe(0)
      return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024
    }
    const peaksOf = async ({ from, folder }: typeof few) => {
      const [file, to] = [join(folder.path, 'measured'), join(folder.path, 'measured-to')]
      const exporting = await peak(['export', ...POOL, A, from, '--file', file])
      return { exporting, importing: await peak(['import', B, to, '--file', file]) }
    }
    const [small, large] = [await peaksOf(few), await peaksOf(many)]
    few[Symbol.dispose]()
    expect(large.exporting - small.exporting).toBeLessThan(60)
    expect(large.importing - small.importing).toBeLessThan(60)
  })

  test('is shown on a terminal as it moves, and only there', SLOW, async () => {
    const place = await big
    const command = `'${process.execPath}' '${entry}' export --pool local_Test1 --data '${place.from}'`
    // script(1), of util-linux, is the terminal.
    const shown = await shell(`script -qec "${command} --file '${place.file}-shown'" /dev/null`)
    expect(shown.stdout).toMatch(/[\d,]+ of 1,501 users, [\d,]+ rows/)
    expect(shown.stdout).toContain('\r\u001b[2KExported local_Test1: 1,501 users, 1,500 devices')
    const refused = await shell(`script -qec "${command}" /dev/null`)
    expect(refused.stdout).toContain('Name a file with --file')
    expect(await latchkey(['import', '--check', '--file', `${place.file}-shown`], KEYS)).toMatchObject({
      stderr: '',
    })
  })
})

/** Kilobytes, of the process itself, at its end. */
const TELLING_PEAK = `--import=data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))",
)}`
