import '@latchkey/testing/matchers'
import { type PoolOptions, type ServerOptions, type TestPool, userPool } from '@latchkey/testing'
import type { UserImportJobType } from '@latchkey/wire'
import { describe, expect, test, vi } from 'vitest'

const ROLE = 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole'

type Values = Record<string, string>

const reachable = { email_verified: 'true', 'cognito:mfa_enabled': 'false' }
const alice = { 'cognito:username': 'alice', email: 'alice@example.com', ...reachable }
const bob = { 'cognito:username': 'bob', email: 'bob@example.com', ...reachable }

const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** A pool, and what is needed to import into it. */
async function importing(options: PoolOptions & ServerOptions = {}) {
  const pool = await userPool(options)
  return Object.assign(pool, toolsFor(pool))
}

function toolsFor(pool: TestPool) {
  const here = { UserPoolId: pool.poolId }
  const create = async (JobName = 'staff'): Promise<UserImportJobType & { JobId: string }> => {
    const { UserImportJob } = await pool.call('CreateUserImportJob', {
      ...here,
      JobName,
      CloudWatchLogsRoleArn: ROLE,
    })
    return { ...UserImportJob, JobId: UserImportJob?.JobId ?? '' }
  }
  const columns = async () => (await pool.call('GetCSVHeader', here)).CSVHeader ?? []
  const csv = async (...users: Values[]) => {
    const header = await columns()
    const lines = users.map((user) => header.map((column) => quoted(user[column] ?? '')).join(','))
    return `${[header.join(','), ...lines].join('\n')}\n`
  }
  const put = (url: string | undefined, body: string | Uint8Array<ArrayBuffer> | ReadableStream) => {
    const { pathname, search } = new URL(url ?? '')
    const duplex = body instanceof ReadableStream ? { duplex: 'half' } : {}
    return pool.send(`${pathname}${search}`, { method: 'PUT', body, ...duplex })
  }
  const start = (JobId: string) => pool.call('StartUserImportJob', { ...here, JobId })
  const describeJob = async (JobId: string) =>
    (await pool.call('DescribeUserImportJob', { ...here, JobId })).UserImportJob ?? {}
  const ended = (JobId: string) =>
    vi.waitFor(
      async () => {
        const job = await describeJob(JobId)
        if (!['Succeeded', 'Failed', 'Stopped'].includes(job.Status ?? '')) throw new Error(job.Status)
        return job
      },
      { timeout: 30_000, interval: 20 },
    )
  /** A file, imported to its end. */
  const imported = async (file: string | Uint8Array<ArrayBuffer>) => {
    const job = await create()
    expect((await put(job.PreSignedUrl, file)).status).toBe(200)
    await start(job.JobId)
    return ended(job.JobId)
  }
  const log = ({ JobId = '' }: UserImportJobType) =>
    pool.server.world.stores.importJobs.log({ poolId: pool.poolId, jobId: JobId }, 0, 1000)
  const attributesOf = async (Username: string) => {
    const { UserAttributes = [] } = await pool.call('AdminGetUser', { ...here, Username })
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  }
  return { here, create, columns, csv, put, start, describeJob, ended, imported, log, attributesOf }
}

describe('a file of users', () => {
  test('is imported line by line, and each line is in the log', async () => {
    await using pool = await importing()
    const file = await pool.csv(
      { ...alice, name: 'Alice "Al" Smith, Jr.' },
      { ...bob, email_verified: 'false' },
      { ...alice, email: 'other@example.com' },
    )

    const job = await pool.imported(file)

    expect(job).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 1,
      SkippedUsers: 1,
      FailedUsers: 1,
      CompletionMessage: 'Import Job Completed Successfully.',
      CloudWatchLogsRoleArn: ROLE,
    })
    expect(await pool.log(job)).toEqual([
      { line: 2, outcome: 'SUCCEEDED', message: 'The import succeeded.' },
      {
        line: 3,
        outcome: 'FAILED',
        message:
          'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
      },
      { line: 4, outcome: 'SKIPPED', message: 'The user already exists.' },
    ])
    expect(await pool.attributesOf('alice')).toMatchObject({
      name: 'Alice "Al" Smith, Jr.',
      email: 'alice@example.com',
      email_verified: 'true',
    })
    const { UserStatus } = await pool.call('AdminGetUser', { ...pool.here, Username: 'alice' })
    expect(UserStatus).toBe('RESET_REQUIRED')
  })
})
