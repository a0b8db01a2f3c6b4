import {
  createDatabase,
  freshDatabase,
  sharedDatabase,
  testDatabase,
  testPostgresUrl,
} from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { isPostgres } from './dialect.js'
import { type Migrations, migrate, migrations } from './migrations.js'
import { openPostgres } from './postgres.js'
import type { Database } from './schema.js'

const noLock = async () => {}

/** Everything that the database says of its tables. */
async function tablesOf(db: Database): Promise<unknown> {
  const tables = await db.introspection.getTables()
  const { rows } = await sql`select * from kysely_migration order by name`.execute(db)
  return { tables, rows }
}

/** One more that does half of its work and fails. */
const failing: Migrations = {
  ...migrations,
  '9998-good': {
    async up(db: Kysely<unknown>) {
      await db.schema.createTable('good').addColumn('name', 'text').execute()
    },
  },
  '9999-bad': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('users').addColumn('nickname', 'text').execute()
      await sql`update users set nickname = username`.execute(db)
      await sql`insert into nowhere values (1)`.execute(db)
    },
  },
}

test('a migration that fails half-way changes nothing, nor do those that were to be run with it', async () => {
  const db = await freshDatabase()
  const before = await tablesOf(db)
  await expect(migrate(db, noLock, failing)).rejects.toThrow(/nowhere/)
  expect(await tablesOf(db)).toEqual(before)
  await db.destroy()
})

test('a database of a newer version is refused by the names that are not known, and nothing is changed', async () => {
  const shared = await sharedDatabase()
  const db = await shared.open()
  await sql`insert into kysely_migration values ('9000-from-the-future', '2030-01-01T00:00:00Z')`.execute(db)
  const before = await tablesOf(db)
  await expect(shared.open()).rejects.toThrow(
    'brought up to date by a newer Latchkey (9000-from-the-future), and this one does not know its tables',
  )
  expect(await tablesOf(db)).toEqual(before)
  await sql`delete from kysely_migration where name = '9000-from-the-future'`.execute(db)
  await db.destroy()
  await shared[Symbol.asyncDispose]()
})

test('a database that is up to date is opened without a write', async () => {
  const db = await freshDatabase()
  let locked = 0
  await migrate(db, async () => {
    locked += 1
  })
  expect(locked).toBe(0)
  await db.destroy()
})

// Another process on a folder of SQLite is the folder lock's: folder-lock.test.ts.
test.runIf(testDatabase() === 'postgres')(
  'four nodes that start at once on an empty database migrate it once',
  async () => {
    const url = await createDatabase(testPostgresUrl(), `empty_${process.pid}_${Date.now()}`)
    let runs = 0
    const counting: Migrations = {
      ...migrations,
      '9998-counted': {
        async up() {
          runs += 1
        },
      },
    }
    const nodes = await Promise.all(
      Array.from({ length: 4 }, () => openPostgres({ url, connections: 2, migrations: counting })),
    )
    expect(runs).toBe(1)
    const { rows } = await sql`select name from kysely_migration`.execute(nodes[0] as Database)
    expect(rows).toHaveLength(Object.keys(counting).length)
    await Promise.all(nodes.map((node) => node.destroy()))
  },
)

test.runIf(testDatabase() === 'postgres')(
  'a node that waited for another one to migrate finds nothing left to do',
  async () => {
    const url = await createDatabase(testPostgresUrl(), `waited_${process.pid}_${Date.now()}`)
    const few: Migrations = {
      '0001-small': {
        async up(db: Kysely<unknown>) {
          await db.schema.createTable('small').addColumn('name', 'text').execute()
        },
      },
    }
    const db = await openPostgres({ url, connections: 1, migrations: {} })
    // Another node is done at the very moment at which this one is given the lock.
    await migrate(db, async () => (await openPostgres({ url, migrations: few })).destroy(), few)
    const { rows } = await sql`select name from kysely_migration`.execute(db)
    expect(rows).toEqual([{ name: '0001-small' }])
    await db.destroy()
  },
)

test('names of migrations rise, so that they run in the order in which they are listed', () => {
  const names = Object.keys(migrations)
  expect(names).toEqual([...names].sort())
})

test.runIf(testDatabase() === 'postgres')('text compares by its bytes in every table', async () => {
  const db = await freshDatabase()
  expect(isPostgres(db)).toBe(true)
  const { rows } = await sql`select table_name, column_name from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%'
    and data_type = 'text' and collation_name is distinct from 'C'`.execute(db)
  expect(rows).toEqual([])
  await db.destroy()
})
