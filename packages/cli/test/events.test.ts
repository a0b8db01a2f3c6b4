import { join } from 'node:path'
import { DEVELOPMENT_ACCESS_KEY } from '@latchkey/server'
import { geoipFile } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { latchkey, run, sample, sdk, serve, temporaryFolder } from './command-line.js'

const UserPoolId = 'local_Test1'

type Sdk = ReturnType<typeof sdk>

/** A sign-in on a new device, which confirms itself under a name. */
async function signIn(client: Sdk, DeviceName: string) {
  const { AuthenticationResult } = await client.initiateAuth({
    ClientId: 'testclient',
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'alice', PASSWORD: 'Correct-Horse-9' },
  })
  const { AccessToken, NewDeviceMetadata } = AuthenticationResult ?? {}
  const DeviceKey = NewDeviceMetadata?.DeviceKey ?? ''
  const PasswordVerifier = Buffer.alloc(384, 1).toString('base64')
  const DeviceSecretVerifierConfig = { PasswordVerifier, Salt: Buffer.alloc(16, 1).toString('base64') }
  await client.confirmDevice({ AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig })
  return DeviceKey
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '')

test('what is on record is exported as JSON lines and as CSV, and followed as it happens', async () => {
  using folder = temporaryFolder()
  const config = folder.write('pools.json', sample)
  const data = ['--data', folder.path]
  await using server = await serve([...data, '--config', config])
  const client = sdk(server.url)
  const [laptop, formula, european] = [
    await signIn(client, 'Laptop, "old"'),
    await signIn(client, '\u200e=HYPERLINK("http://evil.example")\u001b[31m'),
    await signIn(client, 'Mine;\t=HYPERLINK(A1)'),
  ]

  const { stdout, code } = await latchkey(['events', 'export', ...data, '--pool', UserPoolId])
  expect(code).toBe(0)
  const tracked = linesOf(stdout)
    .map((line) => JSON.parse(line))
    .filter(({ Kind }) => Kind === 'DeviceTracked')
  expect(tracked).toMatchObject([
    {
      UserPoolId,
      CreationDate: expect.stringMatching(/^20\d\d-.*Z$/),
      Outcome: 'Pass',
      Username: 'alice',
      DeviceKey: laptop,
      DeviceName: 'Laptop, "old"',
      IpAddress: '127.0.0.1',
      Browser: 'AWS SDK for JavaScript',
    },
    { DeviceKey: formula },
    { DeviceKey: european },
  ])

  const places = join(folder.path, 'places.mmdb')
  geoipFile(places, { '127.0.0.0/8': { city: 'Nowhere' } })
  const csv = await latchkey(['events', 'export', ...data, '--format', 'csv'], {
    LATCHKEY_GEOIP_FILE: places,
  })
  const [head, ...rows] = csv.stdout.split('\r\n')
  expect(head).toMatch(/^CreationDate,UserPoolId,Kind,Outcome,Reason,Username,/)
  expect(rows.find((row) => row.includes(`${laptop},`))).toContain(`,"Laptop, ""old""",127.0.0.1,Nowhere,`)
  expect(csv.stdout).toContain(`,"' =HYPERLINK(""http://evil.example"") [31m",`)
  expect(csv.stdout).toContain(`,"Mine; '=HYPERLINK(A1)",`)
  expect(csv.stdout).not.toContain('\u001b')

  const tail = run(['events', 'tail', ...data, '--pool', UserPoolId, '--user', 'alice', '--since', '1h'])
  await expect.poll(() => tail.printed.stdout, { timeout: 10_000 }).toContain(formula)
  const phone = await signIn(client, 'Phone')
  await expect.poll(() => tail.printed.stdout, { timeout: 10_000 }).toContain(phone)
  tail.process.kill('SIGINT')
  const ended = await tail.ended
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  const ids = linesOf(ended.stdout).map((line) => JSON.parse(line).EventId)
  expect(new Set(ids).size).toBe(ids.length)

  expect((await latchkey(['events', 'export', ...data, '--until', '1h'])).stdout).toBe('')
  expect((await latchkey(['events', 'export', ...data, '--pool', UserPoolId, '--user', 'bob'])).stdout).toBe(
    '',
  )
  const nowhere = await latchkey(['events', 'export', ...data, '--pool', 'local_Nowhere1'])
  expect(nowhere).toMatchObject({ code: 1, stderr: 'User pool local_Nowhere1 does not exist.\n' })
})

test('events of a user who was deleted are found by the sub', async () => {
  using folder = temporaryFolder()
  const data = ['--data', folder.path]
  await using server = await serve([...data, '--config', folder.write('pools.json', sample)])
  const client = sdk(server.url)
  const DeviceKey = await signIn(client, 'Laptop')
  const { UserAttributes } = await client.adminGetUser({ UserPoolId, Username: 'alice' })
  const sub = UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
  await client.adminDeleteUser({ UserPoolId, Username: 'alice' })
  const { stdout } = await latchkey(['events', 'export', ...data, '--pool', UserPoolId, '--user', sub])
  expect(linesOf(stdout).map((line) => JSON.parse(line).DeviceKey)).toContain(DeviceKey)
})

test('what one operator did is found in all pools, and followed', async () => {
  using folder = temporaryFolder()
  const data = ['--data', folder.path]
  await using server = await serve([...data, '--config', folder.write('pools.json', sample)])
  const client = sdk(server.url)
  await signIn(client, 'Laptop')
  const Operator = `access key ${DEVELOPMENT_ACCESS_KEY.accessKeyId}`
  const tail = run(['events', 'tail', ...data, '--since', '1h', '--operator', Operator])
  await client.adminDisableUser({ UserPoolId, Username: 'alice' })
  await expect.poll(() => tail.printed.stdout, { timeout: 10_000 }).toContain('AdminDisableUser')
  tail.process.kill('SIGINT')
  const { stdout } = await latchkey(['events', 'export', ...data, '--operator', Operator])
  for (const text of [(await tail.ended).stdout, stdout]) {
    const events = linesOf(text).map((line) => JSON.parse(line))
    expect(events).toContainEqual(expect.objectContaining({ Operation: 'AdminDisableUser' }))
    expect(new Set(events.map((event) => event.Operator))).toEqual(new Set([Operator]))
  }
  expect((await latchkey(['events', 'export', ...data, '--operator', 'nobody'])).stdout).toBe('')
})

test.each([
  [
    ['--since', 'yesterday'],
    '--since yesterday is no time: write it like 2026-03-11T12:00:00Z or 2026-03-11',
  ],
  [['--until', '2026-13-41'], '--until 2026-13-41 is no time'],
  [['--format', 'xml'], '--format must be one of jsonl, csv.'],
  [['--user', 'alice'], '--user needs --pool: two pools may have users of one name.'],
])('%j is told', async (args, sentence) => {
  const { code, stderr } = await latchkey(['events', 'export', ...args])
  expect(code).toBe(2)
  expect(stderr).toContain(sentence)
})
