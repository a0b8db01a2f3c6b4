import { openPostgres } from '@latchkey/server'
import { asSuperuser, startPostgres } from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { expect, test } from 'vitest'
import { type Migrations, migrations } from '../dist/database/migrations.js'
import { startNodes } from './nodes.js'

/** docs/guide/scale.md tells how nodes are replaced one after the other. */

/** What a next version might do: columns in tables that every sign-in reads, and a table. */
const next: Migrations = {
  ...migrations,
  '9999-next': {
    async up(db) {
      for (const table of ['users', 'devices', 'sessions', 'pools', 'clients']) {
        await db.schema
          .alterTable(table)
          .addColumn('next', 'text', (c) => c.notNull().defaultTo(''))
          .execute()
      }
      await db.schema
        .createTable('next')
        .addColumn('next', 'text', (c) => c.primaryKey().notNull())
        .execute()
    },
  },
}

test('the first node of a newer version brings the tables up to date: older nodes go on without an error', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await using nodes = await startNodes(2, { url, connections: 3 }, { remember: 'opt-in', mfa: 'optional' })
  const alice = await nodes.pool.user('alice', { totp: true })
  const laptop = nodes.device('Firefox on a laptop')
  await laptop.enter(alice)
  await laptop.rememberDevice()
  const signInOften = async () => {
    for (let times = 0; times < 5; times += 1) expect(await laptop.signIn(alice)).toAskFor('nothing')
  }
  // By now, every connection of both nodes has prepared what a sign-in says.
  await signInOften()

  await using _newer = await openPostgres({ url, migrations: next })

  await signInOften()
  await laptop.forgetDevice()
  expect(await laptop.signIn(alice)).toAskFor('totp')
  // But one that is started again does not know the tables, and leaves them alone.
  await expect(openPostgres({ url })).rejects.toThrow(/newer Latchkey \(9999-next\).*nothing was changed/)
})

/** The last one of which nodes of the version before need not know anything: there was no version before. */
const FIRST_VERSION = '0011-codes-by-address'

test('a migration takes nothing away that nodes of the version before read or write', async () => {
  await using postgres = await startPostgres()
  const later = Object.keys(migrations).filter((name) => name > FIRST_VERSION)
  const harmful = async (database: string, names: string[]) => {
    const known = Object.entries(worse).filter(([name]) => name <= FIRST_VERSION)
    let found: string[] = []
    let before = await columnsAfter(database, Object.fromEntries(known))
    for (const name of names) {
      known.push(...Object.entries(worse).filter(([other]) => other === name))
      const after = await columnsAfter(database, Object.fromEntries(known))
      found = [...found, ...harmOf(before, after)]
      before = after
    }
    return found
  }
  expect(await harmful(await postgres.createDatabase(), later)).toEqual([])
  // What this test is for.
  expect(await harmful(await postgres.createDatabase(), [...later, '9999-worse'])).toEqual([
    'devices.last_ip_used is gone',
    'users.required must be given',
  ])
})

const worse: Migrations = {
  ...migrations,
  '9999-worse': {
    async up(db) {
      await db.schema.alterTable('devices').dropColumn('last_ip_used').execute()
      await db.schema
        .alterTable('users')
        .addColumn('required', 'text', (c) => c.notNull())
        .execute()
    },
  },
}

/** Whether each column must be given when a row is written, by `table.column`. */
async function columnsAfter(url: string, migrations: Migrations): Promise<Map<string, boolean>> {
  await (await openPostgres({ url, migrations })).destroy()
  return asSuperuser(url, async (client) => {
    const { rows } = await client.query<{ name: string; required: boolean }>(
      `select table_name || '.' || column_name as name, is_nullable = 'NO' and column_default is null as required
        from information_schema.columns where table_schema = 'public' order by 1`,
    )
    return new Map(rows.map(({ name, required }) => [name, required]))
  })
}

function harmOf(before: Map<string, boolean>, after: Map<string, boolean>): string[] {
  const tables = new Set([...before.keys()].map((name) => name.split('.')[0]))
  const gone = [...before.keys()].filter((name) => !after.has(name))
  const demanded = [...after].filter(
    ([name, required]) => required && before.get(name) !== true && tables.has(name.split('.')[0]),
  )
  return [...gone.map((name) => `${name} is gone`), ...demanded.map(([name]) => `${name} must be given`)]
}
