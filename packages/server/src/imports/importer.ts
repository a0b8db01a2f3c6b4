import { setImmediate } from 'node:timers/promises'
import { Refusal } from '../errors.js'
import type { World } from '../operation.js'
import { endOf, type ImportJob, isHeaderOf, SILENCE_MILLISECONDS } from './import-job.js'
import { importLines } from './import-lines.js'
import { batchesOf, linesOf } from './lines.js'
import { fileOf } from './upload.js'
import { readFields } from './user-line.js'

/** Works on the jobs that were started: on those of this server at once, on those that another one left after a while. */
export type Importer = {
  /** Looks for jobs now. */
  wake(): void
  /** Leaves off between two batches; what is not done is done after the next start. */
  stop(): Promise<void>
}

const LOOK_EVERY_MILLISECONDS = 5_000
const JOBS_AT_ONCE = 4
/** A transaction keeps others from the database: this many lines take some milliseconds. */
const LINES_IN_BATCH = 50

type Work = { world: World; isStopping(): boolean }

export function startImporter(world: () => World): Importer {
  const running = new Map<string, Promise<void>>()
  let stopping = false
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    if (stopping) return
    const { stores, clock } = world()
    for (const job of await stores.importJobs.waiting(clock.now(), SILENCE_MILLISECONDS)) {
      if (!running.has(job.jobId) && running.size < JOBS_AT_ONCE) begin(job)
    }
  }

  function begin(job: ImportJob): void {
    const work = runJob({ world: world(), isStopping: () => stopping }, job)
      .finally(() => running.delete(job.jobId))
      // Not after a fault: what went wrong now would go wrong at once again.
      .then(wake, (error) => world().log.error({ err: error, jobId: job.jobId }, 'a user import broke off'))
    running.set(job.jobId, work)
  }

  function wake(): void {
    looking = looking.then(look).catch((error) => {
      world().log.error({ err: error }, 'looking for user imports failed')
    })
  }

  const timer = setInterval(wake, LOOK_EVERY_MILLISECONDS).unref()
  return {
    wake,
    async stop() {
      stopping = true
      clearInterval(timer)
      await looking
      await Promise.all(running.values())
    },
  }
}

async function runJob(work: Work, job: ImportJob): Promise<void> {
  const { world } = work
  const { importJobs } = world.stores
  if (!(await importJobs.take(job, world.clock.now()))) return
  const end = await endOfWork(work, job)
  if (end === 'left') return importJobs.letGo(job)
  await finish(world, job, end)
}

type End = { status: 'Succeeded' | 'Failed'; message: string }

/** How the work ended; `left`: it did not, and goes on elsewhere or later. */
async function endOfWork(work: Work, job: ImportJob): Promise<End | 'stopped' | 'left'> {
  try {
    return await importFile(work, job)
  } catch (error) {
    work.world.log.error({ err: error, poolId: job.poolId, jobId: job.jobId }, 'a user import failed')
    return { status: 'Failed', message: 'A fault of the server ended the import. Its log tells more.' }
  }
}

async function importFile({ world, isStopping }: Work, job: ImportJob): Promise<End | 'stopped' | 'left'> {
  const { stores } = world
  const columns = await columnsOf(world, job)
  if (!columns) return { status: 'Failed', message: WRONG_HEADER }
  const lines = linesOf(fileOf(world, job))
  for await (const batch of batchesOf(lines, job.linesDone, LINES_IN_BATCH)) {
    if (isStopping()) return 'left'
    const pool = await stores.pools.find(job.poolId)
    if (!pool || !(await importLines(world, pool, job, columns, batch))) return 'stopped'
    // Whoever signs in meanwhile has a turn.
    await setImmediate()
  }
  const done = await stores.importJobs.find(job)
  return done ? endOf(done) : 'stopped'
}

const WRONG_HEADER = 'The header of the CSV file does not match the header of the user pool (GetCSVHeader).'

/** The header of the file; undefined when it is not the pool's. */
async function columnsOf(world: World, job: ImportJob): Promise<string[] | undefined> {
  const pool = await world.stores.pools.find(job.poolId)
  const { value: line } = await linesOf(fileOf(world, job)).next()
  if (!pool || !line || 'fault' in line) return undefined
  const columns = fieldsOrNone(line.text)
  return isHeaderOf(pool.schema, columns) ? columns : undefined
}

function fieldsOrNone(text: string): string[] {
  try {
    return readFields(text)
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/** Says how the job ended, unless somebody else works on it. A job that is to stop is stopped, whatever it came to. */
async function finish(world: World, job: ImportJob, end: End | 'stopped'): Promise<void> {
  const ended = await world.transaction(async ({ importJobs }) => {
    const now = world.clock.now()
    if (end !== 'stopped' && (await importJobs.end(job, end, now))) return true
    return importJobs.end(job, { status: 'Stopped', message: 'The user import job was stopped.' }, now)
  })
  const after = ended && (await world.stores.importJobs.find(job))
  if (!after) return
  const { poolId, jobId, status, imported, skipped, failed } = after
  world.log.info({ poolId, jobId, status, imported, skipped, failed }, 'a user import ended')
}
