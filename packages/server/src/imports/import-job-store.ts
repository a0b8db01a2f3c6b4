import { sql } from 'kysely'
import { isPostgres } from '../database/dialect.js'
import type { Database, Tables } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import { MOST_SKEW_MILLISECONDS } from '../keys/skew.js'
import { type ImportJob, type ImportStatus, type LogEntry, runningStatuses } from './import-job.js'

export type ImportJobStore = ReturnType<typeof importJobStore>

type Key = { poolId: string; jobId: string }
type Row = Tables['import_jobs']

export type NewImportJob = Key & { name: string; roleArn: string }

/** What a batch of lines came to: the lines after `from`, up to and with `to`. */
export type Progress = { from: number; to: number; entries: readonly LogEntry[] }

const context = ({ poolId, jobId }: Key, uploadId: string, position: number) =>
  `import chunk ${poolId} ${jobId} ${uploadId} ${position}`

const jobOf = (row: Row): ImportJob => ({
  poolId: row.pool_id,
  jobId: row.job_id,
  name: row.name,
  roleArn: row.role_arn,
  status: row.status as ImportStatus,
  uploadId: row.upload_id ?? undefined,
  linesDone: row.lines_done,
  imported: row.imported,
  skipped: row.skipped,
  failed: row.failed,
  completionMessage: row.completion_message ?? undefined,
  createdAt: new Date(row.created_at),
  startedAt: row.started_at === null ? undefined : new Date(row.started_at),
  completedAt: row.completed_at === null ? undefined : new Date(row.completed_at),
  progressedAt: new Date(row.progressed_at),
})

const countOf = (entries: readonly LogEntry[], wanted: LogEntry['outcome']) =>
  entries.filter(({ outcome }) => outcome === wanted).length

/** Jobs, their files and their logs. What was uploaded is sealed: it is about people. */
export function importJobStore(db: Database, keyring: Keyring) {
  const oneJob = ({ poolId, jobId }: Key) =>
    db.updateTable('import_jobs').where('pool_id', '=', poolId).where('job_id', '=', jobId)

  const chunksOf = ({ poolId, jobId }: Key) =>
    db.deleteFrom('import_chunks').where('pool_id', '=', poolId).where('job_id', '=', jobId)

  /** The job that may still be given a file; it is not started before the transaction ends. */
  const unstarted = ({ poolId, jobId }: Key) =>
    db
      .selectFrom('import_jobs')
      .select('upload_id')
      .where('pool_id', '=', poolId)
      .where('job_id', '=', jobId)
      .where('status', '=', 'Created')
      .$if(isPostgres(db), (query) => query.forNoKeyUpdate())
      .executeTakeFirst()

  return {
    async insert(job: NewImportJob, now: Date): Promise<void> {
      await db
        .insertInto('import_jobs')
        .values({
          pool_id: job.poolId,
          job_id: job.jobId,
          name: job.name,
          role_arn: job.roleArn,
          status: 'Created',
          upload_id: null,
          lines_done: 0,
          imported: 0,
          skipped: 0,
          failed: 0,
          completion_message: null,
          created_at: now.getTime(),
          started_at: null,
          completed_at: null,
          progressed_at: 0,
        })
        .execute()
    },

    async count(poolId: string): Promise<number> {
      const { jobs } = await db
        .selectFrom('import_jobs')
        .select((q) => q.fn.countAll<number>().as('jobs'))
        .where('pool_id', '=', poolId)
        .executeTakeFirstOrThrow()
      return Number(jobs)
    },

    async find({ poolId, jobId }: Key): Promise<ImportJob | undefined> {
      const row = await db
        .selectFrom('import_jobs')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('job_id', '=', jobId)
        .executeTakeFirst()
      return row && jobOf(row)
    },

    /** Newest first, after the one that the page before ended with. */
    async page(
      poolId: string,
      after: { createdAt: number; jobId: string } | undefined,
      limit: number,
    ): Promise<ImportJob[]> {
      let query = db
        .selectFrom('import_jobs')
        .selectAll()
        .where('pool_id', '=', poolId)
        .orderBy('created_at', 'desc')
        .orderBy('job_id', 'desc')
        .limit(limit)
      if (after) {
        query = query.where((where) =>
          where.or([
            where('created_at', '<', after.createdAt),
            where.and([where('created_at', '=', after.createdAt), where('job_id', '<', after.jobId)]),
          ]),
        )
      }
      return (await query.execute()).map(jobOf)
    },

    /** True while a job of the pool waits, works or stops. */
    async isRunning(poolId: string): Promise<boolean> {
      const row = await db
        .selectFrom('import_jobs')
        .select('job_id')
        .where('pool_id', '=', poolId)
        .where('status', 'in', runningStatuses)
        .executeTakeFirst()
      return row !== undefined
    },

    /** A piece of a file that is on its way. False, with nothing kept, when the job takes none (any more). */
    async keepChunk(job: Key, uploadId: string, position: number, content: Uint8Array): Promise<boolean> {
      const sealed = keyring.seal(context(job, uploadId, position), content)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('import_chunks')
        .columns(['pool_id', 'job_id', 'upload_id', 'position', 'sealed_content'])
        .expression(
          db
            .selectFrom('import_jobs')
            .select(({ val }) => [
              'pool_id',
              'job_id',
              val(uploadId).as('upload_id'),
              val(position).as('position'),
              val(sealed).as('sealed_content'),
            ])
            .where('pool_id', '=', job.poolId)
            .where('job_id', '=', job.jobId)
            .where('status', '=', 'Created'),
        )
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async chunk(job: Key, uploadId: string, position: number): Promise<Uint8Array | undefined> {
      const row = await db
        .selectFrom('import_chunks')
        .select('sealed_content')
        .where('pool_id', '=', job.poolId)
        .where('job_id', '=', job.jobId)
        .where('upload_id', '=', uploadId)
        .where('position', '=', position)
        .executeTakeFirst()
      if (!row) return undefined
      const content = keyring.open(context(job, uploadId, position), row.sealed_content)
      if (!content) throw new Error('A file of users does not open with this master key.')
      return content
    },

    /**
     * A whole file takes the place of the one before. False, with nothing changed, once the job was started. Run it in a
     * transaction. Pieces of other files stay: they may be on their way still, and go with the job's end.
     */
    async useUpload(job: Key, uploadId: string): Promise<boolean> {
      const held = await unstarted(job)
      if (!held) return false
      await chunksOf(job).where('upload_id', '=', held.upload_id).execute()
      await oneJob(job).set({ upload_id: uploadId }).execute()
      return true
    },

    /** What arrived of a file that did not arrive whole. */
    async dropUpload(job: Key, uploadId: string): Promise<void> {
      await chunksOf(job).where('upload_id', '=', uploadId).execute()
    },

    /** False when the job was started before, has no file, or another one of the pool runs. */
    async start(job: Key, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await oneJob(job)
        .set({ status: 'Pending', started_at: now.getTime(), progressed_at: 0 })
        .where('status', '=', 'Created')
        .where('upload_id', 'is not', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('import_jobs as other')
                .select('other.job_id')
                .where('other.pool_id', '=', job.poolId)
                .where('other.status', 'in', runningStatuses),
            ),
          ),
        )
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** False when the job does not run. */
    async askToStop(job: Key): Promise<boolean> {
      const { numUpdatedRows } = await oneJob(job)
        .set({ status: 'Stopping' })
        .where('status', 'in', ['Pending', 'InProgress'])
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Jobs that run and that no server has worked on for a while, or whose server's clock was put back. */
    async waiting(now: Date, silenceMilliseconds: number): Promise<ImportJob[]> {
      const rows = await db
        .selectFrom('import_jobs')
        .selectAll()
        .where('status', 'in', runningStatuses)
        .where((where) =>
          where.or([
            where('progressed_at', '<', now.getTime() - silenceMilliseconds),
            where('progressed_at', '>', now.getTime() + MOST_SKEW_MILLISECONDS),
          ]),
        )
        .execute()
      return rows.map(jobOf)
    },

    /** False when another server took it meanwhile. A job that is to stop is taken too, to be stopped. */
    async take(job: ImportJob, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await oneJob(job)
        .set({
          status: sql`case status when 'Pending' then 'InProgress' else status end`,
          progressed_at: now.getTime(),
        })
        .where('status', 'in', runningStatuses)
        .where('progressed_at', '=', job.progressedAt.getTime())
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Leaves the job to whoever comes next. */
    async letGo(job: Key): Promise<void> {
      await oneJob(job).set({ progressed_at: 0 }).where('status', 'in', runningStatuses).execute()
    },

    /**
     * Counts lines as done. In the transaction that writes their users, and first in it: false, when the lines are
     * done already or the job is to stop, and then nothing of them may be written.
     */
    async reserve(job: Key, { from, to }: { from: number; to: number }, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await oneJob(job)
        .set({ lines_done: to, progressed_at: now.getTime() })
        .where('status', '=', 'InProgress')
        .where('lines_done', '=', from)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Writes the log of lines that were reserved, and counts them by what became of them. */
    async record(job: Key, entries: readonly LogEntry[]): Promise<void> {
      if (entries.length === 0) return
      await oneJob(job)
        .set((set) => ({
          imported: set('imported', '+', countOf(entries, 'SUCCEEDED')),
          skipped: set('skipped', '+', countOf(entries, 'SKIPPED')),
          failed: set('failed', '+', countOf(entries, 'FAILED')),
        }))
        .execute()
      await db
        .insertInto('import_log')
        .values(
          entries.map(({ line, outcome, message }) => ({
            pool_id: job.poolId,
            job_id: job.jobId,
            line,
            outcome,
            // A function may have said it: PostgreSQL refuses U+0000.
            message: message.replaceAll('\0', '\ufffd'),
          })),
        )
        .execute()
    },

    /** Ends a job that runs, and drops its file. False when it does not run, or is to stop and this is another end. */
    async end(
      job: Key,
      { status, message }: { status: 'Succeeded' | 'Failed' | 'Stopped'; message: string },
      now: Date,
    ): Promise<boolean> {
      const { numUpdatedRows } = await oneJob(job)
        .set({ status, completion_message: message, completed_at: now.getTime() })
        .where('status', 'in', status === 'Stopped' ? ['Stopping'] : ['InProgress'])
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return false
      await chunksOf(job).execute()
      return true
    },

    /** Jobs that nobody started in time, with their files. */
    async expire(createdBefore: Date, now: Date): Promise<void> {
      const expired = await db
        .updateTable('import_jobs')
        .set({
          status: 'Expired',
          completion_message: 'The user import job has expired.',
          completed_at: now.getTime(),
        })
        .where('status', '=', 'Created')
        .where('created_at', '<', createdBefore.getTime())
        .returning(['pool_id', 'job_id'])
        .execute()
      for (const { pool_id, job_id } of expired) await chunksOf({ poolId: pool_id, jobId: job_id }).execute()
    },

    /** Lines of the log in their order, those after `after`. */
    async log({ poolId, jobId }: Key, after: number, limit: number): Promise<LogEntry[]> {
      const rows = await db
        .selectFrom('import_log')
        .select(['line', 'outcome', 'message'])
        .where('pool_id', '=', poolId)
        .where('job_id', '=', jobId)
        .where('line', '>', after)
        .orderBy('line')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...row, outcome: row.outcome as LogEntry['outcome'] }))
    },
  }
}
