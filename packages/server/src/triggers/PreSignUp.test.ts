import { createHmac, randomBytes } from 'node:crypto'
import {
  type PoolOptions,
  type TestPool,
  type TriggerServer,
  triggerServer,
  userPool,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import type { TriggerModule } from './invoke.js'

const webhookKey = randomBytes(32)
const functionArn = (name: string) => `arn:aws:lambda:local:000000000000:function:${name}`

const poolWith = (hook: TriggerServer, options: PoolOptions = {}) =>
  userPool({
    ...options,
    pool: {
      LambdaConfig: { PreSignUp: `${hook.url}/sign-up` },
      AutoVerifiedAttributes: ['email'],
      ...options.pool,
    },
    triggers: { webhookKey, attemptMilliseconds: 300 },
  })

const signUp = (pool: TestPool, Username = 'alice') =>
  pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username,
    Password: 'Correct-horse-1',
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
    ValidationData: [{ Name: 'invitation', Value: '4711' }],
    ClientMetadata: { campaign: 'spring' },
  })

const enter = (pool: TestPool, USERNAME = 'alice') =>
  pool.call('InitiateAuth', {
    ClientId: pool.client.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: 'Correct-horse-1' },
  })

const nobody = (pool: TestPool, Username = 'alice') =>
  expect(pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })).rejects.toMatchObject({
    code: 'UserNotFoundException',
  })

describe('PreSignUp', () => {
  test('is asked in the shape of Cognito before the user is written, by a POST that only we can sign', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = async (event) => {
      await nobody(pool)
      return event
    }
    expect(await signUp(pool)).toMatchObject({ UserConfirmed: false })
    const { event, headers, body, path } = hook.received[0] ?? expect.unreachable()
    expect(path).toBe('/sign-up')
    expect(event).toEqual({
      version: '1',
      triggerSource: 'PreSignUp_SignUp',
      region: 'local',
      userPoolId: pool.poolId,
      userName: 'alice',
      callerContext: { awsSdkVersion: expect.any(String), clientId: pool.client.clientId },
      request: {
        userAttributes: { email: 'alice@example.com', email_verified: 'false' },
        validationData: { invitation: '4711' },
        clientMetadata: { campaign: 'spring' },
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    })
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const signature = createHmac('sha256', webhookKey).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(pool.clock.now().getTime() / 1000))
    expect(JSON.stringify(hook.received)).not.toContain('Correct-horse-1')
  })

  test('confirms users, who then sign in at once, and are sent no code', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = (event) => ({ ...event, response: { autoConfirmUser: true, autoVerifyEmail: true } })
    const answer = await signUp(pool)
    expect(answer).toMatchObject({ UserConfirmed: true })
    expect(answer).not.toHaveProperty('CodeDeliveryDetails')
    const user = await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username: 'alice' })
    expect(user.UserStatus).toBe('CONFIRMED')
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
    expect(await enter(pool)).toHaveProperty('AuthenticationResult')
  })

  test('refuses in its own words, and nothing is kept', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = (_event, response) => {
      response.statusCode = 400
      return { errorMessage: 'Only for staff' }
    }
    await expect(signUp(pool)).rejects.toMatchObject({
      code: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Only for staff.',
    })
    await nobody(pool)
  })

  test('cannot vouch for an address that is not there', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = (event) => ({ ...event, response: { autoVerifyPhone: true } })
    await expect(signUp(pool)).rejects.toMatchObject({ code: 'InvalidLambdaResponseException' })
    await nobody(pool)
  })

  test('is asked about users whom an operator makes, and confirms none of them', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = (event) => ({ ...event, response: { autoConfirmUser: true } })
    const { User } = await pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: 'bob',
      MessageAction: 'SUPPRESS',
    })
    expect(User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD')
    expect(hook.received[0]?.event).toMatchObject({
      triggerSource: 'PreSignUp_AdminCreateUser',
      userName: 'bob',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    })
  })
})

describe('a trigger that is a function', () => {
  test('is invoked by its name as AWS Lambda, and SAM on this machine, are', async () => {
    await using runtime = await triggerServer()
    await using pool = await userPool({
      pool: { LambdaConfig: { PreSignUp: `${functionArn('greet')}:live` } },
      triggers: { lambdaEndpoint: runtime.url },
    })
    await signUp(pool)
    expect(runtime.received[0]?.path).toBe('/2015-03-31/functions/greet/invocations')
  })

  test('is invoked at one path, whatever its name, where the endpoint has one: the runtime interface emulator', async () => {
    await using runtime = await triggerServer()
    await using pool = await userPool({
      pool: { LambdaConfig: { PreSignUp: functionArn('greet') } },
      triggers: { lambdaEndpoint: `${runtime.url}/2015-03-31/functions/function/invocations` },
    })
    await signUp(pool)
    expect(runtime.received[0]?.path).toBe('/2015-03-31/functions/function/invocations')
  })

  test('refuses by an error that it throws, told by a header or, by the emulator, without', async () => {
    await using runtime = await triggerServer()
    await using pool = await userPool({
      pool: { LambdaConfig: { PreSignUp: functionArn('greet') } },
      triggers: { lambdaEndpoint: runtime.url },
    })
    const refusal = {
      code: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Not you.',
    }
    runtime.react = () => {
      throw new Error('Not you')
    }
    await expect(signUp(pool)).rejects.toMatchObject(refusal)
    runtime.react = () => ({ errorMessage: 'Not you', errorType: 'Error' })
    await expect(signUp(pool)).rejects.toMatchObject(refusal)
    expect(runtime.received).toHaveLength(2)
  })
})

describe('a trigger that is a module', () => {
  const poolOf = (greet: TriggerModule) =>
    userPool({
      pool: { LambdaConfig: { PreSignUp: 'module:greet' } },
      triggers: { modules: { greet }, attemptMilliseconds: 50 },
    })

  test('is called with the event, and gives it back', async () => {
    await using pool = await poolOf((event) => ({ ...Object(event), response: { autoConfirmUser: true } }))
    expect(await signUp(pool)).toMatchObject({ UserConfirmed: true })
  })

  test('refuses by what it throws', async () => {
    await using pool = await poolOf(() => {
      throw new Error('Not you')
    })
    await expect(signUp(pool)).rejects.toMatchObject({
      code: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Not you.',
    })
  })

  test.each([
    ['nothing', undefined],
    ['a symbol', Symbol('no')],
    ['an object without a prototype', Object.create(null)],
    ['an error whose message is none', Object.assign(new Error(), { message: { reason: 'no' } })],
  ])('refuses also by throwing %s', async (_what, thrown) => {
    await using pool = await poolOf(() => {
      throw thrown
    })
    await expect(signUp(pool)).rejects.toMatchObject({ code: 'UserLambdaValidationException' })
  })

  test('that never answers is given up', async () => {
    await using pool = await poolOf(() => new Promise(() => {}))
    await expect(signUp(pool)).rejects.toMatchObject({ code: 'UnexpectedLambdaException' })
  })
})
