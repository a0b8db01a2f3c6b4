import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { createServer, openPostgres, openSqlite, type ServerParts } from '@latchkey/server'
import {
  asSuperuser,
  Device,
  MASTER_KEY,
  type Person,
  startPostgres,
  type TestPool,
  userPool,
} from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { describe, expect, test } from 'vitest'
import { postgresTools } from './postgres-tools.js'
import { blockOf, settingsIn } from './scale-guide.js'

/** Commands of docs/guide/scale.md, and what comes of them: a server that knows its devices. */

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../..')
const MFA = { remember: 'opt-in', mfa: 'required' } as const

async function remembered(pool: TestPool): Promise<{ alice: Person; laptop: Device }> {
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)
  await laptop.rememberDevice()
  return { alice, laptop }
}

/** What a sign-in on the same device asks for where the copy is served. */
async function signInAt(
  database: ServerParts['database'],
  pool: TestPool,
  { alice, laptop }: Awaited<ReturnType<typeof remembered>>,
) {
  const server = await createServer({
    database,
    masterKey: MASTER_KEY,
    publicUrl: 'http://127.0.0.1:9229',
    development: true,
    clock: pool.clock,
    cores: 1,
  })
  try {
    const wire = { ...pool.wire, fetch: (request: Request) => server.fetch(request) }
    const same = new Device(wire, pool.poolId, pool.client, laptop.name)
    for (const [name, keys] of laptop.storage) same.storage.set(name, keys)
    return await same.signIn(alice)
  } finally {
    await server.close()
  }
}

test('a copy of the database of a running server on SQLite is a whole one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-backup-'))
  try {
    await using pool = await userPool({ ...MFA, database: await openSqlite(join(folder, '.latchkey')) })
    const people = await remembered(pool)
    // What is written last is in the write-ahead log, not in the file.
    const command = blockOf('bash', /vacuum into/).replaceAll(/\.latchkey\/|copy\b/g, `${folder}/$&`)
    await run('bash', ['-euc', command], { cwd: root })

    mkdirSync(join(folder, 'restored'))
    copyFileSync(join(folder, 'copy', 'latchkey.db'), join(folder, 'restored', 'latchkey.db'))
    const restored = await openSqlite(join(folder, 'restored'))
    expect(await signInAt(restored, pool, people)).toAskFor('nothing')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

describe.skipIf(!postgresTools)('PostgreSQL', () => {
  test('what pg_dump wrote while the server ran is restored into another database', async () => {
    const programs = postgresTools?.programs ?? ''
    await using postgres = await startPostgres({ binaries: programs })
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-backup-'))
    try {
      const url = await postgres.createDatabase()
      await using pool = await userPool({ ...MFA, database: await openPostgres({ url }) })
      const people = await remembered(pool)
      const { hostname, port, username } = new URL(url)
      await run('bash', ['-euc', blockOf('bash', /^pg_dump/m)], {
        cwd: folder,
        env: {
          PATH: `${programs}:${process.env.PATH}`,
          LATCHKEY_DATABASE_URL: url,
          PGHOST: hostname,
          PGPORT: port,
          PGUSER: username,
        },
      })
      const restored = await openPostgres({ url: url.replace(/[^/]+$/, 'latchkey_restored') })
      expect(await signInAt(restored, pool, people)).toAskFor('nothing')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a base backup and the archive bring back what was true at a point in time', async () => {
    const programs = postgresTools?.programs ?? ''
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-backup-'))
    const here = (block: string) => block.replaceAll('/backup', folder)
    try {
      mkdirSync(join(folder, 'wal'))
      // PostgreSQL writes there, who is somebody else where this process is root's.
      for (const path of [folder, join(folder, 'wal')]) chmodSync(path, 0o777)
      const archiving = settingsIn(here(blockOf('ini', /archive_mode/)))
      await using postgres = await startPostgres({ binaries: programs, settings: archiving })
      const url = await postgres.createDatabase()
      await using pool = await userPool({ ...MFA, database: await openPostgres({ url }) })
      await run('bash', ['-euc', here(blockOf('bash', /^pg_basebackup/m))], {
        env: { PATH: `${programs}:${process.env.PATH}`, LATCHKEY_DATABASE_URL: url },
      })
      const people = await remembered(pool)
      const until = await asSuperuser(url, async (client) => {
        const { rows } = await client.query<{ now: string }>('select clock_timestamp()::text as now')
        return rows[0]?.now ?? ''
      })
      const keys = new Map(people.laptop.storage)
      await people.laptop.forgetDevice()
      const written = await asSuperuser(url, async (client) => {
        const { rows } = await client.query<{ file: string }>(
          'select pg_walfile_name(pg_switch_wal()) as file',
        )
        return rows[0]?.file ?? ''
      })
      await expect.poll(() => existsSync(join(folder, 'wal', written)), { timeout: 10_000 }).toBe(true)

      const recovering = settingsIn(here(blockOf('ini', /restore_command/)))
      await using recovered = await startPostgres({
        binaries: programs,
        backup: join(folder, 'base'),
        settings: { ...recovering, recovery_target_time: until },
      })
      await expect.poll(() => takesWrites(recovered.url), { timeout: 10_000 }).toBe(true)
      for (const [name, kept] of keys) people.laptop.storage.set(name, kept)
      const database = await openPostgres({ url: `${recovered.url.replace(/[^/]+$/, '')}${basename(url)}` })
      expect(await signInAt(database, pool, people)).toAskFor('nothing')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

const takesWrites = (url: string) =>
  asSuperuser(url, async (client) => {
    const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering')
    return rows[0]?.recovering === false
  })
