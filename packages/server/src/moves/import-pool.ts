import type { Readable } from 'node:stream'
import type { Database } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import { ExportFault } from './export-fault.js'
import type { MoveOptions } from './export-pool.js'
import type { MovedPool } from './lines.js'
import { moveStore, type Row } from './move-store.js'
import type { MovedTable } from './moved-tables.js'
import { type Batch, readExport, type Visitor } from './read-export.js'

/**
 * Reads a whole file and says what is in it, without writing anything. Throws ExportFault.
 */
export const checkExport = (
  from: Readable,
  { exportKey, signal }: Pick<MoveOptions, 'exportKey' | 'signal'>,
): Promise<MovedPool> => readExport(from, exportKey, async () => {}, signal)

/**
 * Writes the pool of a file, in one transaction: when anything is wrong, to the last byte of the file, nothing is
 * written. Throws ExportFault, also when the pool, or a client of it, is there already.
 */
export async function importPool(
  { database, keyring }: { database: Database; keyring: Keyring },
  from: Readable,
  { exportKey, signal, told }: MoveOptions,
): Promise<MovedPool> {
  const progress = { users: 0, rows: 0 }
  return database.transaction().execute((transaction) => {
    const store = moveStore(transaction)
    const visit: Visitor = async (batch, { poolId, users }) => {
      const rows = batch.rows.map((row) => sealedRow(keyring, batch.table, poolId, row))
      await write(batch, () => store.insert(batch.table.name, rows), poolId)
      // There was no such pool: what is there of it is left of one that was deleted.
      if (batch.table.name === 'pools') await store.clearCounts(poolId)
      progress.rows += rows.length
      if (batch.table.name === 'users') progress.users += rows.length
      told?.({ ...progress, of: users })
    }
    return readExport(from, exportKey, visit, signal)
  })
}

function sealedRow(keyring: Keyring, { columns }: MovedTable, poolId: string, plain: Row): Row {
  const row: Row = { ...plain, pool_id: poolId }
  for (const [column, { sealed }] of Object.entries(columns)) {
    const cell = plain[column] ?? null
    if (sealed && cell !== null) row[column] = sealed.seal(keyring, { poolId, row: plain }, String(cell))
  }
  return row
}

async function write({ table, rows }: Batch, insert: () => Promise<number>, poolId: string): Promise<void> {
  const written = await insert().catch((error: unknown) => {
    throw isConstraint(error)
      ? new ExportFault(`A row of ${table.name} belongs to nothing in the file.`)
      : error
  })
  if (written === rows.length) return
  if (table.name === 'pools') throw new ExportFault(`There is a pool ${poolId} here already.`)
  if (table.name === 'clients')
    throw new ExportFault(
      'An app client of the file has an id that is taken here: ids of clients are one name space over all pools.',
    )
  throw new ExportFault(`A row of ${table.name} is in the file twice.`)
}

/** SQLite and PostgreSQL (class 23, "integrity constraint violation"). */
const isConstraint = (error: unknown) =>
  error instanceof Error && 'code' in error && /^(?:SQLITE_CONSTRAINT|23)/.test(String(error.code))
