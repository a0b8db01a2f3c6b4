import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { isOfChangedTable, isOfConnection, isOfPooler } from './postgres-errors.js'
import { repeated } from './transaction.js'

export type PoolOptions = {
  /** `postgres://user:password@host:port/database`, with what node-postgres knows after a `?`, such as `sslmode`. */
  url: string
  /** How many connections this node may hold. Default: 10. */
  connections?: number | undefined
  /** False behind a pooler that does not keep prepared statements. Default: true. */
  prepared?: boolean | undefined
  /** How many may wait for a connection. Default: 10,000. */
  waiting?: number | undefined
  /** How long a statement may take. Default: 15 seconds; 0 is as long as it takes. */
  answerMilliseconds?: number | undefined
  /** Told of connections that broke while nobody used them. */
  broken?: ((error: Error) => void) | undefined
  /** Given the way to count connections, and requests that wait for one. */
  connected?: ((count: () => { total: number; idle: number; waiting: number }) => void) | undefined
}

const CONNECTIONS = 10

const CONNECT_MILLISECONDS = 5_000

/** While a database fails over nobody answers; who waits longer than that is not helped by an answer. */
const ANSWER_MILLISECONDS = 15_000

/**
 * Who waits behind more than that gives up before it is served, and fills the memory meanwhile. It is reached where the
 * database hangs, and not by any load that a node can bear.
 */
const WAITING = 10_000

/** Connections to PostgreSQL, as Kysely wants them. */
export function postgresPool(options: PoolOptions): PostgresPool {
  const { url, connections, prepared, broken, connected } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: connections ?? CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    query_timeout: options.answerMilliseconds ?? ANSWER_MILLISECONDS,
    keepAlive: true,
    application_name: 'latchkey',
    types: { getTypeParser },
  })
  // Without a listener, a connection that breaks while it is idle would end the process.
  pool.on('error', (error) => broken?.(error))
  connected?.(() => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }))
  const names = prepared === false ? NOTHING_PREPARED : statementNames()
  const leases = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  pool.on('connect', (client) => leases.set(client, leaseOf(client, names)))
  return {
    async connect() {
      if (pool.waitingCount >= (options.waiting ?? WAITING))
        throw new Error('Too many requests wait for a connection to PostgreSQL.')
      const client = await pool.connect()
      return leases.get(client) ?? leaseOf(client, names)
    },
    end: () => pool.end(),
  }
}

const INT8 = 20

/** Times are milliseconds and counts are counts: as numbers they are exact far beyond what they mean. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: unknown) =>
  oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text')

/** More than that are sentences of unusual length, which are not worth remembering on the server. */
const MOST_STATEMENTS = 500

type StatementNames = {
  /** Undefined: it is not prepared. */
  of(text: string): string | undefined
  /** Every sentence gets a new name, unless it has one since this one was given. */
  renew(text: string, name: string | undefined): void
}

const NOTHING_PREPARED: StatementNames = { of: () => undefined, renew() {} }

/** The same sentence is parsed and planned by PostgreSQL once for each connection, not at every request. */
function statementNames(): StatementNames {
  const names = new Map<string, string>()
  let given = 0
  return {
    of(text) {
      const known = names.get(text)
      if (known !== undefined || names.size >= MOST_STATEMENTS) return known
      const name = `latchkey_${given++}`
      names.set(text, name)
      return name
    },
    renew(text, name) {
      if (names.get(text) === name) names.clear()
    },
  }
}

const NOT_KEPT =
  'Something between this node and PostgreSQL does not keep prepared statements: set LATCHKEY_DATABASE_PREPARED=off, or see max_prepared_statements of PgBouncer 1.21 and later.'

/**
 * PostgreSQL quotes in them what was to be written ("Key (pool_id, name)=(…, alice@example.com) already exists."), and
 * errors are logged with all that they hold.
 */
const QUOTING = ['detail', 'where', 'internalQuery']

function withoutValues(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) for (const member of QUOTING) Reflect.deleteProperty(error, member)
  return error
}

/** What Kysely says around a transaction. A statement outside of one is a transaction by itself. */
const TRANSACTION = /^(?:begin|start transaction|commit|rollback)\b/
const BEGINNING = /^(?:begin|start)/

/** A connection that cannot be used any more is not given back, but closed. */
function leaseOf(client: pg.PoolClient, names: StatementNames): PostgresPoolClient {
  let dead: Error | undefined
  // It may break between two statements of a transaction, when nobody listens: that would end the process.
  client.on('error', (error) => {
    dead ??= error
  })
  const execute = async (text: string, values: readonly unknown[]) => {
    // Without values it is `begin`, `commit` or a migration.
    if (values.length === 0) return client.query(text)
    const name = names.of(text)
    try {
      return await client.query({ name, text, values: [...values] })
    } catch (error) {
      if (!isOfChangedTable(error)) throw error
      names.renew(text, name)
      // In a transaction nothing more is answered: the whole of it is run again.
      return client.query({ text, values: [...values] }).catch(() => Promise.reject(error))
    }
  }
  let inTransaction = false
  const run = async (text: string, values: readonly unknown[]) => {
    // What follows a statement that got no answer, such as a rollback, would wait as long again.
    if (dead) throw dead
    try {
      if (TRANSACTION.test(text)) inTransaction = BEGINNING.test(text)
      else if (!inTransaction) return await repeated(() => execute(text, values))
      return await execute(text, values)
    } catch (error) {
      if (error instanceof Error && isOfConnection(error)) dead ??= error
      throw isOfPooler(error) ? new Error(NOT_KEPT, { cause: error }) : withoutValues(error)
    }
  }
  // Nothing here reads by a cursor, which is Kysely's other way to call it.
  return { query: run as unknown as PostgresPoolClient['query'], release: () => client.release(dead) }
}
