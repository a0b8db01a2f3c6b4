import { PostgresAdapter } from 'kysely'
import type { Database } from './schema.js'

/** Where the two databases do not mean the same by one sentence. */
export const isPostgres = (db: Database): boolean => db.getExecutor().adapter instanceof PostgresAdapter
