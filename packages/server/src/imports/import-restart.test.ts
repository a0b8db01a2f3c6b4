import { call, type SharedDatabase, sharedDatabase, testClock, type Wire } from '@latchkey/testing'
import { expect, test, vi } from 'vitest'
import { createPool } from '../pools/create-pool.js'
import { createServer, DEVELOPMENT_ACCESS_KEY, type Server } from '../server.js'

/** A job outlives the server that began it, and is safe from two servers that work on it. */

const here = { UserPoolId: 'local_Imports1' }
const masterKey = Buffer.alloc(32, 7)
const clock = testClock()
const USERS = 4000

/** A server on a database, whoever else has one there. */
async function serverOn(shared: SharedDatabase): Promise<Server & AsyncDisposable> {
  const publicUrl = 'http://127.0.0.1:9229'
  const database = await shared.open()
  const server = await createServer({ database, masterKey, publicUrl, development: true, clock, cores: 1 })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= server.close()
    return closing
  }
  return { ...server, close, [Symbol.asyncDispose]: close }
}

const wireTo = (server: Server): Wire => ({
  url: 'http://127.0.0.1:9229',
  fetch: (request) => server.fetch(request),
  accessKey: DEVELOPMENT_ACCESS_KEY,
  now: clock.now,
  broken(error) {
    throw error
  },
  faultsExpected: false,
})

/** A job with a file of many users; what starts it. */
async function uploaded(server: Server): Promise<string> {
  await createPool(server.world, here.UserPoolId, { PoolName: 'imports' })
  const wire = wireTo(server)
  const { CSVHeader = [] } = await call(wire, 'GetCSVHeader', here)
  const { UserImportJob } = await call(wire, 'CreateUserImportJob', {
    ...here,
    JobName: 'staff',
    CloudWatchLogsRoleArn: 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole',
  })
  const lines = Array.from({ length: USERS }, (_, at) => {
    const user: Record<string, string> = {
      'cognito:username': `user-${at}`,
      'cognito:mfa_enabled': 'false',
      email: `user-${at}@example.com`,
      email_verified: 'true',
    }
    return CSVHeader.map((column) => user[column] ?? '').join()
  })
  const body = [CSVHeader.join(), ...lines].join('\n')
  const request = new Request(UserImportJob?.PreSignedUrl ?? '', { method: 'PUT', body })
  expect((await server.fetch(request)).status).toBe(200)
  return UserImportJob?.JobId ?? ''
}

const jobAt = async (server: Server, JobId: string) =>
  (await call(wireTo(server), 'DescribeUserImportJob', { ...here, JobId })).UserImportJob ?? {}

async function expectAllImported(server: Server, jobId: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await jobAt(server, jobId)).toMatchObject({ Status: 'Succeeded' }),
    50_000,
  )
  expect(await jobAt(server, jobId)).toMatchObject({ ImportedUsers: USERS, SkippedUsers: 0, FailedUsers: 0 })
  const { pools, importJobs } = server.world.stores
  expect(await pools.countUsers(here.UserPoolId)).toBe(USERS)
  const log = await importJobs.log({ poolId: here.UserPoolId, jobId }, 0, 2 * USERS)
  expect(log.map(({ line }) => line)).toEqual(Array.from({ length: USERS }, (_, at) => at + 2))
}

test('a server that is closed leaves off, and the next one goes on at once', async () => {
  await using shared = await sharedDatabase()
  await using first = await serverOn(shared)
  const jobId = await uploaded(first)
  await call(wireTo(first), 'StartUserImportJob', { ...here, JobId: jobId })
  await vi.waitFor(async () => expect((await jobAt(first, jobId)).ImportedUsers).toBeGreaterThan(0), 20_000)
  await first.close()

  await using next = await serverOn(shared)
  const { ImportedUsers } = await jobAt(next, jobId)
  expect(ImportedUsers).toBeGreaterThan(0)
  expect(ImportedUsers).toBeLessThan(USERS)
  await expectAllImported(next, jobId)
})

test('a server that says nothing for five seconds is taken over, and when it comes back nothing is done twice', async () => {
  await using shared = await sharedDatabase()
  await using one = await serverOn(shared)
  await using other = await serverOn(shared)
  const jobId = await uploaded(one)
  await call(wireTo(one), 'StartUserImportJob', { ...here, JobId: jobId })
  await vi.waitFor(async () => expect((await jobAt(one, jobId)).ImportedUsers).toBeGreaterThan(0), 20_000)

  other.world.imports.wake()
  clock.advance('6 seconds')
  other.world.imports.wake()

  await expectAllImported(other, jobId)
})
