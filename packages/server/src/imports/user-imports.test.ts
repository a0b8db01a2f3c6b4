import '@latchkey/testing/matchers'
import { type Flow, importing, type PoolOptions, triggerServer, type UserLine } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** Two users as lines of a file. */
const reachable = { email_verified: 'true', 'cognito:mfa_enabled': 'false' }
const alice = { 'cognito:username': 'alice', email: 'alice@example.com', ...reachable }
const bob = { 'cognito:username': 'bob', email: 'bob@example.com', ...reachable }

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
      CloudWatchLogsRoleArn: expect.stringMatching(/^arn:/),
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
    const ConfirmationCode = await pool.sentCode({ userId })
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
    const user: UserLine = { ...alice, 'custom:team': 'red' }
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
  test('are shown to the pool’s PreSignUp: whom it refuses is not imported, and the log says why', async () => {
    await using hook = await triggerServer()
    await using pool = await importing({
      pool: { LambdaConfig: hook.config('PreSignUp') },
      triggers: hook.settings,
    })
    hook.react = (event) => {
      if (event.userName === 'bob') throw new Error('Left the company')
      return event
    }
    expect(await pool.imported(await pool.csv(alice, bob))).toMatchObject({
      ImportedUsers: 1,
      FailedUsers: 1,
    })
    expect(hook.sources()).toEqual(['PreSignUp_AdminCreateUser', 'PreSignUp_AdminCreateUser'])
    const { Users = [] } = await pool.call('ListUsers', pool.here)
    expect(Users.map(({ Username }) => Username)).toEqual(['alice'])
  })

  test('with a byte order mark, carriage returns and empty ones between them are read', async () => {
    await using pool = await importing()
    const file = (await pool.csv(alice, bob)).replaceAll('\n', '\r\n\r\n')
    expect(await pool.imported(`\u{feff}${file}`)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2 })
  })

  test('that are broken fail each by itself, and those beside them are imported', async () => {
    await using pool = await importing()
    const header = (await pool.columns()).join(',')
    const lineOf = async (user: UserLine) => (await pool.csv(user)).split('\n')[1] ?? ''
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

describe('an imported user', () => {
  test('with MFA and a phone number is asked for a code by SMS; without a phone number the line fails', async () => {
    await using pool = await importing({ mfa: 'optional', factors: ['sms'] })
    const mfa = { 'cognito:mfa_enabled': 'true' }
    const job = await pool.imported(
      await pool.csv({ ...alice, ...mfa, phone_number: '+15551234567' }, { ...bob, ...mfa }),
    )
    expect((await pool.log(job)).map(({ message }) => message)).toEqual([
      'The import succeeded.',
      'cognito:mfa_enabled can be true only with a phone_number, and where MFA by SMS is offered.',
    ])
    expect(await pool.call('AdminGetUser', { ...pool.here, Username: 'alice' })).toMatchObject({
      PreferredMfaSetting: 'SMS_MFA',
      UserMFASettingList: ['SMS_MFA'],
    })
    const Password = 'Correct-alice-7'
    await pool.call('AdminSetUserPassword', { ...pool.here, Username: 'alice', Password, Permanent: true })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn({ username: 'alice', password: Password })).toAskFor('sms code')
  })

  test.for<Flow>(['password', 'srp'])(
    'is told to set a password, whatever the %s says, sets it with a code, and signs in',
    async (flow) => {
      await using pool = await importing()
      await pool.imported(await pool.csv(alice))
      const laptop = pool.device('Laptop')
      const guess = { username: 'alice', password: 'Correct-alice-7' }
      await expect(laptop.signIn(guess, { flow })).rejects.toMatchObject({
        code: 'PasswordResetRequiredException',
      })

      const named = { ClientId: pool.client.clientId, Username: 'alice' }
      await pool.call('ForgotPassword', named)
      const { sub: userId = '' } = await pool.attributesOf('alice')
      const ConfirmationCode = await pool.sentCode({ userId })
      await pool.call('ConfirmForgotPassword', { ...named, ConfirmationCode, Password: guess.password })

      expect(await laptop.signIn(guess, { flow })).toAskFor('nothing')
    },
  )
})
