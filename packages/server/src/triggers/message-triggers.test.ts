import { createHmac } from 'node:crypto'
import {
  type PoolOptions,
  type TestPool,
  type TriggerServer,
  triggerServer,
  userPool,
} from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { compactDecrypt } from 'jose'
import { describe, expect, test } from 'vitest'

const KMSKeyID = 'arn:aws:kms:local:000000000000:key/codes'

const poolWith = (hook: TriggerServer, options: PoolOptions = {}) =>
  userPool({
    ...options,
    pool: {
      LambdaConfig: hook.config('CustomMessage'),
      AutoVerifiedAttributes: ['email', 'phone_number'],
      ...options.pool,
    },
    triggers: hook.settings,
  })

const signUp = (
  pool: TestPool,
  attributes: Record<string, string> = { email: 'alice@example.com' },
  Username = 'alice',
) =>
  pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username,
    Password: 'Correct-horse-1',
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    ClientMetadata: { language: 'fr' },
  })

const messageTo = async (pool: TestPool, Username = 'alice') => {
  const { UserAttributes } = await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })
  const userId = UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
  const [message] = await pool.messages({ userId })
  return message ?? expect.unreachable()
}

describe('CustomMessage', () => {
  test('is asked in the shape of Cognito, and its words bring the code', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = (event) => ({
      ...event,
      response: { emailSubject: 'Bienvenue', emailMessage: '<p>Votre code: {####}</p>' },
    })
    await signUp(pool)
    const { event } = hook.received[0] ?? expect.unreachable()
    expect(event).toMatchObject({
      triggerSource: 'CustomMessage_SignUp',
      userName: 'alice',
      request: {
        userAttributes: { email: 'alice@example.com', 'cognito:user_status': 'UNCONFIRMED' },
        codeParameter: '{####}',
        linkParameter: '{##Click Here##}',
        usernameParameter: null,
        clientMetadata: { language: 'fr' },
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    })
    const { subject, body } = await messageTo(pool)
    expect(subject).toBe('Bienvenue')
    expect(body).toMatch(/^<p>Votre code: \d{6}<\/p>$/)
    const [, code = ''] = /(\d{6})/.exec(body) ?? []
    expect(JSON.stringify(hook.received)).not.toContain(code)
    await pool.call('ConfirmSignUp', {
      ClientId: pool.client.clientId,
      Username: 'alice',
      ConfirmationCode: code,
    })
  })

  test('leaves the pool’s words where it gives none', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook, { pool: { EmailVerificationSubject: 'Of the pool' } })
    await signUp(pool)
    expect((await messageTo(pool)).subject).toBe('Of the pool')
  })

  test('is asked about SMS, invitations, forgotten passwords and links, each by its source', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    await signUp(pool, { phone_number: '+15555550100' })
    await pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: 'bob',
      UserAttributes: [{ Name: 'email', Value: 'bob@example.com' }],
      DesiredDeliveryMediums: ['EMAIL'],
    })
    await pool.user('carol', { attributes: { email: 'carol@example.com', email_verified: 'true' } })
    await pool.call('ForgotPassword', { ClientId: pool.client.clientId, Username: 'carol' })
    await pool.call('ResendConfirmationCode', { ClientId: pool.client.clientId, Username: 'alice' })
    expect(hook.sources()).toEqual([
      'CustomMessage_SignUp',
      'CustomMessage_AdminCreateUser',
      'CustomMessage_ForgotPassword',
      'CustomMessage_ResendCode',
    ])
    expect(hook.received[1]?.event.request.usernameParameter).toBe('{username}')
  })

  test('is asked about changed addresses, addresses to verify and codes at a sign-in, too', async () => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook, { mfa: 'optional', factors: ['email'] })
    const alice = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
    const laptop = await pool.signedIn(alice)
    const { accessToken: AccessToken } = laptop
    const UserAttributes = [{ Name: 'email', Value: 'alice@example.org' }]
    await pool.call('UpdateUserAttributes', { AccessToken, UserAttributes })
    pool.clock.advance('1 second')
    await pool.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' })
    const Code = await pool.sentCode(alice)
    await pool.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })
    await pool.call('SetUserMFAPreference', { AccessToken, EmailMfaSettings: { Enabled: true } })
    expect(await laptop.signIn(alice)).toAskFor('email code')
    expect(hook.sources()).toEqual([
      'CustomMessage_UpdateUserAttribute',
      'CustomMessage_VerifyUserAttribute',
      'CustomMessage_Authentication',
    ])
  })

  test.each([
    ['no room for the code', { emailMessage: 'Welcome!' }],
    ['a subject of two lines', { emailMessage: '{####}', emailSubject: 'Hello\r\nBcc: mallory@example.com' }],
    ['twenty thousand letters too many', { emailMessage: `{####}${'x'.repeat(20_000)}` }],
    ['a message that is no text', { emailMessage: { html: '{####}' } }],
  ])('with %s is refused, and nobody is signed up', async (_what, response) => {
    await using hook = await triggerServer()
    await using pool = await poolWith(hook)
    hook.react = (event) => ({ ...event, response })
    await expect(signUp(pool)).rejects.toMatchObject({ code: 'InvalidLambdaResponseException' })
    await expect(messageTo(pool)).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })
})

describe('CustomEmailSender and CustomSMSSender', () => {
  const sender = (hook: TriggerServer) => ({ LambdaVersion: 'V1_0' as const, LambdaArn: `${hook.url}/send` })
  const bySender = (hook: TriggerServer, members = {}) =>
    poolWith(hook, {
      pool: {
        LambdaConfig: {
          ...hook.config('CustomMessage'),
          CustomEmailSender: sender(hook),
          CustomSMSSender: sender(hook),
          ...members,
        },
      },
    })

  test('are handed the code in the place of the server’s own sending, also on a development server', async () => {
    await using hook = await triggerServer()
    await using pool = await bySender(hook)
    hook.react = () => null
    await signUp(pool)
    await pool.server.world.delivery.idle()
    expect(hook.received).toHaveLength(1)
    const { event } = hook.received[0] ?? expect.unreachable()
    expect(event).toMatchObject({
      version: '1',
      triggerSource: 'CustomEmailSender_SignUp',
      userName: 'alice',
      callerContext: { clientId: pool.client.clientId },
      request: {
        type: 'customEmailSenderRequestV1',
        code: expect.stringMatching(/^\d{6}$/),
        userAttributes: { email: 'alice@example.com' },
        clientMetadata: { language: 'fr' },
      },
    })
    await pool.call('ConfirmSignUp', {
      ClientId: pool.client.clientId,
      Username: 'alice',
      ConfirmationCode: event.request.code,
    })
    expect(await states(pool)).toEqual(['sent'])
  })

  test('are handed temporary passwords, by SMS too', async () => {
    await using hook = await triggerServer()
    await using pool = await bySender(hook)
    await pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: 'bob',
      TemporaryPassword: 'Temporary-horse-1',
      UserAttributes: [{ Name: 'phone_number', Value: '+15555550100' }],
    })
    await pool.server.world.delivery.idle()
    expect(hook.received[0]?.event).toMatchObject({
      triggerSource: 'CustomSMSSender_AdminCreateUser',
      request: { type: 'customSMSSenderRequestV1', code: 'Temporary-horse-1' },
    })
  })

  test('are handed the code encrypted where the pool names a key: whoever has the secret reads it', async () => {
    await using hook = await triggerServer()
    await using pool = await bySender(hook, { KMSKeyID })
    await signUp(pool)
    await pool.server.world.delivery.idle()
    const { code } = hook.received[0]?.event.request ?? expect.unreachable()
    const key = createHmac('sha256', hook.settings.webhookKey).update('latchkey custom sender').digest()
    const { plaintext } = await compactDecrypt(code, key)
    expect(Buffer.from(plaintext).toString()).toMatch(/^\d{6}$/)
  })

  test('that fail are asked again later, as the same message, and nothing is lost', async () => {
    await using hook = await triggerServer()
    await using pool = await bySender(hook)
    hook.react = () => {
      throw new Error('No paper')
    }
    await signUp(pool)
    await pool.server.world.delivery.idle()
    expect(await states(pool)).toEqual(['waiting'])
    hook.react = () => null
    pool.clock.advance('1 minute')
    pool.server.world.delivery.wake()
    await pool.server.world.delivery.idle()
    expect(await states(pool)).toEqual(['sent'])
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-id']))).toHaveProperty('size', 1)
  })

  test('that hang hold up the messages of no other pool, and are not asked without end', async () => {
    await using hook = await triggerServer()
    await using pool = await bySender(hook)
    await using other = await pool.sibling({
      pool: {
        AutoVerifiedAttributes: ['email'],
        LambdaConfig: { CustomEmailSender: { ...sender(hook), LambdaArn: `${hook.url}/other` } },
      },
    })
    hook.react = (event) => (event.userPoolId === other.poolId ? null : undefined)
    for (let user = 0; user < 12; user += 1)
      await signUp(pool, { email: `${user}@example.com` }, `user-${user}`)
    await expect.poll(() => hook.received.length).toBeGreaterThan(3)
    await signUp(other)
    await expect.poll(() => hook.received.at(-1)?.path, { timeout: 1500 }).toBe('/other')
    expect(hook.received.length).toBeLessThan(10)
    hook.react = () => null
    await expect
      .poll(() => new Set(hook.received.map(({ event }) => event.userName)).size, { timeout: 10_000 })
      .toBe(13)
    await pool.server.world.delivery.idle()
  })

  const states = async (pool: TestPool) => {
    const rows = await pool.database.selectFrom('messages').select('state').execute()
    return rows.map(({ state }) => state)
  }
})
