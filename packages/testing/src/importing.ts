import type { UserImportJobType } from '@latchkey/wire'
import { type PoolOptions, type ServerOptions, type TestPool, userPool } from './user-pool.js'

/** Files of users, the jobs that import them, and their ends. */

/** A user as a line of a file: column → value. */
export type UserLine = Record<string, string>

export type LogLine = { line: number; outcome: string; message: string }

export type NewJob = UserImportJobType & { JobId: string }

/** A pool, and what is needed to import into it. */
export async function importing(options: PoolOptions & ServerOptions = {}) {
  const pool = await userPool(options)
  return Object.assign(pool, importTools(pool))
}

const ROLE = 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole'

const quoted = (value: string) => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** So often a job is looked at before a test gives up. */
const MOST_LOOKS = 3000
const BETWEEN_LOOKS_MILLISECONDS = 10

export function importTools(pool: TestPool) {
  const here = { UserPoolId: pool.poolId }

  async function create(JobName = 'staff'): Promise<NewJob> {
    const request = { ...here, JobName, CloudWatchLogsRoleArn: ROLE }
    const { UserImportJob } = await pool.call('CreateUserImportJob', request)
    return { ...UserImportJob, JobId: UserImportJob?.JobId ?? '' }
  }

  const columns = async () => (await pool.call('GetCSVHeader', here)).CSVHeader ?? []

  async function csv(...users: UserLine[]): Promise<string> {
    const header = await columns()
    const lines = users.map((user) => header.map((column) => quoted(user[column] ?? '')).join(','))
    return `${[header.join(','), ...lines].join('\n')}\n`
  }

  function put(url: string | undefined, body: string | Uint8Array<ArrayBuffer> | ReadableStream) {
    const { pathname, search } = new URL(url ?? '')
    // Node wants to be told that the answer comes after the body (Fetch standard, "duplex").
    const duplex = body instanceof ReadableStream ? ({ duplex: 'half' } as const) : {}
    return pool.send(`${pathname}${search}`, { method: 'PUT', body, ...duplex })
  }

  const start = (JobId: string) => pool.call('StartUserImportJob', { ...here, JobId })

  const jobNow = async (JobId: string): Promise<UserImportJobType> =>
    (await pool.call('DescribeUserImportJob', { ...here, JobId })).UserImportJob ?? {}

  /** The job once it is as it is wanted. Rejects when it takes too long. */
  async function jobWhen(
    JobId: string,
    isWanted: (job: UserImportJobType) => boolean,
  ): Promise<UserImportJobType> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const job = await jobNow(JobId)
      if (isWanted(job)) return job
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MILLISECONDS))
    }
    throw new Error(`The user import job is ${JSON.stringify(await jobNow(JobId))} still.`)
  }

  const ended = (JobId: string) =>
    jobWhen(JobId, ({ Status = '' }) => ['Succeeded', 'Failed', 'Stopped'].includes(Status))

  return {
    here,
    create,
    columns,
    csv,
    put,
    start,
    jobNow,
    jobWhen,
    ended,

    /** A file, imported to its end. */
    async imported(file: string | Uint8Array<ArrayBuffer>): Promise<UserImportJobType> {
      const { JobId, PreSignedUrl } = await create()
      const { status } = await put(PreSignedUrl, file)
      if (status !== 200) throw new Error(`The upload was answered ${status}.`)
      await start(JobId)
      return ended(JobId)
    },

    log: ({ JobId = '' }: UserImportJobType): Promise<LogLine[]> =>
      pool.server.world.stores.importJobs.log({ poolId: pool.poolId, jobId: JobId }, 0, 1000),

    async attributesOf(Username: string): Promise<Record<string, string | undefined>> {
      const { UserAttributes = [] } = await pool.call('AdminGetUser', { ...here, Username })
      return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
    },
  }
}
