import '@latchkey/testing/matchers'
import {
  claim,
  type Device,
  type PoolOptions,
  srpA,
  type TriggerEvent,
  userIdentity,
  userPool,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

type Answering = (request: TriggerEvent) => object

/** What the triggers answer that there are. */
type Triggers = { define?: Answering; create?: Answering; verify?: Answering }

/** Asks the riddle until it is solved, and gives up after three wrong answers. */
const riddle: Required<Triggers> = {
  define({ session }) {
    const asked = session.filter(({ challengeName }: TriggerEvent) => challengeName === 'CUSTOM_CHALLENGE')
    if (asked.at(-1)?.challengeResult) return { issueTokens: true, failAuthentication: false }
    if (asked.length >= 3) return { issueTokens: false, failAuthentication: true }
    return { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
  },
  create: ({ session }) => ({
    publicChallengeParameters: { question: 'six times nine' },
    privateChallengeParameters: { answer: '42' },
    challengeMetadata: `ROUND-${session.length}`,
  }),
  verify: ({ privateChallengeParameters, challengeAnswer }) => ({
    answerCorrect: challengeAnswer === privateChallengeParameters.answer,
  }),
}

/** After the password, the riddle. */
const withPassword: Required<Triggers> = {
  ...riddle,
  define({ session }) {
    if (session.at(-1)?.challengeName === 'SRP_A')
      return { challengeName: 'PASSWORD_VERIFIER', issueTokens: false, failAuthentication: false }
    return riddle.define({ session })
  },
}

const names = {
  define: 'DefineAuthChallenge',
  create: 'CreateAuthChallenge',
  verify: 'VerifyAuthChallengeResponse',
} as const

/** A pool with these triggers, and the events that they are given. */
async function customPool(triggers: Triggers = riddle, options: PoolOptions = {}) {
  const events: TriggerEvent[] = []
  const moduleOf = (answer: Answering) => async (event: TriggerEvent) => {
    events.push(event)
    return { ...event, response: await answer(event.request) }
  }
  const given: [string, Answering][] = Object.entries(triggers)
  const pool = await userPool({
    ...options,
    client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], ...options.client },
    pool: {
      LambdaConfig: Object.fromEntries(
        given.map(([key]) => [names[key as keyof typeof names], `module:${key}`]),
      ),
      ...options.pool,
    },
    triggers: { modules: Object.fromEntries(given.map(([key, answer]) => [key, moduleOf(answer)])) },
  })
  return Object.assign(pool, {
    events,
    requests: (source: string): TriggerEvent[] =>
      events.filter(({ triggerSource }) => triggerSource.startsWith(source)).map(({ request }) => request),
  })
}

const custom = { flow: 'custom' } as const
const customWithPassword = { flow: 'custom with password' } as const

const incorrect = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }
const invalidSession = { code: 'NotAuthorizedException', message: 'Invalid session for the user.' }

/** An answer to CUSTOM_CHALLENGE under some Session. */
const answerUnder = (device: Device, session: string | undefined, ANSWER: string, USERNAME = 'alice') =>
  device.respond('CUSTOM_CHALLENGE', { USERNAME, ANSWER }, session)

describe('a custom sign-in without a password', () => {
  test('is asked by the triggers, and ends with tokens that refresh', async () => {
    await using pool = await customPool()
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')

    expect(await laptop.signIn(alice, custom)).toAskFor('custom')
    expect(laptop.open.parameters).toEqual({ question: 'six times nine', USERNAME: 'alice' })
    expect(await laptop.answer('42')).toAskFor('nothing')

    expect(laptop.claims).toMatchObject({ sub: alice.userId, username: 'alice', token_use: 'access' })
    await laptop.refresh()
  })

  test('goes back to DefineAuthChallenge after a wrong answer, which may ask again or end it', async () => {
    await using pool = await customPool()
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, custom)
    expect(await laptop.answer('41')).toAskFor('custom')
    expect(await laptop.answer('42')).toAskFor('nothing')

    await laptop.signIn(alice, custom)
    await laptop.answer('1')
    await laptop.answer('2')
    await expect(laptop.answer('3')).rejects.toMatchObject(incorrect)
  })

  test('tells the triggers what they are told by Cognito', async () => {
    await using pool = await customPool()
    const alice = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, custom)
    const { ChallengeName, Session } = await answerUnder(laptop, laptop.open.session, '41')
    await pool.call('RespondToAuthChallenge', {
      ClientId: pool.client.clientId,
      ChallengeName: ChallengeName ?? 'CUSTOM_CHALLENGE',
      Session,
      ChallengeResponses: { USERNAME: 'alice', ANSWER: '42' },
      ClientMetadata: { campaign: 'spring' },
    })

    const userAttributes = {
      sub: alice.userId,
      'cognito:user_status': 'CONFIRMED',
      email: 'alice@example.com',
      email_verified: 'false',
    }
    const wrong = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'ROUND-0' }
    const right = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'ROUND-1' }
    const [first] = pool.events
    expect(first).toMatchObject({
      version: '1',
      triggerSource: 'DefineAuthChallenge_Authentication',
      userPoolId: pool.poolId,
      userName: 'alice',
      callerContext: { clientId: pool.client.clientId },
    })
    expect(pool.requests('Define')).toEqual([
      { userAttributes, session: [], userNotFound: false },
      { userAttributes, session: [wrong], userNotFound: false },
      {
        userAttributes,
        session: [wrong, right],
        userNotFound: false,
        clientMetadata: { campaign: 'spring' },
      },
    ])
    expect(pool.requests('Create').at(-1)).toEqual({
      userAttributes,
      challengeName: 'CUSTOM_CHALLENGE',
      session: [wrong],
      userNotFound: false,
    })
    expect(pool.requests('Verify').at(-1)).toEqual({
      userAttributes,
      privateChallengeParameters: { answer: '42' },
      challengeAnswer: '42',
      userNotFound: false,
      clientMetadata: { campaign: 'spring' },
    })
  })

  test('asks for no second factor and no new password: no password was shown', async () => {
    await using pool = await customPool(riddle, { mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, custom)
    expect(await laptop.answer('42')).toAskFor('nothing')
    const bob = await pool.user('bob', { temporaryPassword: true })
    await laptop.signIn(bob, custom)
    expect(await laptop.answer('42')).toAskFor('nothing')
  })

  test('may be let in without any challenge', async () => {
    await using pool = await customPool({ define: () => ({ issueTokens: true }) })
    expect(await pool.device('Laptop').signIn(await pool.user('alice'), custom)).toAskFor('nothing')
  })

  test('by an operator’s back end goes the same way', async () => {
    await using pool = await customPool()
    await pool.user('alice')
    const here = { UserPoolId: pool.poolId, ClientId: pool.client.clientId }
    const begun = await pool.call('AdminInitiateAuth', {
      ...here,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME: 'alice' },
    })
    const ended = await pool.call('AdminRespondToAuthChallenge', {
      ...here,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: begun.Session,
      ChallengeResponses: { USERNAME: 'alice', ANSWER: '42' },
    })
    expect(ended.AuthenticationResult?.TokenType).toBe('Bearer')
  })

  test('sees in its tokens what a trigger changed meanwhile', async () => {
    const pool = await customPool({
      ...riddle,
      verify: async (request: TriggerEvent) => {
        await pool.call('AdminUpdateUserAttributes', {
          UserPoolId: pool.poolId,
          Username: 'alice',
          UserAttributes: [{ Name: 'name', Value: 'Alice' }],
        })
        return riddle.verify(request)
      },
    })
    await using _ = pool
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice'), custom)
    const { result } = await laptop.answer('42')
    const payload = JSON.parse(Buffer.from(result?.IdToken?.split('.')[1] ?? '', 'base64url').toString())
    expect(payload.name).toBe('Alice')
  })

  test('needs its client’s secret at each step', async () => {
    await using pool = await customPool(riddle, { client: { GenerateSecret: true } })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, custom)
    await expect(
      laptop.respond(
        'CUSTOM_CHALLENGE',
        { USERNAME: 'alice', ANSWER: '42', SECRET_HASH: 'guessed' },
        laptop.open.session,
      ),
    ).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    expect(await laptop.answer('42')).toAskFor('nothing')
  })
})

describe('a custom sign-in with a password', () => {
  test('proves the password first, then answers, and the triggers see both', async () => {
    await using pool = await customPool(withPassword)
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice, customWithPassword)).toAskFor('custom')
    expect(await laptop.answer('42')).toAskFor('nothing')
    const was = (challengeName: string, challengeMetadata: string | null = null) => ({
      challengeName,
      challengeResult: true,
      challengeMetadata,
    })
    expect(pool.requests('Define').map(({ session }) => session)).toEqual([
      [was('SRP_A')],
      [was('SRP_A'), was('PASSWORD_VERIFIER')],
      [was('SRP_A'), was('PASSWORD_VERIFIER'), was('CUSTOM_CHALLENGE', 'ROUND-2')],
    ])
  })

  test('may ask for something else before the password', async () => {
    const captchaFirst: Required<Triggers> = {
      ...riddle,
      define({ session }) {
        const last = session.at(-1)
        if (last?.challengeName === 'SRP_A') return { challengeName: 'CUSTOM_CHALLENGE' }
        if (last?.challengeName === 'CUSTOM_CHALLENGE')
          return last.challengeResult ? { challengeName: 'PASSWORD_VERIFIER' } : { failAuthentication: true }
        return { issueTokens: true }
      },
    }
    await using pool = await customPool(captchaFirst)
    const { username, password } = await pool.user('alice')
    const laptop = pool.device('Laptop')
    const ephemeral = await srpA()
    const first = await laptop.begin('CUSTOM_AUTH', {
      USERNAME: username,
      SRP_A: ephemeral.SRP_A,
      CHALLENGE_NAME: 'SRP_A',
    })
    const second = await answerUnder(laptop, first.Session, '42')
    expect(second.ChallengeName).toBe('PASSWORD_VERIFIER')
    const proof = await claim({
      identity: userIdentity(pool.poolId, username),
      secret: password,
      ephemeral,
      challenge: second.ChallengeParameters ?? {},
      at: pool.clock.now(),
    })
    const last = await laptop.respond('PASSWORD_VERIFIER', { USERNAME: username, ...proof }, second.Session)
    expect(last.AuthenticationResult?.AccessToken).toBeDefined()
  })

  test('is refused a wrong password, counts it, and asks the triggers no more', async () => {
    await using pool = await customPool(withPassword)
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    for (let each = 0; each < 5; each += 1) {
      await expect(laptop.signIn(alice, { ...customWithPassword, password: 'wrong' })).rejects.toMatchObject(
        incorrect,
      )
    }
    await expect(laptop.signIn(alice, customWithPassword)).rejects.toMatchObject({
      message: 'Password attempts exceeded',
    })
    expect(pool.requests('Create')).toEqual([])
  })

  test('asks for the second factor after the triggers are content, and for a new password before it', async () => {
    await using pool = await customPool(withPassword, { mfa: 'required' })
    const alice = await pool.user('alice', { totp: true, temporaryPassword: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, customWithPassword)
    expect(await laptop.answer('42')).toAskFor('new password')
    expect(await laptop.answer('Another-password-8')).toAskFor('totp')
    expect(await laptop.answer(alice.code())).toAskFor('nothing')
  })

  test('that ends well forgets wrong passwords, as every sign-in does', async () => {
    await using pool = await customPool(withPassword)
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    const guesses = async () => {
      for (let count = 0; count < 4; count += 1)
        await expect(
          laptop.signIn(alice, { ...customWithPassword, password: 'Wrong-horse-1' }),
        ).rejects.toMatchObject(incorrect)
    }
    await guesses()
    await laptop.signIn(alice, customWithPassword)
    expect(await laptop.answer('42')).toAskFor('nothing')
    await guesses()
    await laptop.signIn(alice, customWithPassword)
    expect(await laptop.answer('42')).toAskFor('nothing')
  })

  test('ends when the password is changed meanwhile', async () => {
    await using pool = await customPool(withPassword)
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, customWithPassword)
    await pool.call('AdminSetUserPassword', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      Password: 'Another-password-8',
      Permanent: true,
    })
    await expect(laptop.answer('42')).rejects.toMatchObject(invalidSession)
  })

  test('takes a right proof of the password once', async () => {
    await using pool = await customPool(withPassword)
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    const ephemeral = await srpA()
    const begun = await laptop.begin('CUSTOM_AUTH', {
      USERNAME: 'alice',
      SRP_A: ephemeral.SRP_A,
      CHALLENGE_NAME: 'SRP_A',
    })
    const proof = await claim({
      identity: userIdentity(pool.poolId, 'alice'),
      secret: alice.password,
      ephemeral,
      challenge: begun.ChallengeParameters ?? {},
      at: pool.clock.now(),
    })
    const answers = await Promise.allSettled(
      Array.from({ length: 3 }, () =>
        laptop.respond('PASSWORD_VERIFIER', { USERNAME: 'alice', ...proof }, begun.Session),
      ),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(pool.requests('Create')).toHaveLength(1)
  })

  test.each([
    ['no SRP_A', { CHALLENGE_NAME: 'SRP_A' }],
    ['an SRP_A of zero', { CHALLENGE_NAME: 'SRP_A', SRP_A: '0' }],
    ['another first challenge', { CHALLENGE_NAME: 'PASSWORD_VERIFIER' }],
  ])('does not begin with %s', async (_what, parameters) => {
    await using pool = await customPool(withPassword)
    await pool.user('alice')
    await expect(
      pool.device('Laptop').begin('CUSTOM_AUTH', { USERNAME: 'alice', ...parameters }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
    expect(pool.events).toEqual([])
  })
})

describe('a device', () => {
  test.each([custom, customWithPassword])(
    'is issued with the tokens of a $flow sign-in, and asked for its proof at the end of the next',
    async (options) => {
      const triggers = options.flow === 'custom' ? riddle : withPassword
      await using pool = await customPool(triggers, { remember: 'always', mfa: 'optional' })
      const alice = await pool.user('alice', { totp: true })
      const laptop = pool.device('Laptop')
      await laptop.signIn(alice, options)
      const first = await laptop.answer('42')
      if (first.asks === 'totp') await laptop.answer(alice.code())
      expect(laptop.tokens.NewDeviceMetadata).toBeDefined()

      await laptop.signIn(alice, options)
      expect(await laptop.answer('42')).toAskFor('nothing')
      expect(laptop.walk.slice(-2)).toEqual(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
      expect(laptop.walk).not.toContain('SOFTWARE_TOKEN_MFA')
      expect(laptop.tokens.NewDeviceMetadata).toBeUndefined()
      expect(laptop.claims.device_key).toBe(laptop.key)
    },
  )

  test('proves itself also where the triggers ask for nothing', async () => {
    await using pool = await customPool({ define: () => ({ issueTokens: true }) }, { remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, custom)
    await laptop.signIn(alice, custom)
    expect(laptop.walk).toEqual(['CUSTOM_AUTH', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
  })

  test('whose secret is stale is asked for the second factor that it would have replaced', async () => {
    await using pool = await customPool(withPassword, { remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, customWithPassword)
    await laptop.answer('42')
    await laptop.answer(alice.code())
    const keys = laptop.keys
    laptop.storage.set('alice', { ...keys, secret: 'stale' })
    await laptop.signIn(alice, customWithPassword)
    expect(await laptop.answer('42')).toAskFor('totp')
    pool.clock.advance('1 minute')
    expect(await laptop.answer(alice.code())).toAskFor('nothing')
    expect(laptop.key).not.toBe(keys.deviceKey)
  })

  test('that was forgotten, or whose secret is stale, goes on as a new one: no question is answered twice', async () => {
    await using pool = await customPool(riddle, { remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, custom)
    await laptop.answer('42')
    const keys = laptop.keys
    laptop.storage.set('alice', { ...keys, secret: 'stale' })
    await laptop.signIn(alice, custom)
    expect(await laptop.answer('42')).toAskFor('nothing')
    expect(laptop.key).not.toBe(keys.deviceKey)

    await laptop.forgetDevice(laptop.key)
    laptop.storage.set('alice', keys)
    await laptop.forgetDevice(keys.deviceKey)
    laptop.storage.set('alice', keys)
    await laptop.signIn(alice, custom)
    expect(await laptop.answer('42')).toAskFor('nothing')
    expect(laptop.key).not.toBe(keys.deviceKey)
  })
})

describe('an answer is refused', () => {
  test('the second time, also of twenty at once, right or wrong', async () => {
    await using pool = await customPool()
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice, custom)
    const { session } = laptop.open
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, each) => answerUnder(laptop, session, String(each + 30))),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(pool.requests('Verify')).toHaveLength(1)
    await expect(answerUnder(laptop, session, '42')).rejects.toMatchObject(invalidSession)
  })

  test('under a Session of an earlier question, after a later one was asked', async () => {
    await using pool = await customPool()
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice'), custom)
    const { session } = laptop.open
    await laptop.answer('41')
    await expect(answerUnder(laptop, session, '42')).rejects.toMatchObject(invalidSession)
    expect(await laptop.answer('42')).toAskFor('nothing')
  })

  test('under a Session of another user, another client, another pool, or of nobody’s making', async () => {
    await using pool = await customPool()
    await pool.user('alice')
    const bob = await pool.user('bob')
    const laptop = pool.device('Laptop')
    await laptop.signIn(bob, custom)
    const { session } = laptop.open
    await expect(answerUnder(laptop, session, '42', 'alice')).rejects.toMatchObject(incorrect)
    const other = await pool.addClient({ ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] })
    await expect(answerUnder(pool.device('Phone', other), session, '42', 'bob')).rejects.toMatchObject(
      invalidSession,
    )
    const forged = `${session.slice(0, -4)}AAAA`
    for (const made of [forged, 'made-up-'.repeat(10)])
      await expect(answerUnder(laptop, made, '42', 'bob')).rejects.toMatchObject({
        code: 'NotAuthorizedException',
      })
    await expect(answerUnder(laptop, undefined, '42', 'bob')).rejects.toMatchObject({
      message: 'Missing required parameter Session',
    })
    expect(pool.requests('Verify')).toEqual([])
    expect(await laptop.answer('42')).toAskFor('nothing')
  })

  test('under a Session that asks for something else, or too late', async () => {
    await using pool = await customPool(riddle, {
      mfa: 'required',
      client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH'] },
    })
    const alice = await pool.user('alice', { totp: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    await expect(answerUnder(laptop, laptop.open.session, '42')).rejects.toMatchObject(invalidSession)
    await laptop.signIn(alice, custom)
    await expect(
      laptop.respond(
        'SOFTWARE_TOKEN_MFA',
        { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() },
        laptop.open.session,
      ),
    ).rejects.toMatchObject(invalidSession)
    pool.clock.advance('3 minutes')
    await expect(laptop.answer('42')).rejects.toMatchObject(invalidSession)
  })

  test('when it is empty, and heard when it is long', async () => {
    await using pool = await customPool()
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice'), custom)
    await expect(laptop.answer('')).rejects.toMatchObject({ message: 'Missing required parameter ANSWER' })
    await expect(laptop.answer('x'.repeat(131_073))).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    expect(await laptop.answer('x'.repeat(131_072))).toAskFor('custom')
    const tooLong = await pool.post('RespondToAuthChallenge', {
      ClientId: pool.client.clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: laptop.open.session,
      ChallengeResponses: { USERNAME: 'alice', ANSWER: 'x'.repeat(1_048_576) },
    })
    expect(tooLong.status).toBe(400)
    expect(pool.requests('Verify')).toHaveLength(1)
    expect(await laptop.answer('42')).toAskFor('nothing')
  })
})

describe('the triggers', () => {
  test('may ask twenty times, and no more', async () => {
    await using pool = await customPool({ ...riddle, define: () => ({ challengeName: 'CUSTOM_CHALLENGE' }) })
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice'), custom)
    for (let each = 1; each < 20; each += 1) await laptop.answer('42')
    await expect(laptop.answer('42')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Too many challenges in one sign-in.',
    })
    expect(pool.requests('Create')).toHaveLength(20)
  })

  test.each([
    ['no decision', { ...riddle, define: () => ({}) }],
    ['a challenge of no kind', { ...riddle, define: () => ({ challengeName: 'RIDDLE' }) }],
    [
      'the password, of which nothing came',
      { ...riddle, define: () => ({ challengeName: 'PASSWORD_VERIFIER' }) },
    ],
    ['tokens that are not said with true', { ...riddle, define: () => ({ issueTokens: 'yes' }) }],
    ['parameters that are no map', { ...riddle, create: () => ({ publicChallengeParameters: ['a'] }) }],
    [
      'more than there is room for',
      { ...riddle, create: () => ({ privateChallengeParameters: { answer: 'x'.repeat(70_000) } }) },
    ],
  ] satisfies [string, Triggers][])('that answer %s are not understood', async (_what, triggers) => {
    await using pool = await customPool(triggers)
    await expect(pool.device('Laptop').signIn(await pool.user('alice'), custom)).rejects.toMatchObject({
      code: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    })
  })

  test('may refuse in words of their own; the question is answered then', async () => {
    await using pool = await customPool({
      ...riddle,
      verify: () => {
        throw new Error('Not on a Sunday')
      },
    })
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice'), custom)
    await expect(laptop.answer('42')).rejects.toMatchObject({
      code: 'UserLambdaValidationException',
      message: 'VerifyAuthChallengeResponse failed with error Not on a Sunday.',
    })
    await expect(laptop.answer('42')).rejects.toMatchObject(invalidSession)
  })

  test.each([
    ['DefineAuthChallenge', {}],
    ['CreateAuthChallenge', { define: riddle.define }],
  ] satisfies [string, Triggers][])('are missed where there is no %s', async (_name, triggers) => {
    await using pool = await customPool(triggers)
    await expect(pool.device('Laptop').signIn(await pool.user('alice'), custom)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Custom auth lambda trigger is not configured for the user pool.',
    })
  })

  test('keep what only they may know from everybody', async () => {
    await using pool = await customPool({
      ...riddle,
      create: () => ({ privateChallengeParameters: { answer: 'a-secret-answer' } }),
    })
    const laptop = pool.device('Laptop')
    const progress = await laptop.signIn(await pool.user('alice'), custom)
    const rows = await pool.database.selectFrom('custom_sign_ins').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify([progress, rows])).not.toContain('a-secret-answer')
    expect(laptop.open.session.length).toBeLessThanOrEqual(2048)
  })
})

describe('whoever may not sign in', () => {
  test('and does not exist is asked like others, and never let in', async () => {
    const trusting: Triggers = {
      ...riddle,
      define: ({ session }) =>
        session.length > 0 ? { issueTokens: true } : { challengeName: 'CUSTOM_CHALLENGE' },
    }
    await using pool = await customPool(trusting, { client: { PreventUserExistenceErrors: 'ENABLED' } })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn({ username: 'nobody', password: '' }, custom)).toAskFor('custom')
    expect(laptop.open.parameters).toEqual({ question: 'six times nine', USERNAME: 'nobody' })
    await expect(laptop.answer('42')).rejects.toMatchObject(incorrect)
    expect(pool.events.map(({ userName }) => userName)).toEqual(Array(4).fill('nobody'))
    expect(pool.events.map(({ request }) => [request.userNotFound, request.userAttributes])).toEqual(
      Array(4).fill([true, {}]),
    )
  })

  test('and does not exist keeps one name over all questions', async () => {
    await using pool = await customPool(riddle, { client: { PreventUserExistenceErrors: 'ENABLED' } })
    const laptop = pool.device('Laptop')
    await laptop.signIn({ username: 'nobody', password: '' }, custom)
    await laptop.answer('41')
    expect(laptop.open.parameters.USERNAME).toBe('nobody')
  })

  test('and does not exist is told so where that is not hidden, and no trigger is asked', async () => {
    await using pool = await customPool(riddle, { client: { PreventUserExistenceErrors: 'LEGACY' } })
    await expect(
      pool.device('Laptop').signIn({ username: 'nobody', password: '' }, custom),
    ).rejects.toMatchObject({ code: 'UserNotFoundException' })
    expect(pool.events).toEqual([])
  })

  test('because of an operator hears of it at the end', async () => {
    await using pool = await customPool()
    const laptop = pool.device('Laptop')
    await laptop.signIn(await pool.user('alice'), custom)
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    await expect(laptop.answer('42')).rejects.toMatchObject({ message: 'User is disabled.' })
  })

  test('before confirming hears of it at the end', async () => {
    await using pool = await customPool()
    await pool.call('SignUp', {
      ClientId: pool.client.clientId,
      Username: 'carol',
      Password: 'Correct-horse-1',
    })
    const laptop = pool.device('Laptop')
    await laptop.signIn({ username: 'carol', password: '' }, custom)
    await expect(laptop.answer('42')).rejects.toMatchObject({ code: 'UserNotConfirmedException' })
  })

  test('because of the client is told so', async () => {
    await using pool = await customPool(riddle, { client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } })
    await expect(pool.device('Laptop').signIn(await pool.user('alice'), custom)).rejects.toMatchObject({
      message: 'CUSTOM_AUTH flow not enabled for this client',
    })
  })

  test('with anything but triggers, where the client says CUSTOM_AUTH_FLOW_ONLY', async () => {
    await using pool = await customPool(riddle, { client: { ExplicitAuthFlows: ['CUSTOM_AUTH_FLOW_ONLY'] } })
    const alice = await pool.user('alice')
    const laptop = pool.device('Laptop')
    await expect(laptop.signIn(alice)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await laptop.signIn(alice, custom)
    expect(await laptop.answer('42')).toAskFor('nothing')
  })
})

test('questions that nobody answered leave the database', async () => {
  await using pool = await customPool()
  await pool.device('Laptop').signIn(await pool.user('alice'), custom)
  const { prune } = await import('../server.js')
  await prune(pool.server.world)
  const rows = () => pool.database.selectFrom('custom_sign_ins').selectAll().execute()
  expect(await rows()).toHaveLength(1)
  pool.clock.advance('4 minutes')
  await prune(pool.server.world)
  expect(await rows()).toEqual([])
})
