// @ts-check
import { sql } from 'kysely'

/** @typedef {import('kysely').Kysely<any>} Database */
/** @typedef {import('kysely').Transaction<any>} Transaction */

/** What the two databases say differently. */
const dialects = {
  sqlite: {
    uuid: sql`lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`,
    padded: sql`printf('%08d', number)`,
    series: (/** @type {number} */ first, /** @type {number} */ end) =>
      sql`(with recursive series(number) as
        (select ${sql.lit(first)} union all select number + 1 from series where number < ${sql.lit(end - 1)})
        select number from series)`,
  },
  postgres: {
    uuid: sql`gen_random_uuid()::text`,
    padded: sql`lpad(number::text, 8, '0')`,
    series: (/** @type {number} */ first, /** @type {number} */ end) =>
      sql`(select generate_series(${sql.lit(first)}, ${sql.lit(end - 1)}) as number)`,
  },
}

/**
 * Copies of a user, of the names and of the device, `first` to `end` (which is not among them), each with names and keys
 * of their own. The database makes them by itself, since a million users would take a client half an hour.
 *
 * @param {Database} database
 * @param {import('./options.mjs').DatabaseName} kind
 * @param {{ poolId: string, userId: string }} template
 * @param {number} first
 * @param {number} end
 * @param {boolean} sessions a session and a refresh token each, too
 */
export async function copies(database, kind, template, first, end, sessions) {
  const { uuid, padded, series } = dialects[kind]
  const tables = await database.introspection.getTables()
  const columnsOf = (/** @type {string} */ table) =>
    (tables.find(({ name }) => name === table)?.columns ?? []).map(({ name }) => name)
  await database.transaction().execute(async (transaction) => {
    await sql`create temporary table copies as
      select 'user-' || ${padded} as username, ${uuid} as user_id, 'local_' || ${uuid} as device_key,
        ${uuid} as session_id, ${uuid} as token_id
      from ${series(first, end)} as numbers`.execute(transaction)
    for (const [table, own] of Object.entries(OWN)) {
      if (!sessions && (table === 'sessions' || table === 'refresh_tokens')) continue
      await copy(transaction, table, columnsOf(table), own, template)
    }
    await sql`drop table copies`.execute(transaction)
  })
}

/** The columns that are not as in the template, in the order in which foreign keys want the tables. */
const OWN = {
  users: {
    user_id: sql`copies.user_id`,
    username: sql`copies.username`,
    attributes: sql`replace(template.attributes, template.username, copies.username)`,
  },
  user_names: {
    user_id: sql`copies.user_id`,
    name: sql`case template.kind when 'sub' then copies.user_id else copies.username end`,
  },
  devices: { user_id: sql`copies.user_id`, device_key: sql`copies.device_key` },
  sessions: { user_id: sql`copies.user_id`, session_id: sql`copies.session_id` },
  refresh_tokens: {
    user_id: sql`copies.user_id`,
    session_id: sql`copies.session_id`,
    token_id: sql`copies.token_id`,
  },
}

/**
 * @param {Transaction} transaction
 * @param {string} table
 * @param {string[]} columns
 * @param {Record<string, import('kysely').RawBuilder<unknown>>} own
 * @param {{ poolId: string, userId: string }} template
 */
async function copy(transaction, table, columns, own, template) {
  const values = columns.map((column) => own[column] ?? sql`template.${sql.ref(column)}`)
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(values)} from ${sql.table(table)} as template cross join copies
    where template.pool_id = ${template.poolId} and template.user_id = ${template.userId}`.execute(
    transaction,
  )
}
