import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createServer, openPostgres, openSqlite, type ServerParts } from '@latchkey/server'
import { Device, MASTER_KEY, type Person, startPostgres, type TestPool, userPool } from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { describe, expect, test } from 'vitest'
import { postgresTools } from './postgres-tools.js'
import { blockOf } from './scale-guide.js'

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
})
