import { EventEmitter, once } from 'node:events'
import { importing, importTools, type TestPool, type UserLine } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** Two users as lines of a file. */
const reachable = { email_verified: 'true', 'cognito:mfa_enabled': 'false' }
const alice = { 'cognito:username': 'alice', email: 'alice@example.com', ...reachable }
const bob = { 'cognito:username': 'bob', email: 'bob@example.com', ...reachable }

const ROLE = 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole'

describe('an upload', () => {
  const refusal = async (response: Response) => ({
    status: response.status,
    code: (await response.json()).__type,
  })
  const denied = { status: 400, code: 'AccessDeniedException' }
  const tooLate = { status: 400, code: 'PreconditionNotMetException' }
  const tooLarge = { status: 400, code: 'InvalidParameterException' }

  const chunks = async (pool: TestPool) =>
    (await pool.database.selectFrom('import_chunks').select('position').execute()).length

  test('passes for fifteen minutes, and with the address of its own job only', async () => {
    await using pool = await importing()
    const [one, another] = [await pool.create(), await pool.create()]
    const file = await pool.csv(alice)
    const forged = [
      one.PreSignedUrl?.replace(one.JobId, another.JobId),
      one.PreSignedUrl?.replace(/Expires=\d+/, 'Expires=99999999999'),
      one.PreSignedUrl?.replace(/Signature=.+/, 'Signature='),
      one.PreSignedUrl?.replace(/\?.*/, ''),
      one.PreSignedUrl?.replace(pool.poolId, 'local_000000000'),
    ]
    for (const url of forged) expect(await refusal(await pool.put(url, file))).toEqual(denied)
    pool.clock.advance('14 minutes 59 seconds')
    expect((await pool.put(one.PreSignedUrl, file)).status).toBe(200)
    pool.clock.advance('1 second')
    expect(await refusal(await pool.put(another.PreSignedUrl, file))).toEqual(denied)
    expect(await chunks(pool)).toBe(1)
  })

  test('takes the place of the one before, until the job is started', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    await pool.put(PreSignedUrl, await pool.csv(alice))
    await pool.put(PreSignedUrl, await pool.csv(bob))
    expect(await chunks(pool)).toBe(1)
    await pool.start(JobId)
    expect(await refusal(await pool.put(PreSignedUrl, await pool.csv(alice)))).toEqual(tooLate)
    await pool.ended(JobId)
    expect((await pool.call('ListUsers', pool.here)).Users).toMatchObject([{ Username: 'bob' }])
    expect(await chunks(pool)).toBe(0)
  })

  test('that ends while another one is on its way spoils neither: the one that ends last is the file', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    // Long enough for a first piece to be kept before the rest is there.
    const longLine = `${'x'.repeat(300 * 1024)}\n`
    const rest = (await pool.csv(bob)).split('\n')[1]
    const otherIsThere = new EventEmitter()
    const slow = new ReadableStream({
      async start(controller) {
        controller.enqueue(Buffer.from((await pool.csv(alice)) + longLine))
        await once(otherIsThere, 'now')
        controller.enqueue(Buffer.from(`${rest}\n`))
        controller.close()
      },
    })
    const slowly = pool.put(PreSignedUrl, slow)
    await expect.poll(() => chunks(pool)).toBe(1)
    expect((await pool.put(PreSignedUrl, await pool.csv(bob))).status).toBe(200)
    otherIsThere.emit('now')
    expect((await slowly).status).toBe(200)
    await pool.start(JobId)
    expect(await pool.ended(JobId)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2, FailedUsers: 1 })
    expect(await chunks(pool)).toBe(0)
  })

  test('of more users than a job takes is refused, and the one before is still there', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    await pool.put(PreSignedUrl, await pool.csv(alice))
    const response = await pool.put(PreSignedUrl, '\n'.repeat(1_000_000))
    expect(await refusal(response)).toEqual(tooLarge)
    await pool.start(JobId)
    expect(await pool.ended(JobId)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 })
  })

  test('that is larger than 100 MB is refused with a sentence that its sender hears, and nothing is kept', async () => {
    await using pool = await importing({ socket: true })
    const { JobId, PreSignedUrl } = await pool.create()
    const part = Buffer.alloc(1024 * 1024, 'x')
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1
        if (sent > 101) controller.close()
        else controller.enqueue(part)
      },
    })
    const response = await pool.put(PreSignedUrl, body)
    expect(await refusal(response)).toEqual(tooLarge)
    expect(await chunks(pool)).toBe(0)
    await expect(pool.start(JobId)).rejects.toMatchObject({ code: 'PreconditionNotMetException' })
  })

  test('that breaks off leaves nothing', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1
        if (sent > 4) controller.error(new Error('the line is dead'))
        else controller.enqueue(Buffer.alloc(256 * 1024, 'x'))
      },
    })
    await pool.put(PreSignedUrl, body).catch(() => undefined)
    await expect.poll(() => chunks(pool)).toBe(0)
    await expect(pool.start(JobId)).rejects.toMatchObject({ code: 'PreconditionNotMetException' })
  })

  test('into a pool that is deleted meanwhile is refused, and nothing is left', async () => {
    await using pool = await importing()
    const there = importTools(await pool.sibling())
    const { PreSignedUrl } = await there.create()
    let sent = 0
    const body = new ReadableStream({
      async pull(controller) {
        sent += 1
        if (sent === 3) await pool.call('DeleteUserPool', there.here)
        if (sent > 5) controller.close()
        else controller.enqueue(Buffer.alloc(256 * 1024, 'x'))
      },
    })
    expect(await refusal(await there.put(PreSignedUrl, body))).toEqual(tooLate)
    expect(await chunks(pool)).toBe(0)
  })
})

describe('a job', () => {
  const notPossible = (message: string) => ({ code: 'PreconditionNotMetException', message })

  const isAtWork = ({ ImportedUsers = 0 }) => ImportedUsers > 0

  const manyUsers = (count: number): UserLine[] =>
    Array.from({ length: count }, (_, at) => ({
      ...reachable,
      'cognito:username': `user-${at}`,
      email: `user-${at}@example.com`,
    }))

  test('is not started without a file, nor twice at once, nor again', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    await expect(pool.start(JobId)).rejects.toMatchObject(
      notPossible('The CSV file of the user import job has not been uploaded.'),
    )
    await pool.put(PreSignedUrl, await pool.csv(alice))
    const starts = await Promise.allSettled(Array.from({ length: 10 }, () => pool.start(JobId)))
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await pool.ended(JobId)).toMatchObject({ ImportedUsers: 1, SkippedUsers: 0 })
    await expect(pool.start(JobId)).rejects.toMatchObject(
      notPossible('The user import job is in the status Succeeded: it cannot be started.'),
    )
  })

  test('of another pool is nowhere to be found', async () => {
    await using pool = await importing()
    const { JobId } = await pool.create()
    const { UserPoolId } = importTools(await pool.sibling()).here
    for (const operation of ['DescribeUserImportJob', 'StartUserImportJob', 'StopUserImportJob'] as const)
      await expect(pool.call(operation, { UserPoolId, JobId })).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
        message: `User import job ${JobId} does not exist.`,
      })
    expect((await pool.call('ListUserImportJobs', { UserPoolId, MaxResults: 60 })).UserImportJobs).toEqual([])
  })

  test('keeps the pool as it is and other jobs waiting; stopped in the middle, it leaves what is done', async () => {
    await using pool = await importing()
    const [one, another] = [await pool.create('one'), await pool.create('another')]
    const file = await pool.csv(...manyUsers(5000))
    await pool.put(one.PreSignedUrl, file)
    await pool.put(another.PreSignedUrl, file)
    await pool.start(one.JobId)
    await pool.jobWhen(one.JobId, isAtWork)

    const busy = { code: 'UserImportInProgressException' }
    await expect(pool.call('UpdateUserPool', pool.here)).rejects.toMatchObject(busy)
    await expect(pool.call('DeleteUserPool', pool.here)).rejects.toMatchObject(busy)
    const CustomAttributes = [{ Name: 'team', AttributeDataType: 'String' } as const]
    await expect(pool.call('AddCustomAttributes', { ...pool.here, CustomAttributes })).rejects.toMatchObject(
      busy,
    )
    await expect(pool.start(another.JobId)).rejects.toMatchObject(
      notPossible('Another user import job of the user pool is in progress.'),
    )

    const stopping = await pool.call('StopUserImportJob', { ...pool.here, JobId: one.JobId })
    expect(stopping.UserImportJob?.Status).toBe('Stopping')
    const stopped = await pool.ended(one.JobId)
    expect(stopped).toMatchObject({
      Status: 'Stopped',
      CompletionMessage: 'The user import job was stopped.',
    })
    const done = stopped.ImportedUsers ?? 0
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(5000)
    expect(await pool.server.world.stores.pools.countUsers(pool.poolId)).toBe(done)
    await expect(pool.call('StopUserImportJob', { ...pool.here, JobId: one.JobId })).rejects.toMatchObject(
      notPossible('The user import job is in the status Stopped: it cannot be stopped.'),
    )

    await pool.start(another.JobId)
    expect(await pool.ended(another.JobId)).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 5000 - done,
      SkippedUsers: done,
    })
  })

  test('whose pool is gone ends without a word', async () => {
    await using pool = await importing()
    const there = importTools(await pool.sibling())
    const { JobId, PreSignedUrl } = await there.create()
    await there.put(PreSignedUrl, await there.csv(...manyUsers(2000)))
    await there.start(JobId)
    await there.jobWhen(JobId, isAtWork)
    await pool.server.world.stores.pools.remove(there.here.UserPoolId)

    // The server goes on with the jobs of others.
    expect(await pool.imported(await pool.csv(alice))).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 1,
    })
    expect(await pool.database.selectFrom('import_log').selectAll().execute()).toHaveLength(1)
  })

  test('that nobody starts expires after a day, and its file is deleted', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    await pool.put(PreSignedUrl, await pool.csv(alice))
    pool.clock.advance('24 hours 1 second')
    await pool.server.world.stores.importJobs.expire(
      new Date(pool.clock.now().getTime() - 86_400_000),
      pool.clock.now(),
    )
    expect(await pool.jobNow(JobId)).toMatchObject({
      Status: 'Expired',
      CompletionMessage: 'The user import job has expired.',
    })
    expect(await pool.database.selectFrom('import_chunks').selectAll().execute()).toEqual([])
    await expect(pool.start(JobId)).rejects.toMatchObject({ code: 'PreconditionNotMetException' })
  })

  test('is listed with the others, newest first, page by page', async () => {
    await using pool = await importing()
    for (const name of ['one', 'two', 'three']) {
      await pool.create(name)
      pool.clock.advance('1 second')
    }
    const first = await pool.call('ListUserImportJobs', { ...pool.here, MaxResults: 2 })
    expect(first.UserImportJobs?.map(({ JobName }) => JobName)).toEqual(['three', 'two'])
    const { PaginationToken } = first
    const second = await pool.call('ListUserImportJobs', { ...pool.here, MaxResults: 2, PaginationToken })
    expect(second.UserImportJobs?.map(({ JobName }) => JobName)).toEqual(['one'])
    expect(second.PaginationToken).toBeUndefined()
    await expect(
      pool.call('ListUserImportJobs', {
        UserPoolId: (await pool.sibling()).poolId,
        MaxResults: 2,
        PaginationToken,
      }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('with a hash of passwords is refused: nothing would come of it', async () => {
    await using pool = await importing()
    await expect(
      pool.call('CreateUserImportJob', {
        ...pool.here,
        JobName: 'staff',
        CloudWatchLogsRoleArn: ROLE,
        PasswordHashingAlgorithm: 'ARGON2ID',
      }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('of many lines is done in pieces, and others are served between them', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    await pool.put(PreSignedUrl, await pool.csv(...manyUsers(5000)))
    await pool.start(JobId)
    const done: number[] = []
    await pool.jobWhen(JobId, ({ Status, ImportedUsers = 0 }) => {
      done.push(ImportedUsers)
      return Status === 'Succeeded'
    })
    expect(done.filter((users) => users > 0 && users < 5000)).not.toEqual([])
    expect(done.at(-1)).toBe(5000)
  })
})
