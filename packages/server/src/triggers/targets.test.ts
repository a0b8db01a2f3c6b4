import { triggerServer, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { invocationUrl } from './invoke.js'
import { targetOf } from './target.js'

describe('a target', () => {
  test.each([
    ['arn:aws:lambda:eu-west-1:123456789012:function:greet', { kind: 'function', name: 'greet' }],
    ['arn:aws-cn:lambda:cn-north-1:123456789012:function:greet:7', { kind: 'function', name: 'greet' }],
    ['https://hooks.example.com/a?b=c', { kind: 'webhook', url: 'https://hooks.example.com/a?b=c' }],
    ['http://127.0.0.1:3000/', { kind: 'webhook', url: 'http://127.0.0.1:3000/' }],
    ['http://[::1]:3000/', { kind: 'webhook', url: 'http://[::1]:3000/' }],
    ['module:greet', { kind: 'module', name: 'greet' }],
  ])('%s is one', (text, target) => {
    expect(targetOf(text)).toEqual(target)
  })

  test.each([
    'http://hooks.example.com/',
    'http://127.0.0.1.example.com/',
    'https://user:password@hooks.example.com/',
    'https://hooks.example.com/#part',
    'https://hooks.example.com/ x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'module:../../etc/passwd',
    'module:/tmp/evil.mjs',
    'module:',
    'arn:aws:sns:eu-west-1:123456789012:topic',
    'arn:aws:lambda:eu-west-1:123456789012:function:../x',
    'greet',
    '',
  ])('%j is none', (text) => {
    expect(targetOf(text)).toBeUndefined()
  })
})

describe('a function is invoked', () => {
  test.each([
    ['http://127.0.0.1:3001', 'http://127.0.0.1:3001/2015-03-31/functions/greet/invocations'],
    ['http://127.0.0.1:3001/', 'http://127.0.0.1:3001/2015-03-31/functions/greet/invocations'],
    [
      'http://127.0.0.1:9000/2015-03-31/functions/function/invocations',
      'http://127.0.0.1:9000/2015-03-31/functions/function/invocations',
    ],
    [
      'http://{function}:8080/2015-03-31/functions/function/invocations',
      'http://greet:8080/2015-03-31/functions/function/invocations',
    ],
  ])('at %s by %s', (endpoint, url) => {
    expect(invocationUrl(endpoint, 'greet')).toBe(url)
  })
})

describe('a pool', () => {
  const PreSignUp = 'arn:aws:lambda:local:000000000000:function:greet'

  test.each([
    ['a function, where none can be invoked', { PreSignUp }, /LATCHKEY_LAMBDA_ENDPOINT/],
    [
      'a webhook, where nothing signs',
      { PreSignUp: 'https://hooks.example.com/' },
      /LATCHKEY_TRIGGER_SECRET/,
    ],
    ['a module that the configuration file does not name', { PreSignUp: 'module:greet' }, /no module greet/],
    [
      'a target that is none',
      { PreSignUp: 'http://hooks.example.com/' },
      /must be the ARN of a Lambda function/,
    ],
    [
      'a key for codes, where nothing encrypts',
      { KMSKeyID: 'arn:aws:kms:local:000000000000:key/codes' },
      /KMSKeyID/,
    ],
  ])('with %s is refused', async (_what, LambdaConfig, sentence) => {
    await using pool = await userPool()
    const refused = { code: 'InvalidParameterException', message: expect.stringMatching(sentence) }
    await expect(pool.call('CreateUserPool', { PoolName: 'x', LambdaConfig })).rejects.toMatchObject(refused)
    await expect(pool.change({ pool: { LambdaConfig } })).rejects.toMatchObject(refused)
  })

  test('is described with its triggers as they were given, and an update without them ends them', async () => {
    await using hook = await triggerServer()
    const LambdaConfig = {
      ...hook.config('PreSignUp', 'CustomMessage'),
      PreTokenGenerationConfig: { LambdaVersion: 'V2_0' as const, LambdaArn: `${hook.url}/tokens` },
    }
    await using pool = await userPool({ pool: { LambdaConfig }, triggers: hook.settings })
    const described = await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })
    expect(described.UserPool?.LambdaConfig).toEqual(LambdaConfig)
    await pool.change({})
    await pool.call('SignUp', {
      ClientId: pool.client.clientId,
      Username: 'alice',
      Password: 'Correct-horse-1',
    })
    expect(hook.received).toEqual([])
  })

  test('whose target is not to be had any more fails its users, rather than pass them', async () => {
    await using pool = await userPool({
      pool: { LambdaConfig: { PreSignUp: 'module:greet' } },
      triggers: { modules: { greet: (event) => event } },
    })
    const { makeTriggers } = await import('./invoke.js')
    pool.server.world.triggers = makeTriggers({}, pool.server.world)
    await expect(
      pool.call('SignUp', { ClientId: pool.client.clientId, Username: 'alice', Password: 'Correct-horse-1' }),
    ).rejects.toMatchObject({ code: 'UnexpectedLambdaException' })
  })
})
