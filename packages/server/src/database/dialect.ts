import { PostgresAdapter, type QueryExecutor } from 'kysely'

/** Where the two databases do not mean the same by one sentence. */
export const isPostgres = (db: { getExecutor(): QueryExecutor }): boolean =>
  db.getExecutor().adapter instanceof PostgresAdapter
