import { mailServer } from '@latchkey/testing/mail'
import { expect, test, vi } from 'vitest'
import { latchkey, sample, sdk, serve, temporaryFolder } from './command-line.js'

const production = { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }

const invite = (client: ReturnType<typeof sdk>, Username: string, email = `${Username}@example.com`) =>
  client.adminCreateUser({
    UserPoolId: 'local_Test1',
    Username,
    TemporaryPassword: 'Guess-me-1',
    UserAttributes: [{ Name: 'email', Value: email }],
  })

test('on a developer’s machine the messages are listed with what they say, newest first, while the server runs', async () => {
  using folder = temporaryFolder()
  const config = folder.write('pools.json', sample)
  await using server = await serve(['--data', folder.path, '--config', config])
  await invite(sdk(server.url), 'bob')
  await invite(sdk(server.url), 'carol')
  const list = (...args: string[]) => latchkey(['messages', 'list', '--data', folder.path, ...args])

  const { stdout, code } = await list()
  expect(code).toBe(0)
  const lines = stdout.split('\n')
  expect(lines[0]).toMatch(
    /^20\S+Z {2}kept {5}EMAIL {2}carol@example.com {2}invitation {2}Your username is carol and your temporary password is Guess-me-1$/,
  )
  expect(lines[1]).toContain('bob@example.com')
  expect(JSON.parse((await list('--json', '--limit', '1')).stdout)).toMatchObject([
    { poolId: 'local_Test1', to: 'carol@example.com', state: 'kept', text: /Guess-me-1/ },
  ])
  expect((await list('--state', 'sent')).stdout).toBe('')
  expect((await list('--pool', 'local_Other')).stdout).toBe('')
})

test('in production what they say is shown only when it is asked for, and never talks to the terminal', async () => {
  using folder = temporaryFolder()
  const SMSMessage = '\u001b[31mRED\u0007 {username}\r\n{####}'
  const AdminCreateUserConfig = { InviteMessageTemplate: { SMSMessage } }
  const pools = sample.pools.map((pool) => ({ ...pool, AdminCreateUserConfig }))
  const config = folder.write('pools.json', { ...sample, pools })
  await using server = await serve(['--data', folder.path, '--config', config], { env: production })
  expect(server.printed.stderr).toContain('LATCHKEY_SMTP_URL is not set: e-mail is not sent.')
  const added = await latchkey(['access-key', 'add', '--json', '--data', folder.path], production)
  const { accessKeyId, secretAccessKey } = JSON.parse(added.stdout)
  await invite(sdk(server.url, accessKeyId, secretAccessKey), 'bob')
  const list = (...args: string[]) =>
    latchkey(['messages', 'list', '--data', folder.path, ...args], production)

  const { stdout } = await list()
  expect(stdout).toMatch(/waiting {2}EMAIL {2}bob@example.com {2}invitation {2}Your temporary password/)
  expect(stdout).not.toContain('Guess-me-1')
  expect((await list('--json')).stdout).not.toContain('Guess-me-1')
  expect((await list('--contents')).stdout).toContain('Guess-me-1')

  await sdk(server.url, accessKeyId, secretAccessKey).adminCreateUser({
    UserPoolId: 'local_Test1',
    Username: 'carol',
    TemporaryPassword: 'Guess-me-1',
    UserAttributes: [{ Name: 'phone_number', Value: '+15555550100' }],
  })
  const [line = ''] = (await list('--contents')).stdout.split('\n')
  expect(line).toMatch(/SMS {4}\+15555550100 {2}invitation +\[31mRED carol Guess-me-1/)
  expect(server.printed.stderr).not.toContain('Guess-me-1')
})

test.each([
  [['--state', 'lost'], '--state lost is none of waiting, sent, dead, kept.'],
  [['--limit', '0'], '--limit 0 is not a number from 1 to 1000.'],
  [['--limit', 'all'], '--limit all is not a number'],
])('%j is told', async (args, sentence) => {
  const { code, stderr } = await latchkey(['messages', 'list', ...args])
  expect(code).toBe(2)
  expect(stderr).toContain(sentence)
})

test.each([
  ['LATCHKEY_SMTP_URL', { LATCHKEY_SMTP_URL: 'mail.example.com' }],
  ['LATCHKEY_SMS_WEBHOOK_SECRET', { LATCHKEY_SMS_WEBHOOK_URL: 'https://sms.example.com' }],
])('a server with a wrong %s does not start, and says so', async (name, env) => {
  using folder = temporaryFolder()
  const { code, stderr } = await latchkey(['serve', '--port', '0', '--data', folder.path], env)
  expect(code).toBe(1)
  expect(stderr).toContain(name)
})

test('a message that was not taken survives a server that is killed, and the next one sends it', async () => {
  using folder = temporaryFolder()
  const config = folder.write('pools.json', sample)
  await using mail = await mailServer()
  mail.refuse = () => [451, '4.3.0 Not now']
  const env = { LATCHKEY_SMTP_URL: mail.url, LATCHKEY_MAIL_FROM: 'Test <no-reply@example.com>' }
  const first = await serve(['--data', folder.path, '--config', config], { env })
  await invite(sdk(first.url), 'bob')
  const told = () => expect(first.printed.stderr).toContain('message not sent yet')
  await vi.waitFor(told, { timeout: 20_000 })
  await first.stop('SIGKILL')

  mail.refuse = undefined
  await using _second = await serve(['--data', folder.path], { env })
  await vi.waitFor(() => expect(mail.received).toHaveLength(1), { timeout: 40_000, interval: 200 })
  expect(mail.received).toMatchObject([{ recipients: ['bob@example.com'], parsed: { text: /Guess-me-1/ } }])
  const { stdout } = await latchkey(['messages', 'list', '--state', 'sent', '--data', folder.path])
  expect(stdout).toContain('bob@example.com')
})
