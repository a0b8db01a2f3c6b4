import { freshDatabase, type TestPool, testDatabase, userPool } from '@latchkey/testing'
import type { DeviceFilterType, Requests } from '@latchkey/wire'
import { CompiledQuery, sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from './database/schema.js'
import { prune } from './server.js'

/** No statement reads a table from one end to the other, however many users there are. */

const USERS = 100_000

type Statement = { sql: string; parameters: readonly unknown[] }

/** A server that notes its statements. */
async function ground() {
  const statements = new Map<string, Statement>()
  const database = await freshDatabase(({ query }) => {
    if (/^(?:with|select|insert|update|delete)\b/.test(query.sql)) statements.set(query.sql, query)
  })
  const pool = await userPool({
    remember: 'always',
    mfa: 'required',
    database,
  })
  return {
    database,
    pool,
    /** What is asked of the database while it works. */
    async statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
      statements.clear()
      await work()
      return [...statements.values()]
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

/** What a column of a crowd holds, where a text or a number of its kind would not do. `n` is the number of the user. */
const values: Record<string, string> = {
  user_id: "'u' || n",
  attributes: `'{"email":"u' || n || '@example.com"}'`,
  group_name: "'everybody'",
  kind: "'username'",
  state: "'sent'",
  'devices.state': "'remembered'",
  'activity_days.day': 'n',
}

const MANY = ['users', 'user_names', 'devices', 'sessions', 'refresh_tokens', 'attempts', 'events']

/** A hundred thousand others; of what the sign-in does not need, a tenth of them has something. */
async function crowd(database: Database, poolId: string, now: number): Promise<void> {
  const tables = await database.introspection.getTables()
  await database.transaction().execute(async (db) => {
    // Foreign keys hold by themselves here; looking each of them up takes most of a minute.
    await sql
      .raw(isPostgres() ? 'set local session_replication_role = replica' : 'pragma defer_foreign_keys = on')
      .execute(db)
    await sql`insert into groups (pool_id, group_name, created_at, modified_at)
      values (${poolId}, 'everybody', ${now}, ${now})`.execute(db)
    for (const { name, columns } of tables) {
      if (!columns.some((column) => ['user_id', 'address_hash', 'day'].includes(column.name))) continue
      const valueIn = (column: string, type: string) => {
        if (column === 'pool_id') return `'${poolId}'`
        const given = values[`${name}.${column}`] ?? values[column]
        if (given) return given
        if (/text/i.test(type)) return `'${column}' || n`
        // Not over yet: housekeeping is to find nothing among a hundred thousand.
        return column.endsWith('_at') ? String(now + 1e9) : '1'
      }
      await fill(
        db,
        name,
        columns.map((column) => column.name),
        columns.map((column) => valueIn(column.name, column.dataType)),
      )
    }
  })
  await sql`analyze`.execute(database)
}

const isPostgres = () => testDatabase() === 'postgres'

async function fill(db: Database, table: string, columns: string[], selected: string[]): Promise<void> {
  const count = MANY.includes(table) ? USERS : USERS / 10
  const numbers = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})`
  const into = `insert into ${table} (${columns.map((column) => `"${column}"`).join()})`
  const select = `select ${selected.join()} from numbers`
  await sql.raw(isPostgres() ? `${into} ${numbers} ${select}` : `${numbers} ${into} ${select}`).execute(db)
}

/**
 * What a plan reads from one end to the other. `open` is no table (one user's sessions, counted by device), nor are
 * `rows`: those of a query within it, which has a plan of its own.
 */
async function scans(db: Database, statement: Statement): Promise<string[]> {
  if (!isPostgres()) {
    const explain = CompiledQuery.raw(`explain query plan ${statement.sql}`, [...statement.parameters])
    const { rows } = await db.executeQuery<{ detail: string }>(explain)
    const table = /^SCAN (?!(?:\d+ )?CONSTANT|open |rows$)/
    return rows.flatMap(({ detail }) => (table.test(detail) ? [detail] : []))
  }
  const plan = async (options: string, parameters: unknown[]) => {
    const explain = CompiledQuery.raw(`explain (${options}) ${statement.sql}`, parameters)
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(explain)
    return rows.map((row) => row['QUERY PLAN'])
  }
  // Both: PostgreSQL plans for the values at first, and then once for all of them.
  const lines = [
    ...(await plan('costs off', [...statement.parameters])),
    ...(await plan('costs off, generic_plan', [])),
  ]
  return lines.filter((line) => /Seq Scan/.test(line))
}

/** Few rows, however many users there are. */
const SMALL = /\b(?:pools|clients|signing_keys|settings|import_jobs|groups|access_keys|operator_links)\b/

async function refuseScans(db: Database, statements: Statement[]): Promise<void> {
  expect(statements.length).toBeGreaterThan(0)
  const read: string[] = []
  for (const statement of statements) {
    // It reads all that it counts, and here nearly everything is of the one pool.
    if (/^select count/.test(statement.sql)) continue
    const found = (await scans(db, statement)).filter((scan) => !SMALL.test(scan))
    if (found.length > 0) read.push(`${statement.sql}\n  ${found.join('\n  ')}`)
  }
  expect(read).toEqual([])
}

async function signIn(pool: TestPool) {
  const alice = await pool.user('alice', { totp: true })
  const laptop = await pool.signedIn(alice)
  return { alice, laptop }
}

/** What the console shows, page by page. */
async function readLists(pool: TestPool, about: { UserPoolId: string; Username: string }): Promise<void> {
  const { UserPoolId, Username } = about
  const now = pool.clock.now().getTime() / 1000
  const deviceFilters: DeviceFilterType[] = [
    {},
    { States: ['Remembered', 'NotRemembered', 'Issued', 'Forgotten'] },
    { LastUsedBefore: now },
    { LastUsedAfter: now, Platform: 'macOS' },
    { NameContains: 'name777' },
    { Username, NameContains: 'laptop', Platform: 'macOS' },
  ]
  for (const Filter of deviceFilters) {
    const request = { UserPoolId, Filter, Limit: 1 }
    const { PaginationToken } = await pool.call('AdminListPoolDevices', request)
    if (PaginationToken) await pool.call('AdminListPoolDevices', { ...request, PaginationToken })
    await pool.call('AdminCountPoolDevices', { UserPoolId, Filter })
  }
  const stale = { LastUsedBefore: now - 86_400 }
  for (const SignOut of [true, false])
    await pool.call('AdminForgetPoolDevices', { UserPoolId, Filter: stale, SignOut })
  for (const search of [{}, { Statuses: ['CONFIRMED' as const] }, { Query: 'user' }, { Query: 'u777@' }]) {
    const request = { UserPoolId, Limit: 1, ...search }
    const { PaginationToken } = await pool.call('AdminSearchUsers', request)
    if (PaginationToken) await pool.call('AdminSearchUsers', { ...request, PaginationToken })
  }
  const eventFilters: Omit<Requests['AdminListEvents'], 'UserPoolId'>[] = [
    {},
    { Order: 'OldestFirst', From: now - 60, To: now + 60 },
    { Kinds: ['SignedIn', 'LockedOut'], Outcome: 'Fail' },
    { Operator: 'operator777' },
    { Username },
    { Username, DeviceKey: 'local_00000000-0000-0000-0000-000000000000' },
  ]
  for (const filter of eventFilters) await pool.call('AdminListEvents', { UserPoolId, ...filter })
  await pool.call('AdminListUserAuthEvents', about)
  await pool.call('AdminGetActivity', { UserPoolId })
}

test('at 100,000 users, nothing of the protocol and of the housekeeping reads a whole table', async () => {
  await using there = await ground()
  const { database, pool } = there
  const { alice, laptop } = await signIn(pool)
  await crowd(database, pool.poolId, pool.clock.now().getTime())
  const UserPoolId = pool.poolId
  const about = { UserPoolId, Username: alice.username }

  const walk = await there.statementsOf(() => laptop.enter(alice))

  const AccessToken = laptop.accessToken
  const other = await pool.signedIn(alice)
  const calls = await there.statementsOf(async () => {
    await laptop.refresh()
    await pool.call('GetUser', { AccessToken })
    await pool.call('ListDevices', { AccessToken })
    await pool.call('AdminListDevices', { ...about, Limit: 10 })
    await pool.call('ListTrackedDevices', { AccessToken })
    await pool.call('AdminListTrackedDevices', about)
    await pool.call('AdminGetTrackedDevice', { ...about, DeviceKey: laptop.key })
    await pool.call('RenameDevice', { AccessToken, DeviceKey: laptop.key, DeviceName: 'Laptop' })
    await pool.call('ReportDevice', { AccessToken, DeviceKey: other.key })
    await pool.call('ForgetOtherDevices', { AccessToken })
    await pool.call('CreateGroup', { UserPoolId, GroupName: 'staff' })
    await pool.call('AdminAddUserToGroup', { ...about, GroupName: 'staff' })
    await pool.call('ListUsersInGroup', { UserPoolId, GroupName: 'staff' })
    await pool.call('AdminListGroupsForUser', about)
    await pool.call('ListUsers', { UserPoolId, Limit: 10 })
    const { Users = [] } = await pool.call('ListUsers', { UserPoolId, Filter: 'username ^= "name777"' })
    expect(Users).toHaveLength(60)
    for (const Filter of [
      'username = "alice"',
      'username ^= "ali"',
      'sub ^= "u12"',
      `sub = "${alice.userId}"`,
    ])
      await pool.call('ListUsers', { UserPoolId, Filter })
    await pool.call('AdminUpdateUserAttributes', {
      ...about,
      UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
    })
    await pool
      .call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'nobody-at-all' })
      .catch(() => {})
    await pool.call('ListTimeline', { AccessToken })
    await pool.call('ListTimeline', { AccessToken, DeviceKey: laptop.key })
    await readLists(pool, about)
    await pool.call('GlobalSignOut', { AccessToken })
    await pool.call('AdminDeleteUser', about)
  })

  const { stores, clock } = pool.server.world
  const background = await there.statementsOf(async () => {
    await stores.outbox.claim('EMAIL', clock.now(), clock.now(), ['local_Other1'])
    await stores.importJobs.waiting(clock.now(), 0)
    await prune({ stores, clock })
  })
  // Not before the end: SQLite leaves what it explains open.
  for (const statements of [walk, calls, background]) await refuseScans(database, statements)
}, 300_000)
