import { expect, test } from 'vitest'
import { latchkey, sample, sdk, serve, temporaryFolder } from './command-line.js'

const here = { UserPoolId: 'local_Test1' }
const CloudWatchLogsRoleArn = 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole'

/** A job that was started with a file of so many users. */
async function startImport(url: string, users: number): Promise<string> {
  const client = sdk(url)
  const { CSVHeader = [] } = await client.getCSVHeader(here)
  const lines = Array.from({ length: users }, (_, at) => {
    const user: Record<string, string> = {
      'cognito:username': `user-${at}`,
      'cognito:mfa_enabled': 'false',
      email: `user-${at}@example.com`,
      email_verified: 'true',
    }
    return CSVHeader.map((column) => user[column] ?? '').join(',')
  })
  const created = await client.createUserImportJob({ ...here, JobName: 'staff', CloudWatchLogsRoleArn })
  const { JobId, PreSignedUrl = '' } = created.UserImportJob ?? {}
  const body = [CSVHeader.join(','), ...lines].join('\n')
  expect(await fetch(PreSignedUrl, { method: 'PUT', body })).toMatchObject({ status: 200 })
  await client.startUserImportJob({ ...here, JobId })
  return JobId ?? ''
}

const jobAt = async (url: string, JobId: string) =>
  (await sdk(url).describeUserImportJob({ ...here, JobId })).UserImportJob ?? {}

async function countUsers(url: string): Promise<number> {
  const { UserPool } = await sdk(url).describeUserPool(here)
  return UserPool?.EstimatedNumberOfUsers ?? 0
}

test('kill -9 in the middle of an import loses no line and imports none twice, and the log tells of each', async () => {
  using folder = temporaryFolder()
  const args = ['--data', folder.path, '--config', folder.write('c.json', sample)]
  const users = 8000
  let jobId = ''
  {
    await using server = await serve(args)
    jobId = await startImport(server.url, users)
    await expect
      .poll(async () => (await jobAt(server.url, jobId)).ImportedUsers, { interval: 10 })
      .toBeGreaterThan(200)
    await server.stop('SIGKILL')
  }
  await using after = await serve(args)
  expect(await jobAt(after.url, jobId)).toMatchObject({ Status: 'InProgress' })

  await expect
    .poll(async () => (await jobAt(after.url, jobId)).Status, { timeout: 50_000, interval: 100 })
    .toBe('Succeeded')

  expect(await jobAt(after.url, jobId)).toMatchObject({
    ImportedUsers: users,
    SkippedUsers: 0,
    FailedUsers: 0,
  })
  // The one beside them is of the configuration file.
  expect(await countUsers(after.url)).toBe(users + 1)
  const job = ['--pool', here.UserPoolId, '--job', jobId, '--data', folder.path]
  const { stdout } = await latchkey(['import-log', 'list', ...job])
  const lines = stdout.trim().split('\n')
  expect(lines).toHaveLength(users)
  expect([lines[0], lines.at(-1)]).toEqual([
    '[SUCCEEDED] Line Number 2 - The import succeeded.',
    `[SUCCEEDED] Line Number ${users + 1} - The import succeeded.`,
  ])
  const told: unknown[] = JSON.parse((await latchkey(['import-log', 'list', '--json', ...job])).stdout)
  expect(told).toHaveLength(users)
  expect(told[0]).toEqual({ line: 2, outcome: 'SUCCEEDED', message: 'The import succeeded.' })
})

test('the log of a job that there is not is no empty log', async () => {
  using folder = temporaryFolder()
  await using _server = await serve(['--data', folder.path, '--config', folder.write('c.json', sample)])
  const job = ['--pool', here.UserPoolId, '--job', 'import-nobody', '--data', folder.path]
  expect(await latchkey(['import-log', 'list', ...job])).toMatchObject({
    code: 1,
    stderr: 'There is no user import job import-nobody in a pool local_Test1.\n',
  })
})

test('what a function of the pool says of a line stays in its line, and never talks to the terminal', async () => {
  using folder = temporaryFolder()
  folder.write(
    'refuse.mjs',
    `export default () => { throw new Error('\\u001b[2JNo\\n[SUCCEEDED] Line Number 9 - The import succeeded') }`,
  )
  const pools = sample.pools.map((pool) => ({ ...pool, LambdaConfig: { PreSignUp: 'module:refuse' } }))
  const config = folder.write('c.json', { modules: { refuse: './refuse.mjs' }, pools })
  await using server = await serve(['--data', folder.path, '--config', config])
  const jobId = await startImport(server.url, 1)
  await expect.poll(async () => (await jobAt(server.url, jobId)).Status).toBe('Failed')
  const job = ['--pool', here.UserPoolId, '--job', jobId, '--data', folder.path]
  expect((await latchkey(['import-log', 'list', ...job])).stdout).toBe(
    '[FAILED] Line Number 2 - PreSignUp failed with error [2JNo [SUCCEEDED] Line Number 9 - The import succeeded.\n',
  )
})
