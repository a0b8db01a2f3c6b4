import { Refusal } from '../errors.js'
import type { Stores, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { attributeNamed, namesOf } from '../users/names.js'
import { type Applicant, insertUser } from '../users/new-user.js'
import { vetted } from '../users/pre-sign-up.js'
import type { SecondFactorPreference, UserName } from '../users/user.js'
import type { ImportJob, LogEntry } from './import-job.js'
import type { Batch, Line } from './lines.js'
import { type Newcomer, newcomerOnLine } from './user-line.js'

/** Somebody to be written, or a line that is nobody. */
type Read = ({ line: number } & Newcomer) | LogEntry

const TRIES = 5

/**
 * Imports some lines whole or not at all, with their log and the count of what is done: whatever ends the server,
 * no line is imported twice, and none is lost. False when somebody else did them, or the job is to stop.
 */
export async function importLines(
  world: World,
  pool: Pool,
  job: ImportJob,
  columns: readonly string[],
  batch: Batch,
): Promise<boolean> {
  const read = await Promise.all(batch.lines.map((line) => readLine(world, pool, columns, line)))
  for (let tries = 1; ; tries += 1) {
    try {
      return await world.transaction((stores) => write(world, stores, pool, job, batch, read))
    } catch (error) {
      // A name was taken between the look at it and the writing, as PostgreSQL lets happen. The next look sees it.
      if (!(error instanceof Refusal) || tries >= TRIES) throw error
    }
  }
}

/** What the pool's PreSignUp says is heard here, before the transaction. */
async function readLine(world: World, pool: Pool, columns: readonly string[], line: Line): Promise<Read> {
  if ('fault' in line) return failed(line.number, line.fault)
  try {
    const newcomer = newcomerOnLine(world, pool, columns, line.text)
    const told = { source: 'PreSignUp_AdminCreateUser', clientId: undefined } as const
    const { applicant } = await vetted(world, pool, newcomer.applicant, told)
    return { ...newcomer, applicant, line: line.number }
  } catch (error) {
    if (error instanceof Refusal) return failed(line.number, error.message)
    throw error
  }
}

async function write(
  world: World,
  stores: Stores,
  pool: Pool,
  job: ImportJob,
  batch: Batch,
  read: readonly Read[],
): Promise<boolean> {
  const now = world.clock.now()
  if (!(await stores.importJobs.reserve(job, batch, now))) return false
  const entries: LogEntry[] = []
  for (const one of read) {
    entries.push('applicant' in one ? await admit(stores, pool, one, now) : one)
  }
  await stores.importJobs.record(job, entries)
  return true
}

async function admit(
  stores: Stores,
  pool: Pool,
  { line, applicant, mfa }: { line: number } & Newcomer,
  now: Date,
): Promise<LogEntry> {
  const names = namesOf(pool, applicant)
  const taken = await stores.users.takenName(pool.poolId, names)
  if (taken) return isOwnName(pool, taken) ? existing(line) : failed(line, aliasTaken(pool, applicant, taken))
  await insertUser(
    stores,
    pool,
    { ...applicant, status: 'RESET_REQUIRED', password: undefined },
    now,
    'User account already exists',
  )
  if (mfa.enabled.length > 0) await stores.users.setSecondFactors({ ...applicant, mfa: NONE }, mfa, now)
  return { line, outcome: 'SUCCEEDED', message: 'The import succeeded.' }
}

/** What a user begins with. */
const NONE: SecondFactorPreference = { enabled: [], preferred: undefined }

/** Where addresses are usernames, whoever has the address is the user. */
const isOwnName = ({ usernameAttributes }: Pool, { kind }: UserName) =>
  kind === 'username' || usernameAttributes.length > 0

const aliasTaken = (pool: Pool, { attributes }: Applicant, { name }: UserName) =>
  `An account with the given ${attributeNamed(pool, attributes, name) ?? 'alias'} already exists.`

const failed = (line: number, message: string): LogEntry => ({ line, outcome: 'FAILED', message })
const existing = (line: number): LogEntry => ({
  line,
  outcome: 'SKIPPED',
  message: 'The user already exists.',
})
