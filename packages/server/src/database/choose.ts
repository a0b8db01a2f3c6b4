import { setTimeout as wait } from 'node:timers/promises'
import type { Logger as QueryLogger } from 'kysely'
import type { Logger } from 'pino'
import type { DatabaseWatch } from '../telemetry/metrics.js'
import { openPostgres } from './postgres.js'
import { isInUse, isUnreachable, placeOf, readablePostgresError } from './postgres-errors.js'
import type { Database } from './schema.js'
import { openSqlite } from './sqlite.js'

/** Where the data is: a PostgreSQL database, or a file in a data folder. */
export type DatabaseChoice =
  | { kind: 'postgres'; url: string; connections: number | undefined; prepared: boolean }
  | { kind: 'sqlite'; folder: string }

const POSTGRES_URL = /^postgres(?:ql)?:\/\//i

type Environment = Record<string, string | undefined>

/**
 * Environment: `LATCHKEY_DATABASE_URL` (where no URL is given), `LATCHKEY_DATABASE_CONNECTIONS` (how many a node may
 * hold), `LATCHKEY_DATABASE_PREPARED` (`off` behind a pooler that does not keep prepared statements).
 */
export function chooseDatabase(
  { database, data }: { database?: string | undefined; data: string },
  env: Environment,
): DatabaseChoice {
  const url = database ?? env.LATCHKEY_DATABASE_URL
  if (url === undefined) return { kind: 'sqlite', folder: data }
  if (!isPostgresUrl(url)) {
    // Not repeated: there may be a password in it.
    throw new Error(
      'The database must be a URL such as postgres://latchkey:password@db.example.com:5432/latchkey, in which a password has / as %2F, # as %23 and ? as %3F. (Without one, the data is kept in the folder of --data.)',
    )
  }
  return { kind: 'postgres', url, connections: connectionsOf(env), prepared: preparedOf(env) }
}

function isPostgresUrl(text: string): boolean {
  if (!POSTGRES_URL.test(text) || !URL.canParse(text)) return false
  const { pathname, search, hash } = new URL(text)
  // A password with / or ? or # in it seems to end the host: what is taken for a port and a path is a part of it.
  return !pathname.includes('@') && hash === '' && (pathname !== '' || !search.includes('@'))
}

function connectionsOf({ LATCHKEY_DATABASE_CONNECTIONS: text }: Environment): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d{1,4}$/.test(text) && number >= 1 && number <= 1000) return number
  throw new Error(
    `LATCHKEY_DATABASE_CONNECTIONS must be a number from 1 to 1000; it is ${JSON.stringify(text)}.`,
  )
}

function preparedOf({ LATCHKEY_DATABASE_PREPARED: text = 'on' }: Environment): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new Error(`LATCHKEY_DATABASE_PREPARED must be on or off; it is ${JSON.stringify(text)}.`)
}

/** Kysely tells each statement, its failure included, and how long it took. */
const timing =
  (watch: DatabaseWatch): QueryLogger =>
  ({ queryDurationMillis }) =>
    watch.queryEnded(queryDurationMillis / 1000)

/** Opens it, or says in words why it cannot be. */
export async function openDatabase(
  choice: DatabaseChoice,
  log?: Logger,
  watch?: DatabaseWatch,
): Promise<Database> {
  const timed = watch && timing(watch)
  if (choice.kind === 'sqlite') return openSqlite(choice.folder, timed)
  try {
    return await openPostgres({
      ...choice,
      log: timed,
      connected: watch?.connected,
      // Not the error itself: node-postgres hangs the whole connection on it.
      broken: ({ message }) => log?.warn({ reason: message }, 'a database connection broke'),
    })
  } catch (error) {
    throw readablePostgresError(error, choice.url)
  }
}

const FIRST_WAIT_MILLISECONDS = 200
const LONGEST_WAIT_MILLISECONDS = 5_000

/** Opens it as soon as it answers: nodes and their database are often started together. */
export async function awaitDatabase(
  choice: DatabaseChoice,
  log: Logger,
  signal?: AbortSignal,
  watch?: DatabaseWatch,
): Promise<Database> {
  for (let pause = FIRST_WAIT_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MILLISECONDS)) {
    try {
      return await openDatabase(choice, log, watch)
    } catch (error) {
      if (choice.kind === 'sqlite' || !(error instanceof Error)) throw error
      const why = whyNotYet(error.cause)
      if (why === undefined) throw error
      log.warn(
        { database: placeOf(choice.url), retryInMilliseconds: pause },
        `${why}, and is tried again. ${error.message}`,
      )
      await wait(pause, undefined, { signal })
    }
  }
}

/** Undefined where trying again does not help. */
function whyNotYet(error: unknown): string | undefined {
  if (isUnreachable(error)) return 'The database is not reachable'
  return isInUse(error) ? 'The database cannot be brought up to date yet' : undefined
}
