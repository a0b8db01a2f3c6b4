import type { AttributeRule } from '../pools/pool.js'

/** What a job is that imports a file of users, and what may happen to it. Pure. */

/** Created → Pending → InProgress → Succeeded or Failed; Stopping → Stopped; a job that nobody starts: Expired. */
export type ImportStatus =
  | 'Created'
  | 'Pending'
  | 'InProgress'
  | 'Stopping'
  | 'Expired'
  | 'Stopped'
  | 'Failed'
  | 'Succeeded'

export type ImportJob = {
  readonly poolId: string
  readonly jobId: string
  readonly name: string
  /** Kept and answered: the log is Latchkey's own. */
  readonly roleArn: string
  readonly status: ImportStatus
  /** Of the file that was uploaded last, whole. */
  readonly uploadId: string | undefined
  /** How many lines of the file are dealt with, the header included. */
  readonly linesDone: number
  readonly imported: number
  readonly skipped: number
  readonly failed: number
  readonly completionMessage: string | undefined
  readonly createdAt: Date
  readonly startedAt: Date | undefined
  readonly completedAt: Date | undefined
  /** When a server last showed that it works on the job. */
  readonly progressedAt: Date
}

/** What became of one line. */
export type LogEntry = {
  readonly line: number
  readonly outcome: 'SUCCEEDED' | 'SKIPPED' | 'FAILED'
  readonly message: string
}

export const runningStatuses = ['Pending', 'InProgress', 'Stopping'] as const satisfies ImportStatus[]

const MINUTE = 60_000
/** Source: CreateUserImportJob, "the pre-signed URL … expires in fifteen minutes". */
export const UPLOAD_MILLISECONDS = 15 * MINUTE
/** Source: Amazon Cognito developer guide, job status "Expired": not started within 24 to 48 hours. */
export const START_MILLISECONDS = 24 * 60 * MINUTE
/** A server that says nothing for so long works on the job no more: it may be taken over. */
export const SILENCE_MILLISECONDS = 5_000

/** Source: "Quotas in Amazon Cognito": 1,000 jobs, 500,000 users in a file, 100 MB, 16,000 characters in a row. */
export const MOST_JOBS = 1000
export const MOST_USERS = 500_000
export const MOST_BYTES = 100 * 1024 * 1024
export const LONGEST_LINE = 16_000

export const MFA_COLUMN = 'cognito:mfa_enabled'
export const NAME_COLUMN = 'cognito:username'

/** The columns of the file, in the order in which GetCSVHeader answers them. */
export const csvHeader = (schema: readonly AttributeRule[]): string[] => [
  ...schema.map(({ name }) => name).filter((name) => name !== 'sub'),
  MFA_COLUMN,
  NAME_COLUMN,
]

/** True when a file has every column once, in whatever order, and no other. */
export const isHeaderOf = (schema: readonly AttributeRule[], columns: readonly string[]): boolean =>
  columns.toSorted().join('\n') === csvHeader(schema).toSorted().join('\n')

/** How a job ends whose last line is dealt with. Source: the sentences of DescribeUserImportJob. */
export const endOf = (job: Pick<ImportJob, 'imported' | 'skipped' | 'failed'>) =>
  job.imported === 0 && job.skipped + job.failed > 0
    ? ({
        status: 'Failed',
        message: 'Too many users have failed or been skipped during the import.',
      } as const)
    : ({ status: 'Succeeded', message: 'Import Job Completed Successfully.' } as const)
