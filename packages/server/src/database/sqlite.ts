import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type Logger,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely'
import Sqlite from 'libsql'
import { migrate } from './migrations.js'
import type { Database, Tables } from './schema.js'

/**
 * Opens (and, where needed, creates) the embedded database of a data folder, or one in memory, and brings its
 * tables up to date.
 *
 * @param log told every statement, and how long it took.
 * @example
 * const database = await openSqlite(':memory:')
 */
export async function openSqlite(folder: string, log?: Logger): Promise<Database> {
  const connection = connect(folder)
  const db = new Kysely<Tables>({
    dialect: new ImmediateSqliteDialect({ database: cachingStatements(connection) }),
    ...(log && { log }),
  })
  try {
    // `begin immediate` is the lock.
    await migrate(db, async () => {})
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}
function connect(folder: string): Sqlite.Database {
  if (folder !== ':memory:') mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = folder === ':memory:' ? folder : join(folder, 'latchkey.db')
  const connection = new Sqlite(file, { timeout: 5000 })
  if (file !== ':memory:') chmodSync(file, 0o600)
  connection.pragma('journal_mode = WAL')
  // FULL: an answer that was sent survives a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  return connection
}

/** The same sentence is compiled by SQLite once, not at every request. */
function cachingStatements(connection: Sqlite.Database): SqliteDatabase {
  const compiled = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  return {
    close: () => connection.close(),
    prepare(sql) {
      const known = compiled.get(sql)
      if (known) return known
      const statement = asKyselyWants(connection.prepare(sql))
      // Lists of unusual length must not fill the memory; what is hot comes back at once.
      if (compiled.size >= 500) compiled.clear()
      compiled.set(sql, statement)
      return statement
    },
  }
}

/** `reader` is asked for at every execution, and each time libsql answers it anew. */
function asKyselyWants(statement: Sqlite.Statement): ReturnType<SqliteDatabase['prepare']> {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => statement.iterate(parameters),
  }
}

/**
 * `begin immediate`: a transaction that reads first and writes later would otherwise fail, not wait, when the
 * command line writes meanwhile (https://sqlite.org/lang_transaction.html).
 */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: { database: SqliteDatabase }

  constructor(config: { database: SqliteDatabase }) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config)
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    // One that only reads sees what was there when it began, and keeps nobody from writing (https://sqlite.org/isolation.html).
    const onlyReads = settings?.accessMode === 'read only'
    await connection.executeQuery(CompiledQuery.raw(onlyReads ? 'begin' : 'begin immediate'))
  }
}
