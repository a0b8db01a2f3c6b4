import '@latchkey/testing/matchers'
import { type Device, type Person, type PoolOptions, type TestPool, userPool } from '@latchkey/testing'
import type { SetUserMFAPreferenceRequest } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

const phone = { phone_number: '+15551234567', phone_number_verified: 'true' }
const mail = { email: 'alice@example.com', email_verified: 'true' }
const both = { ...phone, ...mail }

type Kinds = NonNullable<PoolOptions['factors']>
const everyKind: Kinds = ['sms', 'totp', 'email']
const ON = { Enabled: true }
const PREFERRED = { Enabled: true, PreferredMfa: true }
const OFF = { Enabled: false }

type Wish = Omit<SetUserMFAPreferenceRequest, 'AccessToken'>

const wish = (pool: TestPool, Username: string, wanted: Wish) =>
  pool.call('AdminSetUserMFAPreference', { UserPoolId: pool.poolId, Username, ...wanted })

const change = (pool: TestPool, Username: string, attributes: Record<string, string>) =>
  pool.call('AdminUpdateUserAttributes', {
    UserPoolId: pool.poolId,
    Username,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  })

const read = (pool: TestPool, Username: string) =>
  pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })

const invalid = { code: 'InvalidParameterException' }
const invalidSession = { code: 'NotAuthorizedException', message: 'Invalid session for the user.' }

describe('a user who may choose', () => {
  async function chooser() {
    const pool = await userPool({ mfa: 'required', factors: everyKind })
    const alice = await pool.user('alice', { attributes: both, totp: true })
    await wish(pool, 'alice', { SoftwareTokenMfaSettings: ON })
    const laptop = pool.device('Laptop')
    return { pool, alice, laptop, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
  }

  test.each([
    { answer: 'SMS_MFA', asks: 'sms code' },
    { answer: 'EMAIL_OTP', asks: 'email code' },
    { answer: 'EMAIL_MFA', asks: 'email code' },
    { answer: 'SOFTWARE_TOKEN_MFA', asks: 'totp' },
  ] as const)('is asked for what was chosen: $answer', async ({ answer, asks }) => {
    await using at = await chooser()
    const { pool, alice, laptop } = at
    expect(await laptop.signIn(alice)).toAskFor('mfa choice')
    expect(laptop.open.parameters).toEqual({
      USER_ID_FOR_SRP: 'alice',
      MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
    })
    expect(await pool.messages(alice)).toEqual([])
    expect(await laptop.answer(answer)).toAskFor(asks)
    const code = asks === 'totp' ? alice.code() : await pool.sentCode(alice)
    expect(await laptop.answer(code)).toAskFor('nothing')
  })

  test('is asked for the proof of a remembered device in the place of what was chosen', async () => {
    await using pool = await userPool({ mfa: 'required', factors: everyKind, remember: 'always' })
    const alice = await pool.user('alice', { attributes: both, totp: true })
    const laptop = await pool.signedIn(alice)
    await wish(pool, 'alice', { SoftwareTokenMfaSettings: ON })
    const { storage, key: DEVICE_KEY } = laptop
    const kept = new Map(storage)
    storage.clear()
    expect(await laptop.signIn(alice)).toAskFor('mfa choice')
    for (const [name, keys] of kept) storage.set(name, keys)
    expect(await laptop.answer('EMAIL_OTP', { DEVICE_KEY })).toAskFor('nothing')
    expect(laptop.claims.device_key).toBe(DEVICE_KEY)
    expect(await pool.messages(alice)).toEqual([])
  })

  test('may choose again, and the code of the first choice is over then', async () => {
    await using at = await chooser()
    const { pool, alice, laptop } = at
    await laptop.signIn(alice)
    const { session } = laptop.open
    await laptop.answer('SMS_MFA')
    const first = await pool.sentCode(alice)
    const { session: firstSession } = laptop.open
    pool.clock.advance('1 second')
    const again = await laptop.respond('SELECT_MFA_TYPE', { USERNAME: 'alice', ANSWER: 'EMAIL_OTP' }, session)
    expect(again.ChallengeName).toBe('EMAIL_OTP')
    await expect(
      laptop.respond('SMS_MFA', { USERNAME: 'alice', SMS_MFA_CODE: first }, firstSession),
    ).rejects.toMatchObject({ code: 'CodeMismatchException' })
  })

  test.each(['SMS_OTP', 'PASSWORD', '', 'x'.repeat(100_000), '__proto__'])(
    'cannot choose %o',
    async (answer) => {
      await using at = await chooser()
      const { alice, laptop } = at
      await laptop.signIn(alice)
      await expect(laptop.answer(answer)).rejects.toMatchObject(invalid)
    },
  )

  test('cannot choose what is not offered, nor skip the choice', async () => {
    await using at = await chooser()
    const { pool, alice, laptop } = at
    await change(pool, 'alice', { phone_number: '' })
    await laptop.signIn(alice)
    expect(laptop.open.parameters.MFAS_CAN_CHOOSE).toBe('["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]')
    await expect(laptop.answer('SMS_MFA')).rejects.toMatchObject(invalid)
    const responses = { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: alice.code() }
    await expect(laptop.respond('SOFTWARE_TOKEN_MFA', responses, laptop.open.session)).rejects.toMatchObject(
      invalidSession,
    )
  })
})

describe('what a user prefers', () => {
  test.each([
    { wanted: { SMSMfaSettings: PREFERRED }, asks: 'sms code', setting: 'SMS_MFA' },
    { wanted: { EmailMfaSettings: PREFERRED }, asks: 'email code', setting: 'EMAIL_OTP' },
    { wanted: { SoftwareTokenMfaSettings: PREFERRED }, asks: 'totp', setting: 'SOFTWARE_TOKEN_MFA' },
  ] as const)('is asked for, and said: $setting', async ({ wanted, asks, setting }) => {
    await using pool = await userPool({ mfa: 'optional', factors: everyKind })
    const alice = await pool.user('alice', { attributes: both, totp: true })
    await wish(pool, 'alice', { SMSMfaSettings: ON, EmailMfaSettings: ON, ...wanted })
    expect(await read(pool, 'alice')).toMatchObject({
      UserMFASettingList: expect.arrayContaining(['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']),
      PreferredMfaSetting: setting,
    })
    expect(await pool.device('Laptop').signIn(alice)).toAskFor(asks)
  })

  test('is one kind: the last one that was preferred, and none once it is switched off', async () => {
    await using pool = await userPool({ mfa: 'optional', factors: everyKind })
    const alice = await pool.user('alice', { attributes: both })
    await wish(pool, 'alice', { SMSMfaSettings: PREFERRED })
    await wish(pool, 'alice', { EmailMfaSettings: PREFERRED })
    expect(await read(pool, 'alice')).toMatchObject({
      UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
      PreferredMfaSetting: 'EMAIL_OTP',
    })
    await wish(pool, 'alice', { EmailMfaSettings: OFF })
    const after = await read(pool, 'alice')
    expect(after).toMatchObject({ UserMFASettingList: ['SMS_MFA'] })
    expect(after).not.toHaveProperty('PreferredMfaSetting')
    await wish(pool, 'alice', { SMSMfaSettings: OFF })
    expect(await read(pool, 'alice')).not.toHaveProperty('UserMFASettingList')
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('nothing')
  })

  test('cannot be a passkey: of that the pool decides, and the answer says so', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    await pool.user('alice')
    await expect(wish(pool, 'alice', { WebAuthnMfaSettings: ON })).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining('FactorConfiguration'),
    })
    await wish(pool, 'alice', { WebAuthnMfaSettings: OFF })
  })

  test.each<{ what: string; wanted: Wish }>([
    { what: 'two kinds at once', wanted: { SMSMfaSettings: PREFERRED, EmailMfaSettings: PREFERRED } },
    { what: 'what is switched off', wanted: { SMSMfaSettings: { Enabled: false, PreferredMfa: true } } },
  ])('is not $what', async ({ wanted }) => {
    await using pool = await userPool({ mfa: 'optional', factors: everyKind })
    await pool.user('alice', { attributes: both })
    await expect(wish(pool, 'alice', wanted)).rejects.toMatchObject(invalid)
    expect(await read(pool, 'alice')).not.toHaveProperty('UserMFASettingList')
  })

  test.each<{ what: string; attributes: Record<string, string>; factors: Kinds }>([
    { what: 'without an address', attributes: {}, factors: everyKind },
    {
      what: 'with an address that is not verified',
      attributes: { phone_number: '+15551234567', email: 'alice@example.com' },
      factors: everyKind,
    },
    { what: 'where the pool does not offer it', attributes: both, factors: ['totp'] },
  ])('cannot be a code $what', async ({ attributes, factors }) => {
    await using pool = await userPool({ mfa: 'optional', factors })
    const alice = await pool.user('alice', { attributes })
    const { accessToken: AccessToken } = await pool.signedIn(alice)
    for (const wanted of [{ SMSMfaSettings: ON }, { EmailMfaSettings: ON }]) {
      await expect(wish(pool, 'alice', wanted)).rejects.toMatchObject(invalid)
      await expect(pool.call('SetUserMFAPreference', { AccessToken, ...wanted })).rejects.toMatchObject(
        invalid,
      )
    }
    const MFAOptions = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' } as const]
    await expect(pool.call('SetUserSettings', { AccessToken, MFAOptions })).rejects.toMatchObject(invalid)
  })

  test('of many wishes at once, none is lost', async () => {
    await using pool = await userPool({ mfa: 'optional', factors: everyKind })
    await pool.user('alice', { attributes: both, totp: true })
    await Promise.all([
      wish(pool, 'alice', { SMSMfaSettings: ON }),
      wish(pool, 'alice', { EmailMfaSettings: ON }),
      wish(pool, 'alice', { SoftwareTokenMfaSettings: ON }),
    ])
    expect((await read(pool, 'alice')).UserMFASettingList).toHaveLength(3)
  })
})

describe('the older settings', () => {
  test('switch SMS on and off, keep what is preferred, and know nothing else', async () => {
    await using pool = await userPool({ mfa: 'optional', factors: everyKind })
    const alice = await pool.user('alice', { attributes: both })
    const { accessToken: AccessToken } = await pool.signedIn(alice)
    const MFAOptions = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' } as const]
    await pool.call('SetUserSettings', { AccessToken, MFAOptions })
    expect(await pool.call('GetUser', { AccessToken })).toMatchObject({
      UserMFASettingList: ['SMS_MFA'],
      MFAOptions,
    })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor('sms code')
    const byMail = [{ DeliveryMedium: 'EMAIL', AttributeName: 'email' } as const]
    await expect(pool.call('SetUserSettings', { AccessToken, MFAOptions: byMail })).rejects.toMatchObject(
      invalid,
    )
    await pool.call('SetUserSettings', { AccessToken, MFAOptions: [] })
    expect(await pool.call('GetUser', { AccessToken })).not.toHaveProperty('MFAOptions')
  })
})

describe('the address of a second factor', () => {
  async function withSms() {
    const pool = await userPool({ mfa: 'optional', factors: everyKind })
    const alice = await pool.user('alice', { attributes: phone })
    const laptop = await pool.signedIn(alice)
    const { accessToken: AccessToken } = laptop
    await wish(pool, 'alice', { SMSMfaSettings: PREFERRED })
    return { pool, alice, laptop, AccessToken, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
  }

  test('may be changed: the second factor stays on, and its code goes to the new one', async () => {
    await using at = await withSms()
    const { pool, alice, AccessToken } = at
    const UserAttributes = [{ Name: 'phone_number', Value: '+15557654321' }]
    await pool.call('UpdateUserAttributes', { AccessToken, UserAttributes })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor('sms code')
    expect(laptop.open.parameters.CODE_DELIVERY_DESTINATION).toBe('+*******4321')
    expect(await laptop.answer(await pool.sentCode(alice))).toAskFor('nothing')
  })

  test('is not removed by its user as long as it is on', async () => {
    await using at = await withSms()
    const { pool, alice, AccessToken } = at
    const UserAttributeNames = ['phone_number']
    const removals = [
      () => pool.call('DeleteUserAttributes', { AccessToken, UserAttributeNames }),
      () =>
        pool.call('UpdateUserAttributes', {
          AccessToken,
          UserAttributes: [{ Name: 'phone_number', Value: '' }],
        }),
    ]
    for (const remove of removals) await expect(remove()).rejects.toMatchObject(invalid)
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('sms code')
    await pool.call('SetUserMFAPreference', { AccessToken, SMSMfaSettings: OFF })
    await pool.call('DeleteUserAttributes', { AccessToken, UserAttributeNames })
  })

  test('that an operator removes takes the factor along, as everybody can see, until there is one again', async () => {
    await using at = await withSms()
    const { pool, alice } = at
    await change(pool, 'alice', { phone_number: '' })
    expect(await read(pool, 'alice')).not.toHaveProperty('UserMFASettingList')
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('nothing')
    await change(pool, 'alice', phone)
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('sms code')
  })
})

describe('where a second factor is required', () => {
  test('an address where a forgotten password goes is not asked while another way can be set up', async () => {
    await using pool = await userPool({
      mfa: 'required',
      factors: everyKind,
      pool: {
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      },
    })
    const alice = await pool.user('alice', { attributes: mail })
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('totp set-up')
    const bob = await pool.user('bob', { attributes: { ...both, email: 'bob@example.com' } })
    expect(await pool.device('Laptop').signIn(bob)).toAskFor('sms code')
  })

  test('it is asked where nothing else can be: nobody is locked out, and nobody gets in without', async () => {
    await using pool = await userPool({
      mfa: 'required',
      factors: ['email'],
      pool: {
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      },
    })
    const alice = await pool.user('alice', { attributes: mail })
    expect(await pool.device('Laptop').signIn(alice)).toAskFor('email code')
  })

  test.each(['srp', 'password', 'operator'] as const)(
    'a user who can have none gets in by no flow: %s',
    async (flow) => {
      await using pool = await userPool({ mfa: 'required', factors: ['sms'] })
      const alice = await pool.user('alice')
      await expect(pool.device('Laptop').signIn(alice, { flow })).rejects.toMatchObject({
        code: 'InvalidUserPoolConfigurationException',
      })
    },
  )

  test('the first sign-in after sign-up is asked as any other', async () => {
    await using pool = await userPool({
      mfa: 'required',
      factors: everyKind,
      pool: { AutoVerifiedAttributes: ['email'] },
    })
    const { clientId: ClientId } = pool.client
    const who = { username: 'carol', password: 'Correct-horse-1' }
    const { UserSub: userId = '' } = await pool.call('SignUp', {
      ClientId,
      Username: 'carol',
      Password: who.password,
      UserAttributes: [{ Name: 'email', Value: 'carol@example.com' }],
    })
    const ConfirmationCode = await pool.sentCode({ userId })
    await pool.call('ConfirmSignUp', { ClientId, Username: 'carol', ConfirmationCode })
    expect(await pool.device('Laptop').signIn(who)).toAskFor('email code')
  })
})

describe('e-mail that is set up in a sign-in', () => {
  async function newcomer(attributes: Record<string, string> = {}, options: PoolOptions = {}) {
    const pool = await userPool({
      mfa: 'required',
      factors: ['totp', 'email'],
      remember: 'always',
      ...options,
    })
    const alice = await pool.user('alice', { attributes })
    const laptop = pool.device('Laptop')
    return { pool, alice, laptop, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() }
  }

  test.each(['EMAIL', 'email'])('is verified, preferred and asked for from then on (%s)', async (name) => {
    await using at = await newcomer()
    const { pool, alice, laptop } = at
    expect(await laptop.signIn(alice)).toAskFor('mfa set-up')
    expect(laptop.open.parameters.MFAS_CAN_SETUP).toBe('["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]')
    const responses = { USERNAME: 'alice', [name]: 'alice@example.com' }
    const { ChallengeName, ChallengeParameters, Session } = await laptop.respond(
      'MFA_SETUP',
      responses,
      laptop.open.session,
    )
    expect({ ChallengeName, ChallengeParameters }).toEqual({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: {
        USER_ID_FOR_SRP: 'alice',
        CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
        CODE_DELIVERY_DESTINATION: 'a***@e***',
      },
    })
    expect((await pool.messages(alice))[0]).toMatchObject({ to: 'alice@example.com' })
    expect((await read(pool, 'alice')).UserAttributes).toHaveLength(1)
    const EMAIL_OTP_CODE = await pool.sentCode(alice)
    const done = await laptop.respond('EMAIL_OTP', { USERNAME: 'alice', EMAIL_OTP_CODE }, Session)
    expect(done.AuthenticationResult).toMatchObject({ NewDeviceMetadata: {} })
    expect(await read(pool, 'alice')).toMatchObject({
      UserAttributes: expect.arrayContaining([
        { Name: 'email', Value: 'alice@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ]),
      UserMFASettingList: ['EMAIL_OTP'],
      PreferredMfaSetting: 'EMAIL_OTP',
    })
    pool.clock.advance('1 second')
    expect(await pool.device('Phone').signIn(alice)).toAskFor('email code')
  })

  test('takes a wrong code for nothing, and the right one after it', async () => {
    await using at = await newcomer()
    const { pool, alice, laptop } = at
    await laptop.signIn(alice)
    expect(await laptop.answer('alice@example.com')).toAskFor('email code')
    const code = await pool.sentCode(alice)
    await expect(laptop.answer(code === '123456' ? '654321' : '123456')).rejects.toMatchObject({
      code: 'CodeMismatchException',
    })
    expect(await read(pool, 'alice')).not.toHaveProperty('UserMFASettingList')
    expect(await laptop.answer(code)).toAskFor('nothing')
  })

  test('cannot be used to flood somebody: however many accounts name an address, it gets twenty codes an hour', async () => {
    await using at = await newcomer()
    const { pool } = at
    const name = async (username: string) => {
      const thief = pool.device(`Of ${username}`)
      await thief.signIn(await pool.user(username, { attributes: {} }))
      const { session } = thief.open
      const responses = { USERNAME: username, EMAIL: 'victim@example.com' }
      for (let each = 0; each < 10; each += 1) await thief.respond('MFA_SETUP', responses, session)
    }
    await name('mallory')
    await name('trudy')
    await expect(name('oscar')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Attempt limit exceeded, please try after some time.',
    })
  })

  test('goes to the address that was named last', async () => {
    await using at = await newcomer()
    const { pool, alice, laptop } = at
    await laptop.signIn(alice)
    const { session } = laptop.open
    await laptop.answer('typo@example.com')
    const [old, oldSession] = [await pool.sentCode(alice), laptop.open.session]
    pool.clock.advance('1 second')
    const responses = { USERNAME: 'alice', EMAIL: 'alice@example.com' }
    const { Session } = await laptop.respond('MFA_SETUP', responses, session)
    const EMAIL_OTP_CODE = await pool.sentCode(alice)
    for (const [code, Shown] of [
      [old, oldSession],
      [EMAIL_OTP_CODE, oldSession],
      [old, Session],
    ])
      await expect(
        laptop.respond('EMAIL_OTP', { USERNAME: 'alice', EMAIL_OTP_CODE: code ?? '' }, Shown),
      ).rejects.toMatchObject({ code: 'CodeMismatchException' })
    await laptop.respond('EMAIL_OTP', { USERNAME: 'alice', EMAIL_OTP_CODE }, Session)
  })

  test.each([
    'alice',
    'alice@',
    'a b@example.com',
    'a@example.com\r\nBcc: everybody@example.com',
    `${'x'.repeat(300)}@example.com`,
    'x'.repeat(100_000),
  ])('is not set up at %j', async (address) => {
    await using at = await newcomer()
    const { pool, alice, laptop } = at
    await laptop.signIn(alice)
    await expect(laptop.answer(address)).rejects.toMatchObject(invalid)
    expect(await pool.messages(alice)).toEqual([])
  })

  test('replaces no address that is verified', async () => {
    await using at = await newcomer(mail, {
      pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] } },
    })
    const { alice, laptop } = at
    expect(await laptop.signIn(alice)).toAskFor('totp set-up')
    await expect(laptop.answer('thief@example.com')).rejects.toMatchObject(invalid)
  })

  test('verifies an address that an operator wrote down, and replaces it by another', async () => {
    await using at = await newcomer({ email: 'alice@example.com' })
    const { pool, alice, laptop } = at
    await laptop.signIn(alice)
    await laptop.answer('other@example.com')
    await laptop.answer(await pool.sentCode(alice))
    expect((await read(pool, 'alice')).UserAttributes).toContainEqual({
      Name: 'email',
      Value: 'other@example.com',
    })
  })

  test('is the address that a user signs in with, where addresses are names', async () => {
    await using pool = await userPool({
      mfa: 'required',
      factors: ['email'],
      pool: { UsernameAttributes: ['email'] },
    })
    const alice = await pool.user('alice@example.com')
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice, { as: 'alice@example.com' })).toAskFor('mfa set-up')
    await expect(laptop.answer('thief@example.com')).rejects.toMatchObject(invalid)
    expect(await laptop.answer('alice@example.com')).toAskFor('email code')
    expect(await laptop.answer(await pool.sentCode(alice))).toAskFor('nothing')
  })

  test('of two who set something up at once, the second is refused, whatever it is', async () => {
    await using at = await newcomer()
    const { pool, alice, laptop } = at
    const thief = pool.device('A thief with the password')
    await thief.signIn(alice)
    const thiefs = thief.open.session
    await thief.answer('thief@example.com')
    const thiefsCode = await pool.sentCode(alice)
    const { Session } = await thief.call('AssociateSoftwareToken', { Session: thiefs })
    await laptop.signIn(alice)
    await laptop.setUpTotp(alice)
    await expect(thief.answer(thiefsCode)).rejects.toMatchObject(invalidSession)
    await expect(thief.call('AssociateSoftwareToken', { Session: thiefs })).rejects.toMatchObject(
      invalidSession,
    )
    await expect(thief.call('VerifySoftwareToken', { Session, UserCode: '000000' })).rejects.toMatchObject(
      invalidSession,
    )
    await expect(
      thief.respond('MFA_SETUP', { USERNAME: 'alice', EMAIL: 'thief@example.com' }, thiefs),
    ).rejects.toMatchObject(invalidSession)
    expect((await read(pool, 'alice')).UserMFASettingList).toEqual(['SOFTWARE_TOKEN_MFA'])
  })

  test('and the other way round: no token is set up once e-mail is', async () => {
    await using at = await newcomer()
    const { pool, alice, laptop } = at
    const thief = pool.device('A thief with the password')
    await thief.signIn(alice)
    const { Session } = await thief.call('AssociateSoftwareToken', { Session: thief.open.session })
    await setUpEmail(pool, laptop, alice)
    await expect(thief.call('VerifySoftwareToken', { Session, UserCode: '000000' })).rejects.toMatchObject(
      invalidSession,
    )
  })
})

async function setUpEmail(pool: TestPool, device: Device, who: Person): Promise<void> {
  await device.signIn(who)
  await device.answer('alice@example.com')
  await device.answer(await pool.sentCode(who))
}

test('an operator takes a lost authenticator app away, and a required one is set up anew', async () => {
  await using pool = await userPool({ mfa: 'required' })
  const alice = await pool.user('alice', { totp: true })
  const laptop = pool.device('Laptop')
  await laptop.signIn(alice)
  await pool.call('AdminDeleteSoftwareToken', { UserPoolId: pool.poolId, Username: 'alice' })
  await expect(laptop.answer(alice.code())).rejects.toMatchObject({
    code: 'SoftwareTokenMFANotFoundException',
  })
  expect(await read(pool, 'alice')).not.toHaveProperty('PreferredMfaSetting')
  expect(await laptop.signIn(alice)).toAskFor('totp set-up')
  await expect(
    pool.call('AdminDeleteSoftwareToken', { UserPoolId: pool.poolId, Username: 'alice' }),
  ).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
})

test('a temporary password gives no telephone to a second factor whose own an operator took away', async () => {
  await using pool = await userPool({ mfa: 'required', factors: everyKind })
  const alice = await pool.user('alice', { attributes: phone, totp: true })
  await wish(pool, 'alice', { SoftwareTokenMfaSettings: ON, SMSMfaSettings: PREFERRED })
  await pool.call('AdminDeleteUserAttributes', {
    UserPoolId: pool.poolId,
    Username: 'alice',
    UserAttributeNames: ['phone_number'],
  })
  await pool.call('AdminSetUserPassword', {
    UserPoolId: pool.poolId,
    Username: 'alice',
    Password: 'Temporary-horse-1',
    Permanent: false,
  })
  const stranger = pool.device('Stranger')
  expect(await stranger.signIn(alice, { password: 'Temporary-horse-1' })).toAskFor('new password')
  await expect(
    stranger.answer('Better-horse-2', { 'userAttributes.phone_number': '+15557654321' }),
  ).rejects.toMatchObject({ message: 'Cannot modify an already provided phone_number' })
  expect(await stranger.answer('Better-horse-2')).toAskFor('totp')
})

describe('a pool says which kinds it offers', () => {
  const config = (pool: TestPool) => pool.call('GetUserPoolMfaConfig', { UserPoolId: pool.poolId })
  const set = (pool: TestPool, members: object) =>
    pool.call('SetUserPoolMfaConfig', { UserPoolId: pool.poolId, ...members })
  const sms = {
    SmsAuthenticationMessage: 'SMS {####}',
    SmsConfiguration: {
      SnsCallerArn: 'arn:aws:iam::000000000000:role/sms',
      ExternalId: 'x',
      SnsRegion: 'local-1',
    },
  }
  const email = { Message: 'Mail {####}', Subject: 'Subject' }

  test('and hears it again, from every operation that tells of it, also after an update', async () => {
    await using pool = await userPool({ mfa: 'optional' })
    const wanted = {
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: sms,
      EmailMfaConfiguration: email,
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }
    expect(await set(pool, wanted)).toMatchObject(wanted)
    expect(await config(pool)).toMatchObject(wanted)
    const { UserPool } = await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })
    expect(UserPool).toMatchObject({
      SmsAuthenticationMessage: 'SMS {####}',
      SmsConfiguration: sms.SmsConfiguration,
    })
    await pool.call('UpdateUserPool', {
      UserPoolId: pool.poolId,
      MfaConfiguration: 'ON',
      SmsAuthenticationMessage: 'SMS {####}',
      SmsConfiguration: sms.SmsConfiguration,
    })
    expect(await config(pool)).toMatchObject(wanted)
  })

  test('a call that names a kind names them all; one that names none leaves them', async () => {
    await using pool = await userPool({ mfa: 'optional', factors: everyKind })
    await set(pool, { MfaConfiguration: 'ON' })
    expect(await config(pool)).toMatchObject({ SmsMfaConfiguration: {}, EmailMfaConfiguration: {} })
    await set(pool, { EmailMfaConfiguration: {} })
    expect(await config(pool)).toMatchObject({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: false },
      EmailMfaConfiguration: {},
    })
    expect(await config(pool)).not.toHaveProperty('SmsMfaConfiguration')
    await expect(set(pool, { SoftwareTokenMfaConfiguration: { Enabled: false } })).rejects.toMatchObject(
      invalid,
    )
    await set(pool, { MfaConfiguration: 'OFF' })
    expect(await config(pool)).not.toHaveProperty('EmailMfaConfiguration')
  })

  test('a pool that is made with an SmsConfiguration and MFA offers SMS', async () => {
    await using pool = await userPool()
    const SmsConfiguration = sms.SmsConfiguration
    const made = (members: object) =>
      pool.call('CreateUserPool', { PoolName: 'p', SmsConfiguration, ...members })
    for (const [MfaConfiguration, offered] of [
      ['OPTIONAL', { SmsConfiguration }],
      ['OFF', undefined],
    ] as const) {
      const { UserPool } = await made({ MfaConfiguration })
      const answer = await pool.call('GetUserPoolMfaConfig', { UserPoolId: UserPool?.Id ?? '' })
      expect(answer.SmsMfaConfiguration).toEqual(offered)
    }
  })

  test.each([
    { SmsMfaConfiguration: { SmsAuthenticationMessage: 'no placeholder' } },
    { EmailMfaConfiguration: { Message: 'no placeholder', Subject: 'x' } },
    { EmailMfaConfiguration: { Message: `{####}${'x'.repeat(20_000)}` } },
  ])('words without a place for the code, or too many, are refused: %j', async (members) => {
    await using pool = await userPool({ mfa: 'optional' })
    await expect(set(pool, members)).rejects.toMatchObject(invalid)
  })
})
