// @ts-check
import { sql } from 'kysely'

/** Bytes of each table with its indexes, and its rows. @typedef {Record<string, { bytes: number, rows: number }>} Storage */

/** Whose sizes make up what a pool takes. */
const TABLES = ['users', 'user_names', 'devices', 'sessions', 'refresh_tokens']

/**
 * @param {import('./copies.mjs').Database} database
 * @param {import('./options.mjs').DatabaseName} kind
 * @returns {Promise<Storage>}
 */
export async function storageOf(database, kind) {
  /** @type {Storage} */
  const storage = {}
  for (const table of TABLES) {
    const { rows } =
      await sql`select ${bytesOf(kind, table)} as bytes, count(*) as rows from ${sql.table(table)}`.execute(
        database,
      )
    const [row] = /** @type {{ bytes: number, rows: number }[]} */ (rows)
    storage[table] = { bytes: Number(row?.bytes ?? 0), rows: Number(row?.rows ?? 0) }
  }
  return storage
}

/** @param {import('./options.mjs').DatabaseName} kind @param {string} table */
const bytesOf = (kind, table) =>
  kind === 'postgres'
    ? sql`pg_total_relation_size(${sql.lit(table)})`
    : sql`(select sum(pgsize) from dbstat where aggregate = true
        and name in (select name from sqlite_schema where tbl_name = ${sql.lit(table)}))`

/** What each is made of. @param {Storage} storage */
export function bytesPer({ users, user_names: names, devices, sessions, refresh_tokens: refreshTokens }) {
  const each = (/** @type {Storage[string] | undefined} */ table, many = 1) =>
    table ? (table.bytes / table.rows) * many : Number.NaN
  return {
    user: each(users) + each(names, 2),
    device: each(devices),
    session: each(sessions) + each(refreshTokens),
  }
}
