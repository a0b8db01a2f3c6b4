// @ts-check
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'

/** @typedef {import('kysely').Kysely<any>} Database */

const DAY = 86_400_000

/** What devices call themselves, and what they are by it. Source: user agents of these browsers, 2025. */
const CLIENTS = [
  [
    'macos',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  ],
  [
    'windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  ],
  [
    'ios',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  ],
  [
    'android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  ],
  ['linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'],
]

const AT_ONCE = 10_000

/**
 * Users, and devices spread over them: names, addresses, states, platforms and times as a real pool has them. The
 * database makes them by itself. Nobody can sign in as one of them.
 *
 * @param {any} world
 * @param {Database} database SQLite
 * @param {string} poolId
 * @param {{ users: number, devices: number }} how
 */
export async function crowd(world, database, poolId, { users, devices }) {
  const now = Date.now()
  const template = await templateOf(world, poolId, now)
  const columnsOf = await introspection(database)
  for (let first = 0; first < users; first += AT_ONCE) {
    const end = Math.min(users, first + AT_ONCE)
    await copy(database, columnsOf('users'), 'users', template, first, end, userColumns(now))
    await copy(database, columnsOf('user_names'), 'user_names', template, first, end, nameColumns)
  }
  for (let first = 0; first < devices; first += AT_ONCE) {
    const end = Math.min(devices, first + AT_ONCE)
    await copy(database, columnsOf('devices'), 'devices', template, first, end, deviceColumns(now, users))
  }
  await remove(database, template)
  await sql`analyze`.execute(database)
}

/** @typedef {{ poolId: string, userId: string }} Owner */

/** One user with one device, by way of the stores. @param {any} world @param {string} poolId @param {number} now */
async function templateOf(world, poolId, now) {
  const owner = { poolId, userId: randomUUID() }
  const proof = { salt: '00'.repeat(16), verifier: Buffer.alloc(384, 1) }
  await world.transaction(async (/** @type {any} */ stores) => {
    const password = { ...proof, expiresAt: undefined }
    const attributes = { email: 'template@example.com', email_verified: 'true' }
    const names = [
      { name: 'template', kind: 'username' },
      { name: owner.userId, kind: 'sub' },
    ]
    const at = new Date(now)
    await stores.users.insert(
      { ...owner, username: 'template', status: 'CONFIRMED', attributes, password },
      names,
      at,
    )
    const device = { ...owner, deviceKey: `local_${randomUUID()}` }
    await stores.devices.issue(device, '-bench', { address: '192.0.2.1', userAgent: 'bench', at })
    await stores.devices.confirm(device, { state: 'remembered', secret: proof, name: undefined }, at)
  })
  return owner
}

/** @param {Database} database */
async function introspection(database) {
  const tables = await database.introspection.getTables()
  return (/** @type {string} */ name) =>
    (tables.find((table) => table.name === name)?.columns ?? []).map((column) => column.name)
}

/** Users and devices are numbered, and their ids made of the numbers: whose a device is needs no look-up. */
const userId = sql`printf('%08x-0000-4000-a000-%012x', number * 2654435761 % 4294967296, number)`
const ownerId = (/** @type {number} */ users) =>
  sql`printf('%08x-0000-4000-a000-%012x', (number % ${sql.lit(users)}) * 2654435761 % 4294967296, number % ${sql.lit(users)})`
const username = sql`printf('user-%08d', number)`

const GIVEN = ['Alice', 'Bob', 'Chen', 'Dana', 'Emeka', 'Fatima', 'Goran', 'Hana', 'Ingrid', 'Jamal']
const FAMILY = ['Adler', 'Baker', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Hoffmann', 'Ito']

/** One of these, by the number. @param {readonly string[]} values @param {number} every */
const one = (values, every) =>
  sql.raw(
    `case (number / ${every}) % ${values.length} ${values
      .map((value, at) => `when ${at} then '${value.replaceAll("'", "''")}'`)
      .join(' ')} end`,
  )

const userColumns = (/** @type {number} */ now) => ({
  user_id: userId,
  username,
  status: one([...Array(18).fill('CONFIRMED'), 'UNCONFIRMED', 'RESET_REQUIRED'], 1),
  attributes: sql`json_object('email', ${username} || '@example.com', 'email_verified', 'true',
    'name', ${one(GIVEN, 1)} || ' ' || ${one(FAMILY, 10)})`,
  created_at: sql`${sql.lit(now)} - number * 60000`,
})

const nameColumns = {
  user_id: userId,
  name: sql`case template.kind when 'sub' then ${userId} else ${username} end`,
}

const deviceColumns = (/** @type {number} */ now, /** @type {number} */ users) => ({
  user_id: ownerId(users),
  device_key: sql`printf('local_%08x-0000-4000-b000-%012x', number * 2246822519 % 4294967296, number)`,
  state: one(['remembered', 'not_remembered', 'remembered', 'remembered', 'not_remembered'], 1),
  user_agent: one(
    CLIENTS.map(([, userAgent]) => String(userAgent)),
    3,
  ),
  platform: one(
    CLIENTS.map(([platform]) => String(platform)),
    3,
  ),
  last_ip_used: sql`'203.0.113.' || (number % 250)`,
  last_mfa: one(['skipped', 'passed', 'skipped', 'skipped', 'passed'], 1),
  last_mfa_reason: one(
    [
      'the device is remembered',
      'the device is not remembered',
      'the device is remembered',
      'the device is remembered',
      'the device is not remembered',
    ],
    1,
  ),
  // Over a year, without an order that indexes would like.
  last_authenticated_at: sql`${sql.lit(now)} - (number * 2654435761 % ${sql.lit(365 * DAY)})`,
  created_at: sql`${sql.lit(now)} - (number * 2654435761 % ${sql.lit(365 * DAY)}) - ${sql.lit(DAY)}`,
})

/**
 * @param {Database} database
 * @param {string[]} columns
 * @param {string} table
 * @param {Owner} template
 * @param {number} first
 * @param {number} end
 * @param {Record<string, import('kysely').RawBuilder<unknown>>} own
 */
async function copy(database, columns, table, template, first, end, own) {
  const values = columns.map((column) => own[column] ?? sql`template.${sql.ref(column)}`)
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    with recursive numbers(number) as
      (select ${sql.lit(first)} union all select number + 1 from numbers where number < ${sql.lit(end - 1)})
    select ${sql.join(values)} from ${sql.table(table)} as template cross join numbers
    where template.pool_id = ${template.poolId} and template.user_id = ${template.userId}`.execute(database)
}

/** @param {Database} database @param {Owner} template */
async function remove(database, template) {
  for (const table of ['devices', 'user_names', 'users'])
    await sql`delete from ${sql.table(table)}
      where pool_id = ${template.poolId} and user_id = ${template.userId}`.execute(database)
}
