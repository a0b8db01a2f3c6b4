import type { Compilable, CompiledQuery, QueryResult } from 'kysely'
import type { Database } from './schema.js'
import { connectionAtOnce } from './sqlite-at-once.js'

/** What stands in a prepared query where a value will be. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

type Value = string | number | null

/**
 * A query that is built and compiled once, and executed with other values each time. Compiling costs more than SQLite
 * takes to answer, so what stands on the path of every sign-in is prepared.
 *
 * @example
 * const byId = prepared<{ id: string }>()((db, slot) =>
 *   db.selectFrom('pools').selectAll().where('pool_id', '=', slot('id')))
 * const { rows } = await byId(db, { id: 'local_A' })
 */
export const prepared =
  <Values extends Record<string, Value>>() =>
  <Row>(
    build: (
      db: Database,
      slot: <Name extends keyof Values & string>(name: Name) => Values[Name],
    ) => Compilable<Row>,
  ) => {
    // One for each dialect: tests have two of them in one process.
    const compiled = new Map<unknown, CompiledQuery<Row>>()
    const slot = <Name extends keyof Values & string>(name: Name) => new Slot(name) as unknown as Values[Name]

    return async (db: Database, values: Values): Promise<QueryResult<Row>> => {
      const dialect = db.getExecutor().adapter.constructor
      const query = compiled.get(dialect) ?? build(db, slot).compile()
      compiled.set(dialect, query)
      const parameters = query.parameters.map((part) => (part instanceof Slot ? values[part.name] : part))
      const filled = { ...query, parameters }
      return connectionAtOnce(db)?.execute(filled) ?? db.executeQuery(filled)
    }
  }
