import {
  Authenticator,
  claim,
  type Device,
  halfProved,
  type Outcome,
  type Person,
  type SharedPool,
  sharedPool,
  srpA,
  type TriggerEvent,
  userIdentity,
} from '@latchkey/testing'
import type { InitiateAuthResponse } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

/** What can never be, however the calls of a sign-in, of a refresh and of those who would end them meet. */

type Answering = () => Promise<InitiateAuthResponse>

const EVERY_FLOW = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const

const ADDRESSES = {
  email: 'alice@example.com',
  email_verified: 'true',
  phone_number: '+15551234567',
  phone_number_verified: 'true',
}

describe('one challenge that is answered twice at once pays out once', () => {
  test.each<[string, (stage: Stage) => Promise<Answering>]>([
    ['PASSWORD_VERIFIER', provingPassword],
    ['SELECT_CHALLENGE by PASSWORD', choosingPassword],
    ['EMAIL_OTP, the first factor', (stage) => typingFirstCode(stage, 'EMAIL_OTP')],
    ['SMS_OTP', (stage) => typingFirstCode(stage, 'SMS_OTP')],
    ['WEB_AUTHN', showingPasskey],
    ['CUSTOM_CHALLENGE', solvingRiddle],
    ['NEW_PASSWORD_REQUIRED', replacingPassword],
    ['DEVICE_PASSWORD_VERIFIER', ({ pool, laptop, alice }) => halfProved(pool, laptop, alice)],
  ])('%s', async (_, open) => {
    await using stage = await stageOf()
    await paysOutOnce(stage, () => open(stage))
  })

  test.each<[string, 'totp' | 'sms' | 'email', (stage: Stage) => Promise<Answering>]>([
    ['SOFTWARE_TOKEN_MFA', 'totp', typingTotp],
    ['SMS_MFA', 'sms', typingSecondCode],
    ['EMAIL_OTP, the second factor', 'email', typingSecondCode],
  ])('%s', async (_, factor, open) => {
    await using stage = await stageOf()
    await requireFactor(stage, factor)
    await paysOutOnce(stage, () => open(stage))
  })

  test('also where they are different answers of one sign-in', async () => {
    await using stage = await stageOf()
    const { pool, alice, user } = stage
    const Enabled = true
    await pool.call('AdminSetUserMFAPreference', {
      ...user,
      SoftwareTokenMfaSettings: { Enabled },
      SMSMfaSettings: { Enabled },
    })
    await pool.meet({
      async given() {
        freshStart(stage)
        const phone = pool.device('Phone')
        await phone.signIn(alice, { flow: 'password' })
        const choose = answering(phone, {})
        const sms = await choose({ ANSWER: 'SMS_MFA' })
        const totp = await choose({ ANSWER: 'SOFTWARE_TOKEN_MFA' })
        const bySms = { USERNAME: 'alice', SMS_MFA_CODE: await pool.sentCode(alice) }
        const byTotp = { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() }
        return {
          bySms: () => phone.respond('SMS_MFA', bySms, sms.Session),
          byTotp: () => phone.respond('SOFTWARE_TOKEN_MFA', byTotp, totp.Session),
          before: await sessionsOf(stage),
        }
      },
      calls: [({ bySms }) => bySms(), ({ byTotp }) => byTotp()],
      holds: (outcomes, { before }) => expectPaidOutOnce(stage, outcomes, before),
    })
  })

  test('and so does the Session of a sign-up that was just confirmed', async () => {
    await using pool = await sharedPool({ pool: { AutoVerifiedAttributes: ['email'] } })
    await pool.meet({
      alike: true,
      given: (time) => justConfirmed(pool, `bob-${time}`),
      calls: [({ signIn }) => signIn(), ({ signIn }) => signIn()],
      async holds(outcomes, who) {
        expect(outcomes.map(({ refused }) => refused).sort()).toEqual(['NotAuthorizedException', undefined])
        expect(await alive(pool, who)).toHaveLength(1)
      },
    })
  })
})

/** A user who can be asked for anything, and a device that is remembered. */
async function stageOf() {
  const riddle = async (event: TriggerEvent) => ({ ...event, response: answerOf(event) })
  const pool = await sharedPool({
    mfa: 'optional',
    factors: ['sms', 'totp', 'email'],
    remember: 'always',
    client: { ExplicitAuthFlows: [...EVERY_FLOW] },
    pool: {
      Policies: {
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] },
      },
      LambdaConfig: {
        DefineAuthChallenge: 'module:riddle',
        CreateAuthChallenge: 'module:riddle',
        VerifyAuthChallengeResponse: 'module:riddle',
      },
    },
    triggers: { modules: { riddle } },
  })
  const alice = await pool.user('alice', { attributes: ADDRESSES, totp: true })
  const user = { UserPoolId: pool.poolId, Username: 'alice' }
  const off = { Enabled: false }
  await pool.call('AdminSetUserMFAPreference', { ...user, SoftwareTokenMfaSettings: off })
  const laptop = pool.device('Laptop')
  await laptop.enter(alice, { flow: 'password' })
  const key = new Authenticator({ counts: false })
  await laptop.makePasskey(key)
  return { pool, alice, user, laptop, key, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
}

type Stage = Omit<Awaited<ReturnType<typeof stageOf>>, typeof Symbol.asyncDispose>

/** One question, and then the tokens. */
function answerOf({ triggerSource, request }: TriggerEvent): object {
  if (!triggerSource.startsWith('DefineAuthChallenge'))
    return { publicChallengeParameters: {}, privateChallengeParameters: {}, answerCorrect: true }
  const over = request.session.length > 0
  return {
    issueTokens: over,
    failAuthentication: false,
    ...(!over && { challengeName: 'CUSTOM_CHALLENGE' }),
  }
}

const settings = {
  totp: 'SoftwareTokenMfaSettings',
  sms: 'SMSMfaSettings',
  email: 'EmailMfaSettings',
} as const

async function requireFactor({ pool, user }: Stage, factor: keyof typeof settings): Promise<void> {
  const wanted = { Enabled: true, PreferredMfa: true }
  await pool.call('AdminSetUserMFAPreference', { ...user, [settings[factor]]: wanted })
}

/** A user gets only so many codes in a while. */
const freshStart = ({ pool }: Stage) => pool.clock.advance('16 minutes')

async function paysOutOnce(stage: Stage, open: () => Promise<Answering>): Promise<void> {
  await stage.pool.meet({
    alike: true,
    async given() {
      freshStart(stage)
      return { answer: await open(), before: await sessionsOf(stage) }
    },
    calls: [({ answer }) => answer(), ({ answer }) => answer()],
    async holds(outcomes, { before }) {
      await expectPaidOutOnce(stage, outcomes, before)
    },
  })
}

async function expectPaidOutOnce(
  stage: Stage,
  outcomes: readonly Outcome<InitiateAuthResponse>[],
  before: number,
): Promise<void> {
  const [tokens, ...more] = outcomes.flatMap(({ answer }) => answer?.AuthenticationResult ?? [])
  expect(tokens?.AccessToken).toBeDefined()
  expect(more).toEqual([])
  const refusals = ['NotAuthorizedException', 'CodeMismatchException', 'ExpiredCodeException']
  expect(refusals).toContain(outcomes.find(({ refused }) => refused !== undefined)?.refused)
  expect(await sessionsOf(stage)).toBe(before + 1)
}

async function sessionsOf({ pool, alice }: Stage): Promise<number> {
  const sessions = pool.database.selectFrom('sessions').selectAll().where('user_id', '=', alice.userId)
  return (await sessions.execute()).length
}

/** The same answer to the challenge that is open there, as often as it is sent. */
function answering(device: Device, responses: Record<string, string>) {
  const { name, session } = device.open
  return (more: Record<string, string> = {}) =>
    device.respond(name, { USERNAME: 'alice', ...responses, ...more }, session)
}

async function provingPassword({ pool, alice }: Stage): Promise<Answering> {
  const phone = pool.device('Phone')
  const ephemeral = await srpA()
  const begun = await phone.begin('USER_SRP_AUTH', { USERNAME: 'alice', SRP_A: ephemeral.SRP_A })
  const proof = await claim({
    identity: userIdentity(pool.poolId, 'alice'),
    secret: alice.password,
    ephemeral,
    challenge: begun.ChallengeParameters ?? {},
    at: pool.clock.now(),
  })
  return () => phone.respond('PASSWORD_VERIFIER', { USERNAME: 'alice', ...proof }, begun.Session)
}

async function choosingPassword({ pool, alice }: Stage): Promise<Answering> {
  const phone = pool.device('Phone')
  await phone.signIn(alice, { flow: 'choice' })
  return answering(phone, { ANSWER: 'PASSWORD', PASSWORD: alice.password })
}

async function typingFirstCode({ pool, alice }: Stage, prefer: 'EMAIL_OTP' | 'SMS_OTP'): Promise<Answering> {
  const phone = pool.device('Phone')
  await phone.signIn(alice, { flow: 'choice', prefer })
  return answering(phone, { [`${prefer}_CODE`]: await pool.sentCode(alice) })
}

async function typingSecondCode({ pool, alice }: Stage): Promise<Answering> {
  const phone = pool.device('Phone')
  await phone.signIn(alice, { flow: 'password' })
  const name = phone.open.name === 'SMS_MFA' ? 'SMS_MFA_CODE' : 'EMAIL_OTP_CODE'
  return answering(phone, { [name]: await pool.sentCode(alice) })
}

async function typingTotp({ pool, alice }: Stage): Promise<Answering> {
  const phone = pool.device('Phone')
  await phone.signIn(alice, { flow: 'password' })
  return answering(phone, { SOFTWARE_TOKEN_MFA_CODE: alice.code() })
}

async function showingPasskey({ pool, alice, key }: Stage): Promise<Answering> {
  const phone = pool.device('Phone')
  await phone.signIn(alice, { flow: 'choice', prefer: 'WEB_AUTHN' })
  const shown = key.get(phone.open.parameters.CREDENTIAL_REQUEST_OPTIONS)
  return answering(phone, { CREDENTIAL: JSON.stringify(shown) })
}

async function solvingRiddle({ pool, alice }: Stage): Promise<Answering> {
  const phone = pool.device('Phone')
  await phone.signIn(alice, { flow: 'custom' })
  return answering(phone, { ANSWER: '42' })
}

async function replacingPassword({ pool, alice, user }: Stage): Promise<Answering> {
  await pool.call('AdminSetUserPassword', { ...user, Password: 'Temporary-1', Permanent: false })
  const phone = pool.device('Phone')
  await phone.signIn({ ...alice, password: 'Temporary-1' }, { flow: 'password' })
  return answering(phone, { NEW_PASSWORD: alice.password })
}

async function justConfirmed(pool: SharedPool, USERNAME: string) {
  const { clientId: ClientId } = pool.client
  const { UserSub: userId = '' } = await pool.call('SignUp', {
    ClientId,
    Username: USERNAME,
    Password: 'Correct-horse-1',
    UserAttributes: [{ Name: 'email', Value: `${USERNAME}@example.com` }],
  })
  const ConfirmationCode = await pool.sentCode({ userId })
  const { Session } = await pool.call('ConfirmSignUp', { ClientId, Username: USERNAME, ConfirmationCode })
  const request = { ClientId, AuthFlow: 'USER_AUTH' as const, AuthParameters: { USERNAME }, Session }
  return { userId, signIn: () => pool.call('InitiateAuth', request) }
}

test.each<[string, (pool: SharedPool, who: Named) => Promise<unknown>]>([
  ['is to be reset', (pool, who) => pool.call('AdminResetUserPassword', who)],
  [
    'is another one',
    (pool, who) => pool.call('AdminSetUserPassword', { ...who, Password: 'Another-one-2', Permanent: true }),
  ],
])('a password that %s while it signs in signs in no more', async (_, change) => {
  await using pool = await sharedPool()
  await pool.meet({
    async given(time) {
      const alice = await pool.user(`alice-${time}`, { attributes: ADDRESSES })
      return { alice, who: { UserPoolId: pool.poolId, Username: alice.username } }
    },
    calls: [
      ({ alice }) => pool.device('Laptop').signIn(alice, { flow: 'password' }),
      ({ who }) => change(pool, who),
    ],
    async holds([signIn, changing], { alice }) {
      const refusals = ['NotAuthorizedException', 'PasswordResetRequiredException']
      expect(changing.refused).toBeUndefined()
      if (signIn.refused) expect(refusals).toContain(signIn.refused)
      await expect(pool.device('Phone').signIn(alice, { flow: 'password' })).rejects.toMatchObject({
        code: expect.toBeOneOf(refusals),
      })
    },
  })
})

test('of twenty wrong passwords at once on two nodes, at most six are told to be wrong', async () => {
  await using pool = await sharedPool()
  const alice = await pool.user('alice')
  const guess = (index: number) =>
    pool.onNode(index % 2 === 0 ? 0 : 1, () =>
      pool.device('Laptop').signIn(alice, { flow: 'password', password: `Wrong-guess-${index}` }),
    )
  const guesses = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => guess(index)))
  const told = guesses.map((end) => (end.status === 'rejected' ? String(end.reason.message) : 'signed in'))
  expect(told.filter((message) => message === 'Incorrect username or password.').length).toBeLessThanOrEqual(
    6,
  )
  expect(new Set(told)).toEqual(new Set(['Incorrect username or password.', 'Password attempts exceeded']))
  await expect(pool.device('Laptop').signIn(alice, { flow: 'password' })).rejects.toMatchObject({
    message: 'Password attempts exceeded',
  })
})

type Named = { UserPoolId: string; Username: string }

/** How calls end a session, or keep one from beginning. */
describe('a session is over, whatever a sign-in or a refresh did meanwhile', () => {
  const disable = (pool: SharedPool, { username }: Person) =>
    pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: username })
  const remove = (pool: SharedPool, { username }: Person) =>
    pool.call('AdminDeleteUser', { UserPoolId: pool.poolId, Username: username })

  test.each([
    ['is disabled', disable],
    ['is deleted', remove],
  ] as const)('when the user %s while signing in', async (_, end) => {
    await using pool = await sharedPool({ remember: 'always' })
    await pool.meet({
      async given(time) {
        const alice = await pool.user(`alice-${time}`)
        return { alice, laptop: pool.device('Laptop') }
      },
      calls: [
        ({ laptop, alice }) => laptop.signIn(alice, { flow: 'password' }),
        ({ alice }) => end(pool, alice),
      ],
      async holds([signIn, ending], { alice }) {
        expect(ending.refused).toBeUndefined()
        // The last: of the device that somebody was signed in on, who was deleted before it was confirmed.
        const refusals = ['NotAuthorizedException', 'UserNotFoundException', 'InvalidParameterException']
        if (signIn.refused) expect(refusals).toContain(signIn.refused)
        expect(await alive(pool, alice)).toEqual([])
      },
    })
  })

  test.each<[string, (pool: SharedPool, of: { laptop: Device; alice: Person }) => Promise<unknown>]>([
    ['signs out everywhere', (_, { laptop }) => laptop.signOut({ everywhere: true })],
    ['signs out', (_, { laptop }) => laptop.signOut()],
    ['is disabled', (pool, { alice }) => disable(pool, alice)],
    ['is deleted', (pool, { alice }) => remove(pool, alice)],
  ])('when the user %s while it is refreshed', async (_, end) => {
    await using pool = await sharedPool({ client: rotating(60) })
    await pool.meet({
      async given(time) {
        const alice = await pool.user(`alice-${time}`)
        const laptop = pool.device('Laptop')
        await laptop.enter(alice, { flow: 'password' })
        return { alice, laptop, token: laptop.refreshToken }
      },
      calls: [({ token }) => refresh(pool, token), (situation) => end(pool, situation)],
      async holds([refreshing, ending], { alice, token }) {
        expect(ending.refused).toBeUndefined()
        if (refreshing.refused) expect(refreshing.refused).toBe('NotAuthorizedException')
        expect(await alive(pool, alice)).toEqual([])
        for (const each of [token, refreshing.answer?.AuthenticationResult?.RefreshToken])
          if (each)
            await expect(refresh(pool, each)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
      },
    })
  })

  test('when its client is deleted while somebody signs in', async () => {
    await using pool = await sharedPool({ remember: 'always' })
    await pool.meet({
      async given(time) {
        const alice = await pool.user(`alice-${time}`)
        return { alice, laptop: pool.device('Laptop', await pool.addClient()) }
      },
      calls: [
        ({ laptop, alice }) => laptop.signIn(alice, { flow: 'password' }),
        ({ laptop }) =>
          pool.call('DeleteUserPoolClient', { UserPoolId: pool.poolId, ClientId: laptop.client.clientId }),
      ],
      async holds([signIn, deleting], { laptop }) {
        expect(deleting.refused).toBeUndefined()
        if (signIn.refused)
          expect(['ResourceNotFoundException', 'NotAuthorizedException']).toContain(signIn.refused)
        const { AccessToken } = laptop.tokens
        if (AccessToken)
          await expect(laptop.call('GetUser', { AccessToken })).rejects.toMatchObject({
            code: 'NotAuthorizedException',
          })
      },
    })
  })
})

describe('of one refresh token that rotates, shown twice at once', () => {
  test('within its grace period both get tokens of the one session, which lives', async () => {
    await using pool = await sharedPool({ client: rotating(60) })
    const alice = await pool.user('alice')
    await pool.meet({
      alike: true,
      given: async () => ({
        token: await rotatingToken(pool, alice),
        before: (await alive(pool, alice)).length,
      }),
      calls: [({ token }) => refresh(pool, token), ({ token }) => refresh(pool, token)],
      async holds(outcomes, { token, before }) {
        const next = outcomes.map(({ answer }) => answer?.AuthenticationResult?.RefreshToken ?? '')
        expect(next.every((each) => each !== '' && each !== token)).toBe(true)
        expect(await alive(pool, alice)).toHaveLength(before)
        for (const each of next) await refresh(pool, each)
        pool.clock.advance('61 seconds')
        await expect(refresh(pool, token)).rejects.toMatchObject({ code: 'RefreshTokenReuseException' })
        // Whoever of them goes on, goes on with a session that ended.
        expect(await alive(pool, alice)).toHaveLength(before - 1)
        for (const each of next)
          await expect(refresh(pool, each)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
      },
    })
  })

  test('without a grace period one passes, and the session ends', async () => {
    await using pool = await sharedPool({ client: rotating(0) })
    const alice = await pool.user('alice')
    await pool.meet({
      alike: true,
      given: () => rotatingToken(pool, alice),
      calls: [(token) => refresh(pool, token), (token) => refresh(pool, token)],
      async holds(outcomes) {
        expect(outcomes.filter(({ answer }) => answer !== undefined)).toHaveLength(1)
        expect(outcomes.find(({ refused }) => refused !== undefined)?.refused).toMatch(
          /^(RefreshTokenReuse|NotAuthorized)Exception$/,
        )
        expect(await alive(pool, alice)).toEqual([])
      },
    })
  })
})

const rotating = (RetryGracePeriodSeconds: number) => ({
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const],
  RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds },
})

async function rotatingToken(pool: SharedPool, who: Person): Promise<string> {
  const laptop = pool.device('Laptop')
  await laptop.enter(who, { flow: 'password' })
  return laptop.refreshToken
}

const refresh = ({ call, client }: SharedPool, RefreshToken: string) =>
  call('GetTokensFromRefreshToken', { ClientId: client.clientId, RefreshToken })

/** The sessions of a user that were not ended. */
async function alive({ database }: SharedPool, { userId }: Pick<Person, 'userId'>): Promise<string[]> {
  const rows = await database
    .selectFrom('sessions')
    .select('session_id')
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute()
  return rows.map(({ session_id }) => session_id)
}
