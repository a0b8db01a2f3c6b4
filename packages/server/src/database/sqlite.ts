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
import { OneConnection, SqliteAtOnceAdapter } from './sqlite-at-once.js'

/**
 * Opens (and, where needed, creates) the embedded database of a data folder, or one in memory, and brings its
 * tables up to date.
 *
 * @param log told every statement, and how long it took.
 * @example
 * const database = await openSqlite(':memory:')
 */
export async function openSqlite(folder: string, log?: Logger): Promise<Database> {
  const database = cachingStatements(connect(folder))
  const db = new Kysely<Tables>({
    dialect: new ImmediateSqliteDialect({ database }, new OneConnection(database, log)),
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

/**
 * `reader` is asked for at every execution, and each time libsql answers it anew. Rows come as lists, and become objects
 * here: in libsql that takes as long as to find them.
 */
function asKyselyWants(statement: Sqlite.Statement): ReturnType<SqliteDatabase['prepare']> {
  if (!statement.reader) {
    return {
      reader: false,
      run: (parameters) => statement.run(parameters),
      all: () => [],
      iterate: () => [][Symbol.iterator](),
    }
  }
  statement.raw()
  let names = namesOf(statement)
  const rowOf = (values: unknown): Record<string, unknown> => {
    if (!Array.isArray(values)) throw new Error('libsql answered a row that is no list.')
    // `select *` has other columns after a change of the table.
    if (values.length !== names.length) names = namesOf(statement)
    const row: Record<string, unknown> = {}
    for (let at = 0; at < names.length; at += 1) row[names[at] ?? ''] = values[at]
    return row
  }
  return {
    reader: true,
    run: (parameters) => statement.run(parameters),
    all: (parameters) => statement.all(parameters).map(rowOf),
    *iterate(parameters) {
      for (const values of statement.iterate(parameters)) yield rowOf(values)
    },
  }
}

const namesOf = (statement: Sqlite.Statement) => statement.columns().map(({ name }) => name)

/**
 * `begin immediate`: a transaction that reads first and writes later would otherwise fail, not wait, when the
 * command line writes meanwhile (https://sqlite.org/lang_transaction.html).
 */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: { database: SqliteDatabase }
  readonly #connection: OneConnection

  constructor(config: { database: SqliteDatabase }, connection: OneConnection) {
    super(config)
    this.#config = config
    this.#connection = connection
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config, this.#connection)
  }

  override createAdapter(): SqliteAtOnceAdapter {
    return new SqliteAtOnceAdapter(this.#connection)
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #connection: OneConnection

  constructor(config: { database: SqliteDatabase }, connection: OneConnection) {
    super(config)
    this.#connection = connection
  }

  override acquireConnection(): Promise<DatabaseConnection> {
    this.#connection.claim()
    return super.acquireConnection()
  }

  override releaseConnection(): Promise<void> {
    this.#connection.unclaim()
    return super.releaseConnection()
  }

  /**
   * SQLite takes a transaction back by itself when it runs out of room, and has nothing to roll back then: what is told is why it did
   * (https://sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction").
   */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection)
    } catch (error) {
      const isOver = error instanceof Error && error.message.includes('no transaction is active')
      if (!isOver) throw error
    }
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    // One that only reads sees what was there when it began, and keeps nobody from writing (https://sqlite.org/isolation.html).
    const onlyReads = settings?.accessMode === 'read only'
    await connection.executeQuery(CompiledQuery.raw(onlyReads ? 'begin' : 'begin immediate'))
  }
}
