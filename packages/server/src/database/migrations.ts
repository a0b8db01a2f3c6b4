import { type Migration, sql } from 'kysely'
import { isPostgres } from './dialect.js'
import * as userPoolsWithDevices from './migrations/0001-user-pools-with-devices.js'
import * as messagesOnTheirWay from './migrations/0002-messages-on-their-way.js'
import * as recovery from './migrations/0003-recovery.js'
import * as secondFactors from './migrations/0004-second-factors.js'
import * as passkeys from './migrations/0005-passkeys.js'
import * as groupsAndClientSecrets from './migrations/0006-groups-and-client-secrets.js'
import * as userImports from './migrations/0007-user-imports.js'
import * as customSignIns from './migrations/0009-custom-sign-ins.js'
import * as provedSecondFactors from './migrations/0010-proved-second-factors.js'
import * as codesByAddress from './migrations/0011-codes-by-address.js'
import * as events from './migrations/0012-events.js'
import * as listsForOperators from './migrations/0015-lists-for-operators.js'
import * as reportedDevices from './migrations/0016-reported-devices.js'
import * as eventsOfOperators from './migrations/0017-events-of-operators.js'
import type { Database } from './schema.js'

export type Migrations = Record<string, Migration>

/** In the order in which they run; a name, once landed, never changes. */
export const migrations: Migrations = {
  '0001-user-pools-with-devices': userPoolsWithDevices,
  '0002-messages-on-their-way': messagesOnTheirWay,
  '0003-recovery': recovery,
  '0004-second-factors': secondFactors,
  '0005-passkeys': passkeys,
  '0006-groups-and-client-secrets': groupsAndClientSecrets,
  '0007-user-imports': userImports,
  '0009-custom-sign-ins': customSignIns,
  '0010-proved-second-factors': provedSecondFactors,
  '0011-codes-by-address': codesByAddress,
  '0012-events': events,
  '0015-lists-for-operators': listsForOperators,
  '0016-reported-devices': reportedDevices,
  '0017-events-of-operators': eventsOfOperators,
}

/** What stands in the database is of a Latchkey that this one does not know. */
export class NewerDatabase extends Error {
  constructor(names: readonly string[]) {
    super(
      `This database was brought up to date by a newer Latchkey (${names.join(', ')}), and this one does not know its tables. Start the newer version; nothing was changed.`,
    )
  }
}

/**
 * Brings the tables up to date, whole or not at all: both databases take changes of tables back with a transaction.
 *
 * Kysely's own migrator would hold its lock by the session, which a pooler in transaction mode does not keep, and migrates
 * SQLite outside of a transaction. Its table is kept: databases of earlier versions have it.
 *
 * @param lock run first in that transaction: it waits until nobody else migrates.
 * @throws NewerDatabase
 */
export async function migrate(
  db: Database,
  lock: (transaction: Database) => Promise<void>,
  wanted: Migrations = migrations,
): Promise<void> {
  // Nearly always there is nothing to do, and nobody to be waited for.
  if (await isUpToDate(db, wanted)) return
  await db.transaction().execute(async (transaction) => {
    await lock(transaction)
    for (const name of await missing(transaction, wanted)) {
      await wanted[name]?.up(transaction)
      await note(transaction, name)
    }
  })
}

/** Whether there is nothing to do. Throws NewerDatabase. */
export const isUpToDate = async (db: Database, wanted: Migrations = migrations): Promise<boolean> =>
  (await missing(db, wanted)).length === 0

/** Those that were not run yet, in their order. */
async function missing(db: Database, wanted: Migrations): Promise<string[]> {
  const applied = await appliedTo(db)
  const unknown = applied.filter((name) => !(name in wanted))
  if (unknown.length > 0) throw new NewerDatabase(unknown)
  return Object.keys(wanted).filter((name) => !applied.includes(name))
}

type MigrationLog = { kysely_migration: { name: string; timestamp: string } }

async function appliedTo(db: Database): Promise<string[]> {
  if (!(await hasLog(db))) return []
  const rows = await db.withTables<MigrationLog>().selectFrom('kysely_migration').select('name').execute()
  return rows.map(({ name }) => name)
}

async function hasLog(db: Database): Promise<boolean> {
  const table = isPostgres(db)
    ? // Not to_regclass: in a transaction it may remember that there was no such table, from before the wait for the lock.
      sql<{ name: string | null }>`select relname::text as name from pg_class
        where relname = 'kysely_migration' and pg_table_is_visible(oid)`
    : sql<{ name: string | null }>`select name from sqlite_master where name = 'kysely_migration'`
  const { rows } = await table.execute(db)
  return typeof rows[0]?.name === 'string'
}

async function note(db: Database, name: string): Promise<void> {
  const log = db.withTables<MigrationLog>()
  await log.schema
    .createTable('kysely_migration')
    .ifNotExists()
    .addColumn('name', 'varchar(255)', (c) => c.notNull().primaryKey())
    .addColumn('timestamp', 'varchar(255)', (c) => c.notNull())
    .execute()
  await log.insertInto('kysely_migration').values({ name, timestamp: new Date().toISOString() }).execute()
}
