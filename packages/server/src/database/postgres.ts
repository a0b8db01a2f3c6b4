import { Kysely, type Logger, PostgresAdapter, PostgresDialect, sql } from 'kysely'
import { BytewiseText } from './bytewise-text.js'
import { isUpToDate, type Migrations, migrate } from './migrations.js'
import { type PoolOptions, postgresPool } from './postgres-pool.js'
import type { Database, Tables } from './schema.js'

export type PostgresOptions = PoolOptions & {
  /** Told every statement, and how long it took. */
  log?: Logger | undefined
  /** Default: all there are. */
  migrations?: Migrations
}

/**
 * Connects to a PostgreSQL database and brings its tables up to date: once, however many nodes start together.
 *
 * @throws what PostgreSQL says: `isUnreachable` and `isInUse` tell whether trying again may help.
 * @throws NewerDatabase
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const db = connect(options)
  try {
    if (!(await isUpToDate(db, options.migrations))) await migratePatiently(options)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}

const connect = (options: PostgresOptions): Database =>
  new Kysely<Tables>({
    dialect: new SharedPostgresDialect({ pool: postgresPool(options) }),
    ...(options.log && { log: options.log }),
  })

/**
 * An index on a large table takes as long as it takes, and so does the wait for another node that makes it. A statement
 * that is given up goes on at the server: it would be begun again and again, and never be there.
 */
async function migratePatiently(options: PostgresOptions): Promise<void> {
  const db = connect({ ...options, connected: undefined, connections: 1, answerMilliseconds: 0 })
  try {
    await migrate(db.withPlugin(new BytewiseText()), lockMigrations, options.migrations)
  } finally {
    await db.destroy()
  }
}

/** Any number that nobody else takes: `latchkey` in ASCII. */
const MIGRATION_LOCK = '0x6c617463686b6579'

const lockMigrations = async (transaction: Database) => {
  await sql`select pg_advisory_xact_lock(${sql.lit(BigInt(MIGRATION_LOCK))})`.execute(transaction)
  // A table that is to be changed is waited for, and whoever comes to it then waits behind: an export, or a backup, may
  // hold it for hours. So this gives up soon, and is tried again (choose.ts).
  await sql`set local lock_timeout = '2s'`.execute(transaction)
}

/** Migrations lock for themselves: see `migrate`. */
class SharedPostgresDialect extends PostgresDialect {
  override createAdapter() {
    return new LockedByTransaction()
  }
}

class LockedByTransaction extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
