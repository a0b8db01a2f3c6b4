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

  test('lets each of them set a first password by a code, to which every sign-in points', async () => {
    await using pool = await importing()
    await pool.imported(await pool.csv(alice))
    const signIn = (password: string, flow: 'srp' | 'password') =>
      pool.device('Laptop').signIn({ username: 'alice', password }, { flow })
    for (const flow of ['srp', 'password'] as const)
      await expect(signIn('Any-password-1', flow)).rejects.toMatchObject({
        code: 'PasswordResetRequiredException',
      })

    const request = { ClientId: pool.client.clientId, Username: 'alice' }
    await pool.call('ForgotPassword', request)
    const { sub: userId = '' } = await pool.attributesOf('alice')
    const [message] = await pool.server.world.stores.outbox.ofUser({ poolId: pool.poolId, userId }, 1)
    const ConfirmationCode = /\d{6}/.exec(message?.body ?? '')?.[0] ?? ''
    await pool.call('ConfirmForgotPassword', { ...request, ConfirmationCode, Password: 'Correct-horse-1' })
    expect(await signIn('Correct-horse-1', 'srp')).toAskFor('nothing')
  })
})

describe('the header', () => {
  test('has the attributes of the pool in the order of the schema, and what Cognito adds', async () => {
    await using pool = await importing({
      pool: {
        Schema: [
          { Name: 'team', AttributeDataType: 'String' },
          { Name: 'rank', AttributeDataType: 'Number', DeveloperOnlyAttribute: true },
        ],
      },
    })
    const standard =
      'name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at'
    expect(await pool.columns()).toEqual([
      ...standard.split(','),
      'custom:team',
      'dev:custom:rank',
      'cognito:mfa_enabled',
      'cognito:username',
    ])
  })

  test('may have its columns in any order', async () => {
    await using pool = await importing({ pool: { Schema: [{ Name: 'team', AttributeDataType: 'String' }] } })
    const columns = (await pool.columns()).toReversed()
    const user: Values = { ...alice, 'custom:team': 'red' }
    const file = [columns.join(','), columns.map((column) => user[column] ?? '').join(',')].join('\n')
    expect(await pool.imported(file)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 })
    expect(await pool.attributesOf('alice')).toMatchObject({ 'custom:team': 'red' })
  })

  test.for<[string, (header: string) => string]>([
    ['lacks a column', (header) => header.replace('locale,', '')],
    ['has a column too many', (header) => `${header},colour`],
    ['has a column twice', (header) => header.replace('locale', 'email')],
    ['is of other letters', (header) => header.toUpperCase()],
    ['is not there', () => ''],
    ['is broken', (header) => `"${header}`],
  ])('that %s fails the job, and nobody is imported', async ([, change]) => {
    await using pool = await importing()
    const [header = '', ...lines] = (await pool.csv(alice, bob)).split('\n')

    const job = await pool.imported([change(header), ...lines].join('\n'))

    expect(job).toMatchObject({
      Status: 'Failed',
      ImportedUsers: 0,
      CompletionMessage:
        'The header of the CSV file does not match the header of the user pool (GetCSVHeader).',
    })
    expect((await pool.call('ListUsers', pool.here)).Users).toEqual([])
  })

  test('alone is a file of nobody', async () => {
    await using pool = await importing()
    expect(await pool.imported(await pool.csv())).toMatchObject({ Status: 'Succeeded', ImportedUsers: 0 })
  })
})

describe('lines', () => {
  test('with a byte order mark, carriage returns and empty ones between them are read', async () => {
    await using pool = await importing()
    const file = (await pool.csv(alice, bob)).replaceAll('\n', '\r\n\r\n')
    expect(await pool.imported(`\u{feff}${file}`)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2 })
  })

  test('that are broken fail each by itself, and those beside them are imported', async () => {
    await using pool = await importing()
    const header = (await pool.columns()).join(',')
    const lineOf = async (user: Values) => (await pool.csv(user)).split('\n')[1] ?? ''
    const good = await lineOf(alice)
    const broken = [
      `"${good}`,
      good.replace('alice@', 'ali"ce@'),
      `${good},`,
      'alice',
      `${'x'.repeat(16_001)}${good}`,
      good.replace('alice@', 'ali\0ce@'),
      good.replace('alice@', 'ali ce@'),
      await lineOf({ ...bob, birthdate: 'yesterday' }),
      await lineOf({ ...bob, updated_at: 'soon' }),
      await lineOf({ ...bob, name: 'x'.repeat(2049) }),
      await lineOf({ ...bob, 'cognito:username': '' }),
      await lineOf({ ...bob, 'cognito:username': 'b o b' }),
      await lineOf({ ...bob, 'cognito:username': 'b'.repeat(129) }),
      await lineOf({ ...bob, 'cognito:mfa_enabled': 'maybe' }),
      await lineOf({ ...bob, email: '' }),
      await lineOf({ ...bob, phone_number: '5551234' }),
    ]
    const file = Buffer.concat([
      Buffer.from([header, ...broken].join('\n')),
      Buffer.from([0x0a, 0xff, 0xfe, 0x0a]),
      Buffer.from(`${good}\n`),
    ])

    const job = await pool.imported(file)

    expect(job).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 1,
      SkippedUsers: 0,
      FailedUsers: broken.length + 1,
    })
    const log = await pool.log(job)
    expect(log.map(({ line }) => line)).toEqual(Array.from({ length: broken.length + 2 }, (_, at) => at + 2))
    const quote = 'The line is not valid CSV: a quote is not closed, or stands in a value that is not quoted.'
    const email = 'Attributes did not conform to the schema: email: Invalid email address format.'
    const unreachable =
      'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).'
    expect(log.map(({ message }) => message)).toEqual([
      quote,
      quote,
      'The line has 22 values; the header has 21 columns.',
      'The line has 1 values; the header has 21 columns.',
      'The line has more than 16000 characters.',
      'The line has a NUL character in it.',
      email,
      'Attributes did not conform to the schema: birthdate: String must be longer than the minimum length.',
      'Attributes did not conform to the schema: updated_at: Value must be a number.',
      expect.stringMatching(/^name: /),
      expect.stringMatching(/^cognito:username: /),
      expect.stringMatching(/^cognito:username: /),
      expect.stringMatching(/^cognito:username: /),
      'cognito:mfa_enabled must be false in this user pool.',
      unreachable,
      'Attributes did not conform to the schema: phone_number: Invalid phone number format.',
      'The line is not valid UTF-8.',
      'The import succeeded.',
    ])
  })

  test('all of which fail, fail the job', async () => {
    await using pool = await importing()
    expect(await pool.imported(await pool.csv({ ...alice, email: '' }))).toMatchObject({
      Status: 'Failed',
      FailedUsers: 1,
      CompletionMessage: 'Too many users have failed or been skipped during the import.',
    })
  })

  test('may hold what a spreadsheet takes for a formula: it is text', async () => {
    await using pool = await importing()
    const name = '=HYPERLINK("http://evil.example","click")'
    await pool.imported(await pool.csv({ ...alice, name, nickname: "@SUM(1+1)*cmd|' /C calc'!A0" }))
    expect(await pool.attributesOf('alice')).toMatchObject({
      name,
      nickname: "@SUM(1+1)*cmd|' /C calc'!A0",
    })
  })

  test('without an attribute that the pool requires fail', async () => {
    await using pool = await importing({ pool: { Schema: [{ Name: 'given_name', Required: true }] } })
    const job = await pool.imported(await pool.csv(alice, { ...bob, given_name: 'Bob' }))
    expect(job).toMatchObject({ ImportedUsers: 1, FailedUsers: 1 })
    expect((await pool.log(job))[0]?.message).toBe(
      'Attributes did not conform to the schema: given_name: The attribute is required',
    )
  })

  test('with the address of somebody else fail where it is an alias', async () => {
    await using pool = await importing({ pool: { AliasAttributes: ['email'] } })
    const job = await pool.imported(await pool.csv(alice, { ...bob, email: alice.email }))
    expect(await pool.log(job)).toMatchObject([
      { outcome: 'SUCCEEDED' },
      { outcome: 'FAILED', message: 'An account with the given email already exists.' },
    ])
  })

  test('need no username where addresses are usernames, and whoever has the address is skipped', async () => {
    await using pool = await importing({ pool: { UsernameAttributes: ['email'] } })
    const nameless = { ...alice, 'cognito:username': '' }
    const named = { ...reachable, 'cognito:username': 'bob@example.com' }
    const job = await pool.imported(await pool.csv(nameless, named, nameless, { ...bob }))
    expect((await pool.log(job)).map(({ outcome, message }) => [outcome, message])).toEqual([
      ['SUCCEEDED', 'The import succeeded.'],
      ['SUCCEEDED', 'The import succeeded.'],
      ['SKIPPED', 'The user already exists.'],
      ['FAILED', 'Username should be an email.'],
    ])
    expect(await pool.attributesOf('bob@example.com')).toMatchObject({
      email: 'bob@example.com',
      email_verified: 'true',
    })
  })

  test.for<[NonNullable<PoolOptions['mfa']>, string, string]>([
    ['off', 'false', 'true'],
    ['required', 'true', 'false'],
    ['optional', 'FALSE', ''],
  ])('say of MFA what the pool can do: where it is %s, %s passes and "%s" does not', async (row) => {
    const [mfa, passes, fails] = row
    await using pool = await importing({ mfa })
    const job = await pool.imported(
      await pool.csv({ ...alice, 'cognito:mfa_enabled': passes }, { ...bob, 'cognito:mfa_enabled': fails }),
    )
    expect((await pool.log(job)).map(({ outcome }) => outcome)).toEqual(['SUCCEEDED', 'FAILED'])
  })
})

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
    await vi.waitFor(async () => expect(await chunks(pool)).toBe(0))
    await expect(pool.start(JobId)).rejects.toMatchObject({ code: 'PreconditionNotMetException' })
  })

  test('into a pool that is deleted meanwhile is refused, and nothing is left', async () => {
    await using pool = await importing()
    const there = toolsFor(await pool.sibling())
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

  const manyUsers = (count: number): Values[] =>
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
    const { UserPoolId } = toolsFor(await pool.sibling()).here
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
    await vi.waitFor(async () => expect((await pool.describeJob(one.JobId)).ImportedUsers).toBeGreaterThan(0))

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
    const there = toolsFor(await pool.sibling())
    const { JobId, PreSignedUrl } = await there.create()
    await there.put(PreSignedUrl, await there.csv(...manyUsers(2000)))
    await there.start(JobId)
    await vi.waitFor(async () => expect((await there.describeJob(JobId)).ImportedUsers).toBeGreaterThan(0))
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
    expect(await pool.describeJob(JobId)).toMatchObject({
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

  test('of 20,000 lines keeps little in memory, and others are served meanwhile', async () => {
    await using pool = await importing()
    const { JobId, PreSignedUrl } = await pool.create()
    await pool.put(PreSignedUrl, await pool.csv(...manyUsers(20_000)))
    const before = process.memoryUsage().rss
    await pool.start(JobId)
    let [slowest, most] = [0, before]
    await vi.waitFor(
      async () => {
        const asked = performance.now()
        const { Status } = await pool.describeJob(JobId)
        slowest = Math.max(slowest, performance.now() - asked)
        most = Math.max(most, process.memoryUsage().rss)
        expect(Status).toBe('Succeeded')
      },
      { timeout: 50_000, interval: 5 },
    )
    expect(slowest).toBeLessThan(1000)
    expect(most - before).toBeLessThan(150 * 1024 * 1024)
    expect(await pool.describeJob(JobId)).toMatchObject({ ImportedUsers: 20_000 })
  })
})
