import {
  claimsIn,
  type PoolOptions,
  type TestPool,
  type TriggerServer,
  triggerServer,
  userPool,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const poolWith = (hook: TriggerServer, options: PoolOptions = {}) =>
  userPool({
    ...options,
    pool: {
      LambdaConfig: hook.config('PreAuthentication', 'PostAuthentication', 'PreTokenGeneration'),
      ...options.pool,
    },
    triggers: hook.settings,
  })

const eventOf = (hook: TriggerServer, source: string) =>
  hook.received.find(({ event }) => event.triggerSource === source)?.event

const enter = (pool: TestPool, USERNAME: string, PASSWORD: string, ClientMetadata?: Record<string, string>) =>
  pool.call('InitiateAuth', {
    ClientId: pool.client.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
    ClientMetadata,
  })

describe('a sign-in', () => {
  test('asks its triggers in the order of Cognito, each in its shape', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    const alice = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
    await enter(pool, 'alice', alice.password, { shop: 'north' })
    expect(hook.sources()).toEqual([
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ])
    const userAttributes = {
      sub: alice.userId,
      'cognito:user_status': 'CONFIRMED',
      email: 'alice@example.com',
      email_verified: 'false',
    }
    const [before, after, tokens] = hook.received.map(({ event }) => event)
    expect(before.request).toEqual({ userAttributes, validationData: { shop: 'north' }, userNotFound: false })
    expect(after.request).toEqual({ userAttributes, clientMetadata: { shop: 'north' } })
    expect(tokens).toMatchObject({ version: '1', response: { claimsOverrideDetails: null } })
    expect(tokens.request).toEqual({
      userAttributes,
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      clientMetadata: { shop: 'north' },
    })
    expect(JSON.stringify(hook.received)).not.toContain(alice.password)
  })

  test('tells whether the device is new, and that the remembered one proved itself', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook, { remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    expect(eventOf(hook, 'PostAuthentication_Authentication').request.newDeviceUsed).toBe(true)
    hook.received.length = 0
    await laptop.signIn(alice)
    expect(laptop.walk.at(-1)).toBe('DEVICE_PASSWORD_VERIFIER')
    expect(eventOf(hook, 'PostAuthentication_Authentication').request.newDeviceUsed).toBe(false)
    expect(hook.sources().at(-1)).toBe('TokenGeneration_AuthenticateDevice')
  })

  test('ends before the password is looked at, when PreAuthentication says no', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    await pool.user('alice')
    hook.react = (_event, response) => {
      response.statusCode = 403
      return { errorMessage: 'Not from there' }
    }
    await expect(enter(pool, 'alice', 'wrong')).rejects.toMatchObject({
      code: 'UserLambdaValidationException',
      message: 'PreAuthentication failed with error Not from there.',
    })
    expect(hook.received).toHaveLength(1)
  })

  test('of nobody asks PreAuthentication too, where missing users are hidden, and ends as a wrong password', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook, { client: { PreventUserExistenceErrors: 'ENABLED' } })
    await expect(enter(pool, 'nobody', 'wrong')).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    expect(hook.received.map(({ event }) => event.request)).toEqual([
      { userAttributes: {}, validationData: null, userNotFound: true },
    ])
  })

  test('gives no tokens and begins no session, when PostAuthentication fails', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    const alice = await pool.user('alice')
    hook.react = (event, response) => {
      if (event.triggerSource.startsWith('PreAuth')) return event
      response.statusCode = 500
      return {}
    }
    await expect(enter(pool, 'alice', alice.password)).rejects.toMatchObject({
      code: 'UnexpectedLambdaException',
    })
    // Once, and once more.
    expect(hook.sources().filter((source) => source.startsWith('PostAuth'))).toHaveLength(2)
    expect(await pool.database.selectFrom('sessions').selectAll().execute()).toEqual([])
  })
})

describe('PreTokenGeneration', () => {
  test('is told of the step that ended the sign-in: a new password, and a refresh', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    const bob = await pool.user('bob', { temporaryPassword: true })
    const asked = await enter(pool, 'bob', bob.password)
    const { AuthenticationResult: tokens } = await pool.call('RespondToAuthChallenge', {
      ClientId: pool.client.clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: asked.Session,
      ChallengeResponses: { USERNAME: 'bob', NEW_PASSWORD: 'Another-horse-2' },
    })
    expect(hook.sources().at(-1)).toBe('TokenGeneration_NewPasswordChallenge')
    await pool.call('GetTokensFromRefreshToken', {
      ClientId: pool.client.clientId,
      RefreshToken: tokens?.RefreshToken ?? '',
    })
    expect(hook.sources().at(-1)).toBe('TokenGeneration_RefreshTokens')
  })

  test('version 1 changes the ID token, and no claim that says whose it is', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    const alice = await pool.user('alice', { attributes: { email: 'alice@example.com', name: 'Alice' } })
    hook.react = (event) => ({
      ...event,
      response: {
        claimsOverrideDetails: {
          claimsToAddOrOverride: {
            tenant: 'north',
            name: 'A.',
            sub: 'mallory',
            exp: '9999999999',
            'cognito:groups': 'admin',
          },
          claimsToSuppress: ['email', 'iss', 'aud'],
        },
      },
    })
    const { AuthenticationResult } = await enter(pool, 'alice', alice.password)
    const id = claimsIn(AuthenticationResult?.IdToken)
    expect(id).toMatchObject({ tenant: 'north', name: 'A.', sub: alice.userId, aud: pool.client.clientId })
    expect(id).not.toHaveProperty('email')
    expect(id).not.toHaveProperty('cognito:groups')
    expect(id.iss).toContain(pool.poolId)
    expect(id.exp).toBeLessThan(9999999999)
    expect(claimsIn(AuthenticationResult?.AccessToken)).not.toHaveProperty('tenant')
  })

  test.each(['2', '3'] as const)(
    'version %s changes both tokens, with claims of every kind, and scopes',
    async (version) => {
      await using hook = await triggerServer()
      await using pool = await poolWith(hook, {
        pool: {
          LambdaConfig: {
            PreTokenGenerationConfig: { LambdaVersion: `V${version}_0`, LambdaArn: `${hook.url}/tokens` },
          },
        },
      })
      const alice = await pool.user('alice')
      hook.react = (event) => ({
        ...event,
        response: {
          claimsAndScopeOverrideDetails: {
            idTokenGeneration: { claimsToAddOrOverride: { plan: { seats: 3 } } },
            accessTokenGeneration: {
              claimsToAddOrOverride: { tenants: ['north', 'south'], username: 'mallory', client_id: 'other' },
              scopesToAdd: ['orders/read', 'aws.cognito.signin.user.admin'],
              scopesToSuppress: [],
            },
          },
        },
      })
      const { AuthenticationResult } = await enter(pool, 'alice', alice.password)
      expect(hook.received[0]?.event).toMatchObject({
        version,
        request: { scopes: ['aws.cognito.signin.user.admin'] },
        response: { claimsAndScopeOverrideDetails: null },
      })
      expect(claimsIn(AuthenticationResult?.IdToken)).toMatchObject({ plan: { seats: 3 } })
      expect(claimsIn(AuthenticationResult?.AccessToken)).toMatchObject({
        tenants: ['north', 'south'],
        username: 'alice',
        client_id: pool.client.clientId,
        scope: 'aws.cognito.signin.user.admin orders/read',
      })
    },
  )

  test('takes the scope of self-service from a token, which then does not pass for it', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook, {
      pool: {
        LambdaConfig: {
          PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: `${hook.url}/tokens` },
        },
      },
    })
    const alice = await pool.user('alice')
    const accessTokenGeneration = {
      scopesToSuppress: ['aws.cognito.signin.user.admin'],
      scopesToAdd: ['orders/read'],
    }
    hook.react = (event) => ({
      ...event,
      response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } },
    })
    const { AuthenticationResult } = await enter(pool, 'alice', alice.password)
    const AccessToken = AuthenticationResult?.AccessToken ?? ''
    expect(claimsIn(AccessToken).scope).toBe('orders/read')
    await expect(pool.call('GetUser', { AccessToken })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })

  test('puts other groups in the place of the user’s, or none', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    const alice = await pool.user('alice')
    const UserPoolId = pool.poolId
    await pool.call('CreateGroup', { UserPoolId, GroupName: 'staff' })
    await pool.call('AdminAddUserToGroup', { UserPoolId, GroupName: 'staff', Username: 'alice' })
    const groupsWith = async (details: object) => {
      hook.react = (event) => ({ ...event, response: { claimsOverrideDetails: details } })
      const { AuthenticationResult } = await enter(pool, 'alice', alice.password)
      return claimsIn(AuthenticationResult?.AccessToken)['cognito:groups']
    }
    expect(await groupsWith({})).toEqual(['staff'])
    expect(hook.received.at(-1)?.event.request.groupConfiguration.groupsToOverride).toEqual(['staff'])
    expect(await groupsWith({ groupOverrideDetails: { groupsToOverride: ['guests'] } })).toEqual(['guests'])
    expect(await groupsWith({ groupOverrideDetails: null })).toBeUndefined()
  })

  test.each([
    ['claims that are no object', { claimsToAddOrOverride: ['x'] }],
    ['a claim of version 1 that is no text', { claimsToAddOrOverride: { x: { y: 1 } } }],
    ['claims of a hundred thousand letters', { claimsToAddOrOverride: { x: 'x'.repeat(100_000) } }],
    ['suppressed claims that are no list', { claimsToSuppress: 'email' }],
  ])('that answers %s is answered for, and no session begins', async (_what, details) => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    const alice = await pool.user('alice')
    hook.react = (event) => ({ ...event, response: { claimsOverrideDetails: details } })
    await expect(enter(pool, 'alice', alice.password)).rejects.toMatchObject({
      code: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    })
    expect(await pool.database.selectFrom('sessions').selectAll().execute()).toEqual([])
  })

  test('that fails at a refresh does not cost the user the session', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook, {
      client: { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } },
    })
    const alice = await pool.user('alice')
    const { AuthenticationResult } = await enter(pool, 'alice', alice.password)
    const refresh = () =>
      pool.call('GetTokensFromRefreshToken', {
        ClientId: pool.client.clientId,
        RefreshToken: AuthenticationResult?.RefreshToken ?? '',
      })
    hook.react = () => 'nonsense'
    await expect(refresh()).rejects.toMatchObject({ code: 'InvalidLambdaResponseException' })
    hook.react = (event) => event
    expect(await refresh()).toHaveProperty('AuthenticationResult.RefreshToken')
  })
})
