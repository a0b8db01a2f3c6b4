import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres, openSqlite, type ServerParts } from '@latchkey/server'
import { asSuperuser, createDatabase } from './postgres.js'

type Database = ServerParts['database']
type Log = Parameters<typeof openSqlite>[1]

/** The databases on which a test can run. */
export const databases = ['sqlite', 'postgres'] as const

/** The one that tests run on where they do not say which: `LATCHKEY_TEST_DATABASE`. Default: sqlite. */
export const testDatabase = (): (typeof databases)[number] =>
  process.env.LATCHKEY_TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite'

/**
 * An empty database: SQLite's in memory, or one on the PostgreSQL server that `LATCHKEY_TEST_POSTGRES_URL` names
 * (vitest starts one).
 *
 * @param log told every statement.
 */
export async function freshDatabase(log?: Log): Promise<Database> {
  return testDatabase() === 'postgres' ? freshPostgres(log) : openSqlite(':memory:', log)
}

/**
 * An empty database for each of two nodes: on PostgreSQL, two that hold connections of their own to the same one. SQLite is
 * of one node.
 */
export async function databasesOfNodes(): Promise<[Database, Database | undefined]> {
  if (testDatabase() === 'sqlite') return [await freshDatabase(), undefined]
  const url = emptied.pop() ?? (await newDatabase())
  return [await reusable(url), await openPostgres({ url, connections: 5 })]
}

/** One database that several servers open, each for itself. */
export type SharedDatabase = AsyncDisposable & {
  /** What a server opens, and closes itself. */
  open(log?: Log): Promise<Database>
}

/** Empty. A data folder on SQLite; on PostgreSQL, a database of its own. It goes once everybody has closed it. */
export async function sharedDatabase(): Promise<SharedDatabase> {
  return testDatabase() === 'postgres' ? sharedPostgres() : sharedFolder()
}

function sharedFolder(): SharedDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-shared-'))
  return {
    open: (log) => openSqlite(folder, log),
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function sharedPostgres(): Promise<SharedDatabase> {
  const url = emptied.pop() ?? (await newDatabase())
  return {
    open: (log) => openPostgres({ url, connections: 5, log }),
    async [Symbol.asyncDispose]() {
      await empty(url, await tablesOf(url))
      emptied.push(url)
    },
  }
}

let made = 0

/** Emptied ones, to be used again: making one takes longer than most tests. */
const emptied: string[] = []

const freshPostgres = async (log?: Log): Promise<Database> =>
  reusable(emptied.pop() ?? (await newDatabase()), log)

/** Once it is closed, its database is emptied for the next test. */
async function reusable(url: string, log?: Log): Promise<Database> {
  const db = await openPostgres({ url, connections: 5, log })
  const tables = await tablesOf(url)
  const close = db.destroy.bind(db)
  let open = true
  return Object.assign(db, {
    async destroy() {
      if (!open) return
      open = false
      await close()
      // A test that takes a table away to see what happens does not leave it to the next one.
      if ((await tablesOf(url)).length === tables.length) {
        await empty(url, tables)
        emptied.push(url)
      }
    },
  })
}

function newDatabase(): Promise<string> {
  made += 1
  return createDatabase(testPostgresUrl(), `latchkey_test_${process.pid}_${Date.now()}_${made}`)
}

export function testPostgresUrl(): string {
  const url = process.env.LATCHKEY_TEST_POSTGRES_URL
  if (url) return url
  throw new Error(
    'LATCHKEY_TEST_POSTGRES_URL is not set: run the tests by vitest, which starts a PostgreSQL server.',
  )
}

const tablesOf = (url: string) =>
  asSuperuser(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and table_name not like 'kysely%' order by table_name <> 'pools'`,
    )
    return rows.map(({ name }) => name)
  })

/** Most tables go with their pools. */
const empty = (url: string, tables: string[]) =>
  asSuperuser(url, (client) => client.query(tables.map((name) => `delete from "${name}"`).join(';')))
