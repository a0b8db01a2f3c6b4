import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDeflate } from 'node:zlib'
import type { Database } from '../database/schema.js'
import { importJobStore } from '../imports/import-job-store.js'
import type { Keyring } from '../keys/keyring.js'
import { OPERATORS_POOL } from '../pools/pool.js'
import { poolStore } from '../pools/pool-store.js'
import { OPERATORS_STAY } from './export-fault.js'
import { endLine, headLine, LONGEST_LINE, type MovedPool, rowLine } from './lines.js'
import { moveStore, type Row } from './move-store.js'
import { type MovedTable, movedTables, nameInFile } from './moved-tables.js'
import { sealing } from './sealed-stream.js'

/** How far a move is. `of`: how many users there are. */
export type Progress = { users: number; of: number; rows: number }

export type MoveOptions = {
  /** 32 bytes: what seals the file. */
  exportKey: Uint8Array
  /** Ends it; nothing is kept then. */
  signal?: AbortSignal | undefined
  told?: ((progress: Progress) => void) | undefined
}

type Place = { database: Database; keyring: Keyring }

const ROWS_IN_PAGE = 100

/** Most of a file is random bytes in base64: more effort finds nothing more in them. */
const FAST = { level: 1 }

/**
 * Writes a whole pool, as it is at one moment, to a stream. It reads in one transaction that sees no later change and
 * holds up nobody who writes, and page by page, so that memory stays flat. Throws when there is no such pool.
 */
export async function exportPool(
  { database, keyring }: Place,
  poolId: string,
  now: Date,
  to: Writable,
  { exportKey, signal, told }: MoveOptions,
): Promise<MovedPool> {
  if (poolId === OPERATORS_POOL) throw new Error(OPERATORS_STAY)
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const users = await usersToMove(snapshot, keyring, poolId)
      const moved: MovedPool = { poolId, exportedAt: now, rows: {}, sha256: '' }
      const lines = linesOf({ database: snapshot, keyring }, moved, users, told)
      await pipeline(lines, createDeflate(FAST), sealing(exportKey), to, { signal, end: true })
      return moved
    })
}

async function usersToMove(database: Database, keyring: Keyring, poolId: string): Promise<number> {
  const pools = poolStore(database)
  if (!(await pools.find(poolId))) throw new Error(`There is no pool ${poolId}.`)
  if (await importJobStore(database, keyring).isRunning(poolId))
    throw new Error(`A file of users is being imported into ${poolId}: wait until that job has ended.`)
  return pools.countUsers(poolId)
}

/** All lines of a file. `moved` is filled in on the way. */
async function* linesOf(place: Place, moved: MovedPool, users: number, told: MoveOptions['told']) {
  const hash = createHash('sha256')
  const hashed = (lines: string) => {
    hash.update(lines)
    return Buffer.from(lines)
  }
  yield Buffer.from(headLine(moved, users))
  let rows = 0
  for (const table of movedTables) {
    moved.rows[table.name] = 0
    for await (const page of pagesOf(place.database, table, moved.poolId)) {
      moved.rows[table.name] = (moved.rows[table.name] ?? 0) + page.length
      rows += page.length
      told?.({ users: moved.rows.users ?? 0, of: users, rows })
      yield hashed(page.map((row) => lineOf(place.keyring, table, moved.poolId, row)).join(''))
    }
  }
  moved.sha256 = hash.digest('hex')
  yield Buffer.from(endLine(moved))
}

async function* pagesOf(database: Database, table: MovedTable, poolId: string): AsyncGenerator<Row[]> {
  const store = moveStore(database)
  let after: Row | undefined
  for (;;) {
    const page = await store.page(table, poolId, after, ROWS_IN_PAGE)
    if (page.length > 0) yield page
    if (page.length < ROWS_IN_PAGE) return
    after = page.at(-1)
  }
}

function lineOf(keyring: Keyring, table: MovedTable, poolId: string, row: Row): string {
  const line = rowLine(table.name, opened(keyring, table, poolId, row))
  if (line.length <= LONGEST_LINE) return line
  throw new Error(`A row of ${table.name} is too long to be moved.`)
}

function opened(keyring: Keyring, { name, columns }: MovedTable, poolId: string, row: Row): Row {
  const cells = Object.entries(columns).map(([column, { fits, sealed }]) => {
    const cell = row[column] ?? null
    const plain = sealed && cell !== null ? sealed.open(keyring, { poolId, row }, String(cell)) : cell
    if (plain === undefined) throw new Error(`A value in ${name} does not open with this master key.`)
    // What no import would take is found now, while the source is there.
    if (!fits(plain))
      throw new Error(`A row of ${name} cannot be moved: its ${column} is not as it should be.`)
    return [nameInFile(column), plain] as const
  })
  return Object.fromEntries(cells)
}
