// @ts-check
// npm run bench -- lists: how long the server takes for the first page of each list of the console.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  applyConfiguration,
  createServer,
  DEVELOPMENT_ACCESS_KEY,
  openPostgres,
  openSqlite,
} from '@latchkey/server'
import { asSuperuser, call } from '@latchkey/testing'
import { CompiledQuery, sql } from 'kysely'
import { casesOf } from './lists/cases.mjs'
import { fill } from './lists/fill.mjs'
import { onInterrupt } from './shared/interrupt.mjs'
import { count } from './shared/numbers.mjs'
import { median } from './shared/statistics.mjs'
import { table } from './shared/table.mjs'
import { cluster } from './sign-in/postgres.mjs'

/** @typedef {'sqlite' | 'postgres'} Kind */
/** @typedef {{ sql: string, parameters: readonly unknown[] }} Statement */
/** @typedef {import('@latchkey/server').ServerParts['database']} Database */

const HELP = `npm run bench -- lists [options]

  --users N       how many users the pool has (default: 100,000)
  --devices N     how many devices (default: 300,000)
  --events N      how many events (default: 1,000,000)
  --database NAME sqlite or postgres (default: one after the other)
  --times N       how often each list is asked for (default: 20)
  --plans         how the database finds what each list asks for, too
  --markdown      a table in Markdown
`

const POOL = 'local_Lists1'
const WANTED_MILLISECONDS = 300

/** @param {string[]} args */
export default async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string', default: '100000' },
      devices: { type: 'string', default: '300000' },
      events: { type: 'string', default: '1000000' },
      database: { type: 'string' },
      times: { type: 'string', default: '20' },
      plans: { type: 'boolean' },
      markdown: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const sizes = {
    users: count('users', values.users),
    devices: count('devices', values.devices),
    events: count('events', values.events),
  }
  const kinds = /** @type {Kind[]} */ (values.database ? [values.database] : ['sqlite', 'postgres'])
  const interrupted = onInterrupt()
  for (const kind of kinds) {
    const how = { sizes, times: count('times', values.times), plans: values.plans === true }
    const rows = await Promise.race([onDatabase(kind, how), interrupted.raised])
    if (!rows) {
      process.exitCode = 130
      break
    }
    process.stdout.write(`${kind}, ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}\n`)
    process.stdout.write(
      `${table([['list', 'p50 ms', 'most ms', 'cpu ms', 'rows', ''], ...rows], values.markdown)}\n\n`,
    )
  }
  interrupted.ignore()
}

/**
 * @param {Kind} kind
 * @param {{ sizes: import('./lists/fill.mjs').Sizes, times: number, plans: boolean }} how
 */
async function onDatabase(kind, how) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const postgres = kind === 'postgres' ? await cluster() : undefined
  /** @type {Statement[]} */
  const statements = []
  const log = (/** @type {{ query: Statement }} */ { query }) => statements.push(query)
  const url = await postgres?.createDatabase()
  const database = url === undefined ? await openSqlite(folder, log) : await openPostgres({ url, log })
  // A server gives up what takes longer than fifteen seconds.
  const run = (/** @type {string} */ statement) =>
    url === undefined
      ? sql.raw(statement).execute(database)
      : asSuperuser(url, (client) => client.query(statement))
  const server = await createServer({
    database,
    masterKey: randomBytes(32),
    publicUrl: 'http://127.0.0.1:9229',
    development: true,
    cores: 1,
  })
  try {
    await applyConfiguration(server.world, {
      file: 'the benchmark',
      modules: {},
      pools: [{ UserPoolId: POOL, request: { PoolName: 'lists' }, mfa: undefined }],
      clients: [],
      users: [],
    })
    process.stderr.write(`${kind}: making ${JSON.stringify(how.sizes)} …\n`)
    await fill(run, kind, POOL, how.sizes, Date.now())
    return await measure(server, database, statements, how)
  } finally {
    await server.close()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {import('@latchkey/server').Server} server
 * @param {Database} database
 * @param {Statement[]} statements
 * @param {{ times: number, plans: boolean }} how
 */
async function measure(server, database, statements, { times, plans }) {
  const wire = {
    url: 'http://127.0.0.1:9229',
    fetch: (/** @type {Request} */ request) => server.fetch(request, { address: '192.0.2.1' }),
    accessKey: DEVELOPMENT_ACCESS_KEY,
    now: () => new Date(),
    broken(/** @type {Error} */ error) {
      throw error
    },
    faultsExpected: false,
  }
  const somebody = await sql`select username, device_key as "deviceKey" from devices join users
    on users.pool_id = devices.pool_id and users.user_id = devices.user_id where device_key > 'local_8' limit 1`.execute(
    database,
  )
  const [who] = /** @type {{ username: string, deviceKey: string }[]} */ (somebody.rows)
  if (!who) throw new Error('There is nobody.')
  const rows = []
  for (const [name, operation, request] of casesOf(Date.now() / 1000, who)) {
    const ask = () =>
      call(wire, /** @type {never} */ (operation), /** @type {never} */ ({ UserPoolId: POOL, ...request }))
    const first = await ask()
    const taken = []
    const before = process.cpuUsage()
    for (let time = 0; time < times; time += 1) {
      statements.length = 0
      const began = performance.now()
      await ask()
      taken.push(performance.now() - began)
    }
    const [middle, most] = [median(taken), Math.max(...taken)]
    const { user, system } = process.cpuUsage(before)
    const cpu = (user + system) / 1000 / times
    const isLate = operation !== 'AdminForgetPoolDevices' && middle >= WANTED_MILLISECONDS
    const verdict = isLate ? `over ${WANTED_MILLISECONDS}` : ''
    rows.push([name, middle.toFixed(1), most.toFixed(1), cpu.toFixed(1), String(rowsOf(first)), verdict])
    if (plans)
      for (const statement of new Map(statements.map((one) => [one.sql, one])).values())
        await tell(database, statement)
  }
  return rows
}

/** @param {object} answer */
function rowsOf(answer) {
  const [found] = Object.values(answer).filter((value) => Array.isArray(value))
  return found?.length ?? Object.values(answer)[0]
}

/** @param {Database} database @param {Statement} statement */
async function tell(database, statement) {
  if (!/^(?:with|select)\b/.test(statement.sql)) return
  const isPostgres = /\$1/.test(statement.sql)
  const explain = `${isPostgres ? 'explain (costs off)' : 'explain query plan'} ${statement.sql}`
  const { rows } = await database.executeQuery(CompiledQuery.raw(explain, [...statement.parameters]))
  const lines = rows.map((/** @type {any} */ row) => `    ${row.detail ?? row['QUERY PLAN']}`)
  process.stderr.write(`${statement.sql}\n${lines.join('\n')}\n`)
}
