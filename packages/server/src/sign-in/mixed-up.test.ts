import {
  Authenticator,
  claim,
  type Device,
  type Person,
  srpA,
  type TriggerEvent,
  userIdentity,
  userPool,
} from '@latchkey/testing'
import type { ChallengeNameType } from '@latchkey/wire'
import { expect, test } from 'vitest'

/** A Session is good for the answer that it asks for, and for no other one, whichever two there are. */

const invalidSession = { code: 'NotAuthorizedException', message: 'Invalid session for the user.' }
const email = { email: 'alice@example.com', email_verified: 'true' }
const phone = { phone_number: '+15551234567', phone_number_verified: 'true' }

type Asked = { challenge: ChallengeNameType; responses: Record<string, string>; session: string }

async function stageOf() {
  const riddle = async (event: TriggerEvent) => ({
    ...event,
    response: event.triggerSource.startsWith('DefineAuthChallenge')
      ? { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
      : { publicChallengeParameters: {}, privateChallengeParameters: {}, answerCorrect: true },
  })
  const pool = await userPool({
    mfa: 'optional',
    factors: ['sms', 'totp', 'email'],
    remember: 'always',
    client: {
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      ],
    },
    pool: {
      AutoVerifiedAttributes: ['email'],
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
  return Object.assign(pool, {
    wish: (Username: string, ...settings: string[]) =>
      pool.call('AdminSetUserMFAPreference', {
        UserPoolId: pool.poolId,
        Username,
        ...Object.fromEntries(settings.map((setting) => [setting, { Enabled: true }])),
      }),
    everybodyOwes: () =>
      pool.call('SetUserPoolMfaConfig', { UserPoolId: pool.poolId, MfaConfiguration: 'ON' }),
  })
}

type Stage = Awaited<ReturnType<typeof stageOf>>

/** What waits for the answer `responses`, after a sign-in came as far as `challenge`. */
function open(
  device: Device,
  { username }: Person,
  challenge: ChallengeNameType,
  responses: Record<string, string>,
): Asked {
  expect(device.open.name).toBe(challenge)
  return { challenge, responses: { USERNAME: username, ...responses }, session: device.open.session }
}

/** Of the first factors, asked of somebody who could show each. */
async function firstFactors(pool: Stage): Promise<Asked[]> {
  const alice = await pool.user('alice', { attributes: { ...email, ...phone } })
  const laptop = await pool.signedIn(alice)
  const key = new Authenticator()
  await laptop.makePasskey(key)
  const { SRP_A } = await srpA()
  const choose = async (answer: ChallengeNameType, responses: Record<string, string>) => {
    const device = pool.device('Phone')
    await device.signIn(alice, { flow: 'choice' })
    await device.choose(answer)
    return open(device, alice, answer, responses)
  }
  const chooser = pool.device('Phone')
  await chooser.signIn(alice, { flow: 'choice' })
  const asker = pool.device('Phone')
  await asker.signIn(alice, { flow: 'custom' })
  const base = { USERNAME: 'alice', DEVICE_KEY: laptop.key }
  const remembered = await laptop.begin('USER_PASSWORD_AUTH', { ...base, PASSWORD: alice.password })
  return [
    open(chooser, alice, 'SELECT_CHALLENGE', { ANSWER: 'PASSWORD', PASSWORD: alice.password }),
    await choose('EMAIL_OTP', { EMAIL_OTP_CODE: '12345678' }),
    await choose('SMS_OTP', { SMS_OTP_CODE: '12345678' }),
    await choose('WEB_AUTHN', { CREDENTIAL: '{}' }),
    open(asker, alice, 'CUSTOM_CHALLENGE', { ANSWER: '42' }),
    await passwordClaim(pool, alice),
    {
      challenge: 'DEVICE_SRP_AUTH',
      responses: { ...base, SRP_A },
      session: remembered.Session ?? '',
    },
  ]
}

async function passwordClaim(pool: Stage, { username, password }: Person): Promise<Asked> {
  const ephemeral = await srpA()
  const { SRP_A } = ephemeral
  const begun = await pool.device('Phone').begin('USER_SRP_AUTH', { USERNAME: username, SRP_A })
  const proof = await claim({
    identity: userIdentity(pool.poolId, username),
    secret: password,
    ephemeral,
    challenge: begun.ChallengeParameters ?? {},
    at: pool.clock.now(),
  })
  const responses = { USERNAME: username, ...proof }
  return { challenge: 'PASSWORD_VERIFIER', responses, session: begun.Session ?? '' }
}

/** Of all that may follow a password, each asked of somebody who owes that. */
async function afterPassword(pool: Stage): Promise<Asked[]> {
  const ask = async (who: Person, challenge: ChallengeNameType, responses: Record<string, string>) => {
    const device = pool.device('Phone')
    await device.signIn(who)
    return open(device, who, challenge, responses)
  }
  const bob = await pool.user('bob', { totp: true })
  const carol = await pool.user('carol', { attributes: phone })
  await pool.wish('carol', 'SMSMfaSettings')
  const dave = await pool.user('dave', { attributes: email })
  await pool.wish('dave', 'EmailMfaSettings')
  const erin = await pool.user('erin', { attributes: { ...email, ...phone } })
  await pool.wish('erin', 'SMSMfaSettings', 'EmailMfaSettings')
  const frank = await pool.user('frank', { temporaryPassword: true })
  const grace = await pool.user('grace')
  const asked = [
    await ask(bob, 'SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE: '123456' }),
    await ask(carol, 'SMS_MFA', { SMS_MFA_CODE: '123456' }),
    await ask(dave, 'EMAIL_OTP', { EMAIL_OTP_CODE: '123456' }),
    await ask(erin, 'SELECT_MFA_TYPE', { ANSWER: 'SMS_MFA' }),
    await ask(frank, 'NEW_PASSWORD_REQUIRED', { NEW_PASSWORD: 'Better-horse-2' }),
  ]
  await pool.everybodyOwes()
  const setUp = pool.device('Phone')
  await setUp.signIn(grace)
  asked.push(open(setUp, grace, 'MFA_SETUP', { EMAIL: 'grace@example.com' }))
  await setUp.answer('grace@example.com')
  return [...asked, open(setUp, grace, 'EMAIL_OTP', { EMAIL_OTP_CODE: '123456' })]
}

/** What ends a sign-up: no Session of any step. */
async function endOfSignUp(pool: Stage): Promise<string> {
  const { clientId: ClientId } = pool.client
  const Username = 'heidi'
  const UserAttributes = [{ Name: 'email', Value: 'heidi@example.com' }]
  const { UserSub: userId } = await pool.call('SignUp', { ClientId, Username, UserAttributes })
  const [message] = await pool.server.world.stores.outbox.ofUser({ poolId: pool.poolId, userId }, 1)
  const ConfirmationCode = /\d{6}/.exec(message?.body ?? '')?.[0] ?? ''
  return (await pool.call('ConfirmSignUp', { ClientId, Username, ConfirmationCode })).Session ?? ''
}

test('a Session of any step is no Session of any other', async () => {
  await using pool = await stageOf()
  const signedUp = await endOfSignUp(pool)
  const steps = [...(await firstFactors(pool)), ...(await afterPassword(pool))]
  const sessions = steps.map(({ challenge, responses: { USERNAME = '' }, session }) => ({
    challenge,
    USERNAME,
    session,
  }))
  const stranger = pool.device('Stranger')
  let refused = 0
  for (const { challenge, responses } of steps) {
    for (const other of [...sessions, { challenge: 'sign-up', USERNAME: 'heidi', session: signedUp }]) {
      expect(other.session).not.toBe('')
      if (other.challenge === challenge) continue
      await expect(
        stranger.respond(challenge, { ...responses, USERNAME: other.USERNAME }, other.session),
        `${challenge} under the Session of ${other.challenge}`,
      ).rejects.toMatchObject(invalidSession)
      refused += 1
    }
  }
  expect(refused).toBeGreaterThan(150)
  for (const { USERNAME, session } of sessions) {
    const AuthParameters = { USERNAME }
    const begun = { ClientId: pool.client.clientId, AuthFlow: 'USER_AUTH', AuthParameters } as const
    await expect(pool.call('InitiateAuth', { ...begun, Session: session })).rejects.toMatchObject(
      invalidSession,
    )
  }
  for (const { challenge, session } of sessions.filter((other) => other.challenge !== 'MFA_SETUP')) {
    for (const UserCode of ['123456', undefined]) {
      const setUp =
        UserCode === undefined
          ? pool.call('AssociateSoftwareToken', { Session: session })
          : pool.call('VerifySoftwareToken', { Session: session, UserCode })
      await expect(setUp, `a set-up under the Session of ${challenge}`).rejects.toMatchObject(invalidSession)
    }
  }
})
