import { expect, test } from 'vitest'
import { latchkey, sample, sdk, serve, signIn, temporaryFolder } from './command-line.js'

const refusal = async (config: unknown) => {
  using folder = temporaryFolder()
  const file = folder.write('latchkey.json', config)
  const { code, stderr, stdout } = await latchkey([
    'serve',
    '--port',
    '0',
    '--data',
    folder.path,
    '--config',
    file,
  ])
  expect(code).toBe(1)
  expect(stdout).toBe('')
  return stderr
}

test('pools, clients and users are there under the ids that the file gives them', async () => {
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', sample)
  await using server = await serve(['--data', folder.path, '--config', config])
  const { UserPool } = await sdk(server.url).describeUserPool({ UserPoolId: 'local_Test1' })
  expect(UserPool).toMatchObject({
    Name: 'test',
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
  })
  const { AuthenticationResult } = await signIn(server.url)
  expect(AuthenticationResult?.NewDeviceMetadata?.DeviceKey).toMatch(/^local_/)
})

test('applied again it changes pools and clients, and leaves users and their passwords alone', async () => {
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', sample)
  await using first = await serve(['--data', folder.path, '--config', config])
  await sdk(first.url).adminSetUserPassword({
    UserPoolId: 'local_Test1',
    Username: 'alice',
    Password: 'Another-Horse-10',
    Permanent: true,
  })
  await first.stop()
  const pools = sample.pools.map((pool) => ({ ...pool, PoolName: 'renamed' }))
  const changed = folder.write('latchkey.json', { ...sample, pools })
  await using second = await serve(['--data', folder.path, '--config', changed])
  const { UserPool } = await sdk(second.url).describeUserPool({ UserPoolId: 'local_Test1' })
  expect(UserPool?.Name).toBe('renamed')
  await expect(signIn(second.url, 'Another-Horse-10')).resolves.toHaveProperty('AuthenticationResult')
})

test('a pool has the second factors and the passkeys that the file gives it, at every start', async () => {
  using folder = temporaryFolder()
  const [pool] = sample.pools
  const UserPoolMfaConfig = {
    MfaConfiguration: 'OPTIONAL',
    EmailMfaConfiguration: { Subject: 'Hello', Message: 'Your code: {####}' },
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' },
  }
  const config = folder.write('latchkey.json', { ...sample, pools: [{ ...pool, UserPoolMfaConfig }] })
  const settings = async () => {
    await using server = await serve(['--data', folder.path, '--config', config])
    const { $metadata, ...answer } = await sdk(server.url).getUserPoolMfaConfig({ UserPoolId: 'local_Test1' })
    return answer
  }

  const first = await settings()
  expect(first).toMatchObject(UserPoolMfaConfig)
  expect(first).toMatchObject({ SoftwareTokenMfaConfiguration: { Enabled: false } })
  expect(await settings()).toEqual(first)
})

test('what is wrong with the second factors of a pool is told with its path', async () => {
  const [pool] = sample.pools
  const stderr = await refusal({
    ...sample,
    pools: [{ ...pool, UserPoolMfaConfig: { MfaConfiguration: 'ALWAYS', EmailMFA: {} } }],
  })
  expect(stderr).toContain('pools[0].UserPoolMfaConfig.MfaConfiguration: ')
  expect(stderr).toContain('pools[0].UserPoolMfaConfig.EmailMFA: ')
})

test('unknown keys and wrong values are named with their path, all at once', async () => {
  const [pool] = sample.pools
  const stderr = await refusal({
    pools: [{ ...pool, DeviceConfigration: {}, Policies: { PasswordPolicy: { MinimumLength: 2 } } }],
    clients: [{ ...sample.clients[0], ExplicitAuthFlows: ['ALLOW_EVERYTHING'] }],
    users: [{ UserPoolId: 'local_Test1', Username: 7 }],
    groups: [],
  })
  expect(stderr).toMatch(/pools\[0\]\.DeviceConfigration: unknown key; did you mean 'DeviceConfiguration'\?/)
  expect(stderr).toMatch(
    /pools\[0\]\.Policies\.PasswordPolicy\.MinimumLength: must have value greater than or equal to 6/,
  )
  expect(stderr).toMatch(/clients\[0\]\.ExplicitAuthFlows\[0\]: /)
  expect(stderr).toMatch(/users\[0\]\.Username: /)
  expect(stderr).toMatch(/groups: unknown key/)
})

test.each([
  ['a file that is not there', undefined, /no such file/],
  ['broken JSON', '{ "pools": [', /JSON/],
  ['a list instead of an object', [], /must hold a JSON object/],
  ['a list that is none', { pools: {} }, /pools: must be a list/],
  ['an entry that is none', { pools: ['local_A'] }, /pools\[0\]: must be an object/],
  ['a pool without an id', { pools: [{ PoolName: 'x' }] }, /pools\[0\]\.UserPoolId: must be a text/],
  [
    'an id that no client accepts',
    { pools: [{ UserPoolId: 'nodash', PoolName: 'x' }] },
    /pools\[0\]\.UserPoolId: must look like/,
  ],
  [
    'a client of no pool',
    { clients: sample.clients },
    /clients\[0\]: There is no pool with the UserPoolId local_Test1/,
  ],
  [
    'a trigger that cannot be reached',
    {
      pools: [
        { ...sample.pools[0], LambdaConfig: { PreSignUp: `arn:aws:lambda:local:000000000000:function:f` } },
      ],
    },
    /pools\[0\]: LambdaConfig\.PreSignUp: .*LATCHKEY_LAMBDA_ENDPOINT/,
  ],
  [
    'a weak password',
    { ...sample, users: [{ ...sample.users[0], Password: 'weak' }] },
    /users\[0\]: Password did not conform/,
  ],
])('%s is refused', async (_what, config, sentence) => {
  if (config !== undefined) {
    expect(await refusal(config)).toMatch(sentence)
    return
  }
  using folder = temporaryFolder()
  const { stderr } = await latchkey(['serve', '--data', folder.path, '--config', `${folder.path}/none.json`])
  expect(stderr).toMatch(sentence)
})

test('what was fixed when the pool was made is not changed in silence', async () => {
  using folder = temporaryFolder()
  await using first = await serve(['--data', folder.path, '--config', folder.write('a.json', sample)])
  await first.stop()
  const pools = sample.pools.map((pool) => ({ ...pool, UsernameAttributes: ['email'] }))
  const other = folder.write('b.json', { pools })
  const { code, stderr } = await latchkey(['serve', '--port', '0', '--data', folder.path, '--config', other])
  expect(code).toBe(1)
  expect(stderr).toMatch(/pools\[0\]: UsernameAttributes was fixed when the pool was made/)
})

test('faults are named under the index that the file has, in entries with other faults too', async () => {
  const [pool, client] = [sample.pools[0], sample.clients[0]]
  const stderr = await refusal({
    pools: [
      { ...pool, Colour: 'red' },
      { ...pool, UserPoolId: 'nodash', Colour: 'red' },
      { ...pool, UserPoolId: 'nodash2' },
    ],
    clients: [
      'none',
      { ...client, ClientId: 'no space', Colour: 'red' },
      { ...client, GenerateSecret: true, Colour: 'red' },
    ],
  })
  const places = stderr.match(/^ {2}\S+:/gm)?.map((place) => place.trim())
  expect(places?.sort()).toEqual([
    'clients[0]:',
    'clients[1].ClientId:',
    'clients[1].Colour:',
    'clients[2].Colour:',
    'clients[2].GenerateSecret:',
    'pools[0].Colour:',
    'pools[1].Colour:',
    'pools[1].UserPoolId:',
    'pools[2].UserPoolId:',
  ])
})

test('two pools, or two clients, with one id are named', async () => {
  const [pool, client] = [sample.pools[0], sample.clients[0]]
  const stderr = await refusal({
    pools: [pool, { ...pool, PoolName: 'other', UserPoolId: 'local_B' }, pool],
    clients: [client, { ...client, UserPoolId: 'local_B' }],
  })
  expect(stderr).toContain('pools[2].UserPoolId: local_Test1 is there already, as pools[0]\n')
  expect(stderr).toContain('clients[1].ClientId: testclient is there already, as clients[0]\n')
})

const SECRET = 'a_secret_of_24_letters_00'
const withSecret = (ClientSecret: string | undefined) => ({
  ...sample,
  clients: sample.clients.map((client) => ({ ...client, ...(ClientSecret && { ClientSecret }) })),
})

test.each([
  ['another', SECRET, 'b_secret_of_24_letters_00'],
  ['missing', SECRET, undefined],
  ['new', undefined, SECRET],
])('the secret of a client that is there is not ignored in silence: %s', async (_what, before, after) => {
  using folder = temporaryFolder()
  const file = folder.write('a.json', withSecret(before))
  await using first = await serve(['--data', folder.path, '--config', file])
  await first.stop()
  await using again = await serve(['--data', folder.path, '--config', file])
  await again.stop()
  const other = folder.write('b.json', withSecret(after))
  const { code, stderr } = await latchkey(['serve', '--port', '0', '--data', folder.path, '--config', other])
  expect(code).toBe(1)
  expect(stderr).toContain('clients[0]: ClientSecret was fixed when the client was made')
  expect(stderr).not.toContain(SECRET)
})
