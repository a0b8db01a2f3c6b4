import { type Kysely, sql } from 'kysely'

/** Files of users: the jobs that import them, what was uploaded, and what became of each line. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('import_jobs')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('job_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role_arn', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('upload_id', 'text')
    .addColumn('lines_done', 'integer', (c) => c.notNull())
    .addColumn('imported', 'integer', (c) => c.notNull())
    .addColumn('skipped', 'integer', (c) => c.notNull())
    .addColumn('failed', 'integer', (c) => c.notNull())
    .addColumn('completion_message', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('completed_at', 'bigint')
    .addColumn('progressed_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('import_jobs_pk', ['pool_id', 'job_id'])
    .addForeignKeyConstraint('import_jobs_pool', ['pool_id'], 'pools', ['pool_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  // One job of a pool runs at a time, however many are started at once.
  await sql`create unique index import_jobs_running on import_jobs (pool_id)
    where status in ('Pending', 'InProgress', 'Stopping')`.execute(db)

  await db.schema
    .createTable('import_chunks')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('job_id', 'text', (c) => c.notNull())
    .addColumn('upload_id', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('sealed_content', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('import_chunks_pk', ['pool_id', 'job_id', 'upload_id', 'position'])
    .addForeignKeyConstraint(
      'import_chunks_job',
      ['pool_id', 'job_id'],
      'import_jobs',
      ['pool_id', 'job_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()

  await db.schema
    .createTable('import_log')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('job_id', 'text', (c) => c.notNull())
    .addColumn('line', 'integer', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('import_log_pk', ['pool_id', 'job_id', 'line'])
    .addForeignKeyConstraint(
      'import_log_job',
      ['pool_id', 'job_id'],
      'import_jobs',
      ['pool_id', 'job_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
}
