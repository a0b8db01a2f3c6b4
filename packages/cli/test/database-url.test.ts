import { chmodSync } from 'node:fs'
import { asSuperuser, type PostgresServer, startPostgres } from '@latchkey/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { latchkey, run, serve, temporaryFolder } from './command-line.js'

/** What people get wrong about a database, and what `latchkey serve` says to it. */

const env = { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') }

let postgres: PostgresServer

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(async () => {
  await postgres[Symbol.asyncDispose]()
})

/** The server on this database, which does not start: what it says. */
async function refusal(database: string): Promise<string> {
  using folder = temporaryFolder()
  const { code, stdout, stderr } = await latchkey(
    ['serve', '--port', '0', '--data', folder.path, '--database', database],
    env,
  )
  expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' })
  return stderr
}

/** The same place for somebody else, or somewhere else. */
function changed(url: string, parts: Partial<Pick<URL, 'username' | 'password' | 'pathname'>>): string {
  return Object.assign(new URL(url), parts).href
}

const tables = (url: string) =>
  asSuperuser(url, async (client) => {
    const { rows } = await client.query(
      `select table_name from information_schema.tables where table_schema = 'public'`,
    )
    return rows.length
  })

test.each([
  ['mysql://root:hush@127.0.0.1/latchkey', 'must be a URL such as postgres://'],
  ['postgres://:hush@', 'must be a URL such as postgres://'],
  ['latchkey:hush', 'must be a URL such as postgres://'],
])('%s is no database, and is not repeated: there may be a password in it', async (url, sentence) => {
  const told = await refusal(url)
  expect(told).toContain(sentence)
  expect(told).not.toContain('hush')
})

test('a database that does not exist, with how to make it', async () => {
  const told = await refusal(changed(postgres.url, { pathname: '/not_made', password: 'hush' }))
  expect(told).toContain('There is no such database. Make it first:  createdb latchkey')
  expect(told).not.toContain('hush')
})

test('a user who may not log in', async () => {
  await asSuperuser(postgres.url, (client) => client.query('create role visitor nologin'))
  const told = await refusal(changed(postgres.url, { username: 'visitor', password: 'hush' }))
  expect(told).toContain('PostgreSQL does not let this user in')
  expect(told).not.toContain('hush')
})

test('a wrong password', async () => {
  // Those who made the cluster are trusted; whoever else comes shows a password.
  using folder = temporaryFolder()
  chmodSync(folder.path, 0o755)
  const rules = 'host all latchkey 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n'
  await using strict = await startPostgres({ settings: { hba_file: folder.write('pg_hba.conf', rules) } })
  await asSuperuser(strict.url, (client) => client.query("create role guest login password 'right'"))
  const told = await refusal(changed(strict.url, { username: 'guest', password: 'hush' }))
  expect(told).toContain('PostgreSQL does not accept this user and password.')
  expect(told).not.toContain('hush')
})

test('a replica, which takes no writes, is waited for like one that does not answer', async () => {
  using folder = temporaryFolder()
  const url = await postgres.createDatabase()
  const name = new URL(url).pathname.slice(1)
  const readOnly = (value: string) =>
    asSuperuser(postgres.url, (client) =>
      client.query(`alter database ${name} set default_transaction_read_only = ${value}`),
    )
  await readOnly('on')
  const node = run(['serve', '--port', '0', '--data', folder.path, '--database', url], { env })
  await vi.waitFor(() => expect(node.printed.stderr).toContain('is tried again'), 20_000)
  await readOnly('off')
  await vi.waitFor(() => expect(node.printed.stdout).toMatch(/^ready /m), 20_000)
  node.process.kill('SIGTERM')
  expect((await node.ended).code).toBe(0)
})

test('a user who may not make tables: nothing is made', async () => {
  const url = await postgres.createDatabase()
  await asSuperuser(postgres.url, (client) => client.query('create role reader login'))
  const told = await refusal(changed(url, { username: 'reader' }))
  expect(told).toContain('This user may not make or use the tables.')
  expect(await tables(url)).toBe(0)
})

test('a migration that a newer version made: nothing is changed', async () => {
  using folder = temporaryFolder()
  const url = await postgres.createDatabase()
  const args = ['--data', folder.path, '--database', url]
  await (await serve(args, { env })).stop()
  await asSuperuser(url, (client) =>
    client.query(`insert into kysely_migration values ('9000-later', 'later')`),
  )
  const before = await tables(url)
  expect(await refusal(url)).toContain('brought up to date by a newer Latchkey (9000-later)')
  expect(await tables(url)).toBe(before)
})

test('another master key than the one that the database was sealed with', async () => {
  using folder = temporaryFolder()
  const url = await postgres.createDatabase()
  await (await serve(['--data', folder.path, '--database', url], { env })).stop()
  const other = { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 2).toString('base64') }
  const { code, stderr } = await latchkey(
    ['serve', '--port', '0', '--data', folder.path, '--database', url],
    other,
  )
  expect(code).toBe(1)
  expect(stderr).toContain('The master key is not the one that sealed this data.')
})

test('four nodes that start at once, with one configuration, on an empty database', async () => {
  using folder = temporaryFolder()
  const url = await postgres.createDatabase()
  const config = folder.write('pools.json', { pools: [{ UserPoolId: 'local_Four1', PoolName: 'four' }] })
  const args = ['--data', folder.path, '--database', url, '--config', config]
  const nodes = await Promise.all(Array.from({ length: 4 }, () => serve(args, { env })))
  const pools = await asSuperuser(url, (client) => client.query('select * from pools'))
  expect(pools.rows).toHaveLength(1)
  for (const node of nodes) await node.stop()
})
