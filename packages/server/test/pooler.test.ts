import { openPostgres, type PostgresOptions } from '@latchkey/server'
import {
  asSuperuser,
  type PgBouncer,
  type PostgresServer,
  startPgBouncer,
  startPostgres,
} from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startNodes } from './nodes.js'
import { postgresTools } from './postgres-tools.js'
import { blockOf, settingsIn } from './scale-guide.js'

/** What docs/guide/scale.md says to write into pgbouncer.ini. */
const guide = settingsIn(blockOf('ini', /pool_mode/))

/** Fewer than the nodes hold, and what one transaction leaves in a session is gone before the next. */
const hard = {
  ...guide,
  default_pool_size: '4',
  server_reset_query: 'DISCARD ALL',
  server_reset_query_always: '1',
}

describe.skipIf(!postgresTools)('behind PgBouncer in transaction mode', () => {
  let connectionTo: (databaseUrl: string) => PostgresOptions
  let postgres: PostgresServer
  let pgbouncer: PgBouncer

  beforeAll(async () => {
    postgres = await startPostgres()
    pgbouncer = await startPgBouncer(postgresTools?.pgbouncer ?? '', postgres.url, hard)
    connectionTo = (url) => ({ url: pgbouncer.by(url), connections: 10, prepared: false })
  })

  afterAll(async () => {
    await pgbouncer[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  })

  test('four nodes start at once on an empty database, and every migration runs once', async () => {
    const url = await postgres.createDatabase()
    await using _nodes = await startNodes(4, connectionTo(url))
    const names = await asSuperuser(url, async (client) => {
      const { rows } = await client.query<{ name: string }>('select name from kysely_migration')
      return rows.map(({ name }) => name)
    })
    expect(names.length).toBeGreaterThan(0)
    expect(new Set(names).size).toBe(names.length)
  })

  test('a device is remembered, known again and forgotten, each request at the next node', async () => {
    const url = await postgres.createDatabase()
    await using nodes = await startNodes(2, connectionTo(url), { remember: 'opt-in', mfa: 'optional' })
    const alice = await nodes.pool.user('alice', { totp: true })
    const laptop = nodes.device('Firefox on a laptop')
    expect(await laptop.signIn(alice)).toAskFor('totp')
    await laptop.answer(alice.code())
    await laptop.rememberDevice()
    expect(await laptop.signIn(alice)).toAskFor('nothing')
    await laptop.forgetDevice()
    expect(await laptop.signIn(alice)).toAskFor('totp')
  })

  test('two hundred people sign in at once over four connections to PostgreSQL', async () => {
    const url = await postgres.createDatabase()
    await using nodes = await startNodes(2, connectionTo(url), { remember: 'always' })
    const people = await Promise.all(['a', 'b', 'c', 'd'].map((name) => nodes.pool.user(name)))
    const devices = Array.from({ length: 200 }, (_, at) => nodes.device(`phone ${at}`))
    const signedIn = await Promise.all(
      devices.map(async (device, at) => {
        const who = people[at % people.length]
        if (!who) throw new Error('There is nobody.')
        await device.signIn(who, { flow: 'password' })
        return device.keys.deviceKey
      }),
    )
    expect(new Set(signedIn).size).toBe(200)
  })

  test('with prepared statements, which this version does not keep, the error names the setting', async () => {
    const url = await postgres.createDatabase()
    await using db = await openPostgres({ ...connectionTo(url), prepared: true })
    const lookUp = () => sql`select ${1}::int as one`.execute(db)
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, lookUp))
    const told = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [String(outcome.reason)] : [],
    )
    expect(told).toContainEqual(expect.stringContaining('LATCHKEY_DATABASE_PREPARED=off'))
  })
})
