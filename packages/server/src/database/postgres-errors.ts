/** What went wrong with PostgreSQL, by its own codes (https://www.postgresql.org/docs/current/errcodes-appendix.html). */

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const networkCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  // A Unix socket that is not there (yet).
  'ENOENT',
]

/** node-postgres says these without a code. */
const lost =
  /^(?:Connection terminated|Client has encountered a connection error|Query read timeout|timeout exceeded|timeout expired|Client was closed)/

/** Class 08: connection exceptions. 57P01 to 57P05: shut down, crashed, starting up, or cut off while idle. */
const unreachable = /^(?:08|57P0)/

const TOO_MANY_CONNECTIONS = '53300'

/** A primary that became a replica, or is one. */
const READ_ONLY = '25006'

/** Nobody answers, for now: trying again may help. */
export const isUnreachable = (error: unknown): boolean =>
  isOfConnection(error) || codeOf(error) === TOO_MANY_CONNECTIONS

/** A lock was not given in time: somebody else has had the table for long. */
export const isInUse = (error: unknown): boolean => codeOf(error) === '55P03'

/** The connection is of no more use: it is gone, or leads to a server that takes no writes. */
export function isOfConnection(error: unknown): boolean {
  const code = codeOf(error)
  if (networkCodes.includes(code) || unreachable.test(code) || code === READ_ONLY) return true
  return error instanceof Error && lost.test(error.message)
}

/**
 * A prepared statement is not there, or is there and was not prepared: the session is another one than before, as behind a
 * pooler in transaction mode.
 */
export const isOfPooler = (error: unknown): boolean => ['26000', '42P05'].includes(codeOf(error))

/**
 * "cached plan must not change result type": a newer node added a column to the table since the statement was prepared.
 * Its code is that of all that is not supported.
 */
export const isOfChangedTable = (error: unknown): boolean =>
  codeOf(error) === '0A000' && error instanceof Error && error.message.startsWith('cached plan')

/** Deadlock, serialization failure and a changed table: the whole transaction may be run again. */
export const isWorthRepeating = (error: unknown): boolean =>
  ['40P01', '40001'].includes(codeOf(error)) || isOfChangedTable(error)

const sentences: Record<string, string> = {
  '28P01': 'PostgreSQL does not accept this user and password.',
  '28000': 'PostgreSQL does not let this user in (see pg_hba.conf).',
  '3D000': 'There is no such database. Make it first:  createdb latchkey',
  '55P03': 'A table that is to be changed is in use for long, by an export or a backup perhaps.',
  '42501': 'This user may not make or use the tables. Let it own the database, or the schema that it uses.',
}

/** In words that tell what to do, where it is known; whatever it is, without the password. */
export function readablePostgresError(error: unknown, url: string): Error {
  const reason = error instanceof Error ? error.message || codeOf(error) : String(error)
  const told = sentences[codeOf(error)]
  return new Error(`${placeOf(url)}: ${told ? `${told} (${reason})` : reason}`, { cause: error })
}

/** `PostgreSQL at db.example.com:5432/latchkey` */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host || 'its Unix socket'}${pathname}`
}
