import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { latchkey, sample, serve, temporaryFolder } from './command-line.js'

test('outputs prints the object for Amplify.configure, with where the server runs', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path, '--config', folder.write('c.json', sample)])
  const args = ['outputs', '--pool', 'local_Test1', '--client', 'testclient', '--data', folder.path]
  const { stdout, code } = await latchkey(args)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    Auth: {
      Cognito: {
        userPoolId: 'local_Test1',
        userPoolClientId: 'testclient',
        userPoolEndpoint: server.url,
        signUpVerificationMethod: 'code',
        loginWith: { username: true, email: false, phone: false },
        userAttributes: {},
        mfa: { status: 'off', totpEnabled: false, smsEnabled: false },
        passwordFormat: {
          minLength: 8,
          requireLowercase: true,
          requireUppercase: true,
          requireNumbers: true,
          requireSpecialCharacters: true,
        },
      },
    },
  })
  const elsewhere = await latchkey([...args, '--endpoint', 'https://id.example.com'])
  expect(JSON.parse(elsewhere.stdout).Auth.Cognito.userPoolEndpoint).toBe('https://id.example.com')
})

test('what the screens of the Authenticator ask for follows the pool', async () => {
  using folder = temporaryFolder()
  const [pool] = sample.pools
  const config = folder.write('c.json', {
    ...sample,
    users: [],
    pools: [
      {
        ...pool,
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        Schema: [{ Name: 'given_name', AttributeDataType: 'String', Required: true }],
        MfaConfiguration: 'ON',
        Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } },
      },
    ],
  })
  await using _server = await serve(['--data', folder.path, '--config', config])
  const args = ['outputs', '--pool', 'local_Test1', '--client', 'testclient', '--data', folder.path]
  expect(JSON.parse((await latchkey(args)).stdout).Auth.Cognito).toMatchObject({
    loginWith: { username: false, email: true, phone: false },
    userAttributes: { given_name: { required: true }, email: { required: true } },
    mfa: { status: 'on', totpEnabled: true },
    passwordFormat: { minLength: 12, requireSpecialCharacters: false },
  })
})

test('it prints the pool.json of the example for the sample pool', async () => {
  using folder = temporaryFolder()
  const examples = join(import.meta.dirname, '..', '..', '..', 'examples')
  await using _server = await serve(['--data', folder.path, '--config', join(examples, 'sample.json')])
  const { stdout } = await latchkey([
    ...['outputs', '--pool', 'local_Sample1', '--client', 'sampleclient', '--data', folder.path],
    ...['--endpoint', 'http://127.0.0.1:9229'],
  ])
  const kept = readFileSync(join(examples, 'app', 'public', 'pool.json'), 'utf8')
  expect(JSON.parse(stdout)).toEqual(JSON.parse(kept))
})

test('a pool or client that is not there is named', async () => {
  using folder = temporaryFolder()
  await using _server = await serve(['--data', folder.path, '--config', folder.write('c.json', sample)])
  const { code, stderr } = await latchkey([
    'outputs',
    '--pool',
    'local_Test1',
    '--client',
    'other',
    '--data',
    folder.path,
  ])
  expect(code).toBe(1)
  expect(stderr).toBe('There is no client other in a pool local_Test1.\n')
})

test('what is misused is told with the way out, and exits 2', async () => {
  expect(await latchkey(['outputs'])).toMatchObject({ code: 2, stderr: '--pool is needed.\n' })
  expect(await latchkey(['dance'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('latchkey help'),
  })
  expect(await latchkey(['serve', '--colour', 'red'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('latchkey serve --help'),
  })
  expect(await latchkey(['serve', '--port', '99999'])).toMatchObject({ code: 2 })
  expect(await latchkey([])).toMatchObject({ code: 2 })
})

test('help lists every command, and every option of one', async () => {
  const { stdout, code } = await latchkey(['help'])
  expect(code).toBe(0)
  for (const words of ['serve', 'outputs', 'access-key add', 'access-key list', 'access-key remove']) {
    expect(stdout).toContain(`latchkey ${words} `)
  }
  const serve = await latchkey(['serve', '--help'])
  for (const option of ['--host', '--port', '--data', '--config']) expect(serve.stdout).toContain(option)
})
