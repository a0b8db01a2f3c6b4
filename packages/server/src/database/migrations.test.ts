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

test('devices of earlier versions are found by the platform that their user agent tells', async () => {
  const db = await freshDatabase()
  const userAgents = {
    windows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36',
    macos: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15',
    ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15',
    android: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36',
    linux: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
    chromeos: 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36',
    other: null,
  }
  const times = { created_at: 1, modified_at: 1 }
  await db
    .insertInto('pools')
    .values({ pool_id: 'a', name: 'a', settings: '{}', ...times })
    .execute()
  const user = {
    pool_id: 'a',
    user_id: 'u',
    username: 'u',
    status: 'CONFIRMED',
    enabled: 1,
    attributes: '{}',
  }
  await db
    .insertInto('users')
    .values({ ...user, ...times, totp_enabled: 0, sms_enabled: 0, email_enabled: 0 })
    .execute()
  for (const [device_key, user_agent] of Object.entries(userAgents))
    await db
      .insertInto('devices')
      .values({
        pool_id: 'a',
        user_id: 'u',
        device_key,
        device_group_key: 'g',
        state: 'remembered',
        user_agent,
        ...times,
        last_authenticated_at: 1,
      })
      .execute()
  const indexes = ['users_by_state', 'devices_by_platform']
  for (const attribute of ['email', 'phone_number', 'name', 'given_name', 'family_name'])
    indexes.push(`users_by_${attribute}`)
  for (const index of indexes) await sql`drop index ${sql.ref(index)}`.execute(db)

  await migrations['0015-lists-for-operators']?.up(db)

  const devices = await db.selectFrom('devices').select(['device_key', 'platform']).execute()
  expect(devices).toHaveLength(7)
  expect(devices.filter(({ device_key, platform }) => device_key !== platform)).toEqual([])
  await db.destroy()
})
