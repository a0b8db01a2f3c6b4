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
    'a setting that is not served',
    {
      pools: [
        { ...sample.pools[0], LambdaConfig: { PreSignUp: `arn:aws:lambda:local:000000000000:function:f` } },
      ],
    },
    /pools\[0\]: .*LambdaConfig/,
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
