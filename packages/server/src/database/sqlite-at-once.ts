import { type CompiledQuery, type Logger, type QueryResult, SqliteAdapter, type SqliteDatabase } from 'kysely'
import type { Database } from './schema.js'

/**
 * SQLite answers at once, on this thread. Kysely asks every database as one across a network, by a dozen promises for
 * each query, which take as long as the answer; so what is on the path of every sign-in goes past them.
 */
export class OneConnection {
  readonly #database: SqliteDatabase
  readonly #log: Logger | undefined
  #claims = 0

  constructor(database: SqliteDatabase, log: Logger | undefined) {
    this.#database = database
    this.#log = log
  }

  /** Somebody has it, or waits for it: perhaps for a whole transaction. */
  claim(): void {
    this.#claims += 1
  }

  unclaim(): void {
    this.#claims -= 1
  }

  get isFree(): boolean {
    return this.#claims === 0
  }

  execute<Row>(query: CompiledQuery<Row>): QueryResult<Row> {
    const start = performance.now()
    try {
      const result = this.#run(query)
      this.#log?.({ level: 'query', query, queryDurationMillis: performance.now() - start })
      return result
    } catch (error) {
      this.#log?.({ level: 'error', error, query, queryDurationMillis: performance.now() - start })
      throw error
    }
  }

  #run<Row>({ sql, parameters }: CompiledQuery<Row>): QueryResult<Row> {
    const statement = this.#database.prepare(sql)
    // The query says what its rows are, as it does to Kysely.
    if (statement.reader) return { rows: statement.all(parameters) as Row[] }
    const { changes } = statement.run(parameters)
    return { rows: [], numAffectedRows: BigInt(changes) }
  }
}

/** What is particular to the database, as Kysely asks for it; and the way past Kysely. */
export class SqliteAtOnceAdapter extends SqliteAdapter {
  readonly connection: OneConnection

  constructor(connection: OneConnection) {
    super()
    this.connection = connection
  }
}

/**
 * The connection, when the query may have it now: in a transaction, whose it is, and else while nobody claims it.
 * Undefined where it is to wait for its turn, or where the database is another one.
 */
export function connectionAtOnce(db: Database): OneConnection | undefined {
  const { adapter } = db.getExecutor()
  if (!(adapter instanceof SqliteAtOnceAdapter)) return undefined
  return db.isTransaction || adapter.connection.isFree ? adapter.connection : undefined
}
