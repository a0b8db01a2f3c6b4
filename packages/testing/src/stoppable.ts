import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerParts } from '@latchkey/server'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'

type Database = ServerParts['database']

/** One of several calls that run at once: what the database asks before it does something for it. */
export type Course = {
  /** 0 or 1: which of the nodes serves it. */
  readonly node: number
  /** The statement is run once this resolves. */
  before(statement: string): Promise<void>
}

const courses = new AsyncLocalStorage<Course>()

/** Everything that `work` does, and what follows from it, is of this course. */
export const onCourse = <Result>(course: Course, work: () => Promise<Result>): Promise<Result> =>
  courses.run(course, work)

/** The course of whoever asks; undefined outside of any. */
export const courseHere = (): Course | undefined => courses.getStore()

/**
 * A database that can be stopped before each statement, by the course that the statement is of.
 *
 * On SQLite there is one connection, so that nothing comes between the statements of a transaction: there it stops where a
 * connection is wanted. On PostgreSQL it stops before every statement, and before `commit`.
 */
export function stoppable(database: Database): Database {
  const { adapter } = database.getExecutor()
  const postgres = adapter instanceof PostgresAdapter
  return new Kysely({
    dialect: {
      createDriver: () => new StoppableDriver(database, postgres),
      createAdapter: () => (postgres ? new PostgresAdapter() : new SqliteAdapter()),
      createQueryCompiler: () => (postgres ? new PostgresQueryCompiler() : new SqliteQueryCompiler()),
      createIntrospector: (db) => (postgres ? new PostgresIntrospector(db) : new SqliteIntrospector(db)),
    },
  })
}

/** Borrows the connections of a database that is open already. */
class StoppableDriver implements Driver {
  readonly #database: Database
  readonly #postgres: boolean

  constructor(database: Database, postgres: boolean) {
    this.#database = database
    this.#postgres = postgres
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await courseHere()?.before('a connection')
    return new Promise((resolve, reject) => {
      const lend = (connection: DatabaseConnection) =>
        new Promise<void>((giveBack) => resolve(new Lent(connection, giveBack, this.#postgres)))
      this.#database.getExecutor().provideConnection(lend).catch(reject)
    })
  }

  async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    const immediately = !this.#postgres && accessMode !== 'read only'
    await lent(connection).run(immediately ? 'begin immediate' : 'begin')
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await lent(connection).run('commit')
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await lent(connection).run('rollback')
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    lent(connection).giveBack()
  }

  destroy(): Promise<void> {
    return this.#database.destroy()
  }
}

class Lent implements DatabaseConnection {
  readonly giveBack: () => void
  readonly #connection: DatabaseConnection
  readonly #stops: boolean
  /** Whoever got the connection was stopped for that, which is the same place as before the first statement. */
  #used = false

  constructor(connection: DatabaseConnection, giveBack: () => void, stops: boolean) {
    this.#connection = connection
    this.giveBack = giveBack
    this.#stops = stops
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#used && this.#stops) await courseHere()?.before(query.sql)
    // Before `begin` nothing is read: it and the first statement are one place.
    this.#used = query.sql !== 'begin'
    return this.#connection.executeQuery<Row>(query)
  }

  async run(statement: string): Promise<void> {
    await this.executeQuery(CompiledQuery.raw(statement))
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, chunkSize)
  }
}

function lent(connection: DatabaseConnection): Lent {
  if (connection instanceof Lent) return connection
  throw new TypeError('A connection of another driver.')
}
