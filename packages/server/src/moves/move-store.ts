import type { ExpressionBuilder, Kysely } from 'kysely'
import type { Database } from '../database/schema.js'

export type MoveStore = ReturnType<typeof moveStore>

export type Cell = string | number | null
export type Row = Record<string, Cell>

/** What the store has to know of a table. */
type Table = { name: string; key: readonly string[]; columns: Readonly<Record<string, unknown>> }

type AnyTables = Record<string, Row>

/** The rows of a pool, whatever they are. */
export function moveStore(database: Database) {
  const db = database as unknown as Kysely<AnyTables>

  return {
    /** In the order of the primary key, those after `after`. */
    async page({ name, key, columns }: Table, poolId: string, after: Row | undefined, limit: number) {
      let query = db.selectFrom(name).select(Object.keys(columns)).where('pool_id', '=', poolId).limit(limit)
      for (const column of key) query = query.orderBy(column)
      if (after && key.length > 0) query = query.where((where) => isAfter(where, key, after))
      const rows: Row[] = await query.execute()
      return rows
    },

    /** What is counted of names that may be nobody's belongs to no pool, and can outlive one. */
    async clearCounts(poolId: string): Promise<void> {
      await db.deleteFrom('attempts').where('pool_id', '=', poolId).execute()
      await db.deleteFrom('simulated_codes').where('pool_id', '=', poolId).execute()
    },

    /** How many rows were written: fewer than were given where one was there already. */
    async insert(name: string, rows: Row[]): Promise<number> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto(name)
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return Number(numInsertedOrUpdatedRows ?? 0)
    },
  }
}

/** `(a, b) > (1, 2)`: the index of the primary key finds where to go on. */
function isAfter(where: ExpressionBuilder<AnyTables, string>, key: readonly string[], row: Row) {
  const [first = '', ...more] = key
  const columns = where.refTuple(first, ...(more as [string]))
  const values = where.tuple<Cell, Cell>(
    row[first] ?? null,
    ...(more.map((name) => row[name] ?? null) as [Cell]),
  )
  return where(columns as never, '>', values as never)
}
