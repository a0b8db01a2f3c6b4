import '@latchkey/testing/matchers'
import { secretHash, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

describe('USER_PASSWORD_AUTH', () => {
  test('on a new device answers the tokens and a device key at once', async () => {
    await using pool = await userPool({ remember: 'always' })
    const phone = pool.device('Phone')
    await phone.enter(await pool.user('alice'), { flow: 'password' })
    expect(phone.walk).toEqual(['USER_PASSWORD_AUTH', 'ConfirmDevice'])
    expect(phone.claims).toMatchObject({ device_key: phone.key })
  })

  test('on a remembered device is answered with the device challenge, which names no user', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const phone = pool.device('Phone')
    await phone.enter(alice, { flow: 'password' })
    await phone.enter(alice, { flow: 'password' })
    expect(phone.walk).toEqual(['USER_PASSWORD_AUTH', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
    // aws-amplify looks its device up under a USERNAME that comes here, and would not find it.
    const parameters = { USERNAME: 'alice', PASSWORD: alice.password, DEVICE_KEY: phone.key }
    expect(await phone.begin('USER_PASSWORD_AUTH', parameters)).toEqual({
      ChallengeName: 'DEVICE_SRP_AUTH',
      Session: expect.any(String),
      ChallengeParameters: {},
    })
  })

  test('with a key that means nothing: Device does not exist., from which the app recovers', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const phone = await pool.signedIn(alice)
    await phone.forgetDevice()
    const DEVICE_KEY = 'local_00000000-0000-4000-8000-000000000000'
    await expect(
      phone.begin('USER_PASSWORD_AUTH', { USERNAME: 'alice', PASSWORD: alice.password, DEVICE_KEY }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: 'Device does not exist.' })
  })
})

describe('ADMIN_USER_PASSWORD_AUTH', () => {
  test('takes a device from its key to its proof, as the other flows do', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const kiosk = pool.device('Kiosk')
    await kiosk.enter(alice, { flow: 'operator' })
    expect(kiosk.walk).toEqual(['ADMIN_USER_PASSWORD_AUTH', 'SOFTWARE_TOKEN_MFA', 'ConfirmDevice'])
    await kiosk.enter(alice, { flow: 'operator' })
    expect(kiosk.walk).toEqual(['ADMIN_USER_PASSWORD_AUTH', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
  })

  test('is for operators: InitiateAuth refuses it', async () => {
    await using pool = await userPool()
    const parameters = { USERNAME: 'alice', PASSWORD: 'x' }
    await expect(pool.device('Phone').begin('ADMIN_USER_PASSWORD_AUTH', parameters)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })

  test('notes the address of the user that the back end tells, not its own', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const { AuthenticationResult } = await pool.call('AdminInitiateAuth', {
      UserPoolId: pool.poolId,
      ClientId: pool.client.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: alice.password },
      ContextData: { IpAddress: '203.0.113.9', ServerName: '', ServerPath: '', HttpHeaders: [] },
    })
    const rows = await pool.database.selectFrom('devices').select(['device_key', 'last_ip_used']).execute()
    expect(rows).toEqual([
      { device_key: AuthenticationResult?.NewDeviceMetadata?.DeviceKey, last_ip_used: '203.0.113.9' },
    ])
  })

  test('keeps nothing that a back end passes on as an address, and is none', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    for (const IpAddress of ['x'.repeat(131_072), '203.0.113.9, 6.6.6.6', `fe80::1%${'x'.repeat(5000)}`, ''])
      await pool.call('AdminInitiateAuth', {
        UserPoolId: pool.poolId,
        ClientId: pool.client.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alice', PASSWORD: alice.password },
        ContextData: { IpAddress, ServerName: '', ServerPath: '', HttpHeaders: [] },
      })
    const { database } = pool
    const events = database.selectFrom('events').select('address').where('kind', '=', 'signed_in')
    expect(await events.execute()).toEqual(Array(4).fill({ address: null }))
    const sessions = database.selectFrom('sessions').select('last_address as address')
    expect(await sessions.execute()).toEqual(Array(4).fill({ address: null }))
  })
})

describe('USER_AUTH', () => {
  test('without a preference asks to choose', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    expect(await pool.device('Phone').begin('USER_AUTH', { USERNAME: 'alice' })).toEqual({
      ChallengeName: 'SELECT_CHALLENGE',
      Session: expect.any(String),
      ChallengeParameters: { USERNAME: 'alice' },
      AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
    })
  })

  test.each(['PASSWORD', 'PASSWORD_SRP'] as const)('with the choice of %s signs in', async (choice) => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const phone = pool.device('Phone')
    expect(await phone.signIn(alice, { flow: 'choice' })).toAskFor('choice')
    expect(await phone.choose(choice, alice.password)).toAskFor('totp')
    expect(await phone.answer(alice.code())).toAskFor('nothing')
  })

  test('with the choice of SRP on a remembered device proves the device too', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true })
    const phone = await pool.signedIn(alice)
    await phone.signIn(alice, { flow: 'choice' })
    expect(await phone.choose('PASSWORD_SRP', alice.password)).toAskFor('nothing')
    expect(phone.walk.slice(-2)).toEqual(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
  })

  test('with a preference goes there at once', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice')
    const phone = pool.device('Phone')
    const base = { USERNAME: 'alice', PREFERRED_CHALLENGE: 'PASSWORD' }
    const answer = await phone.begin('USER_AUTH', { ...base, PASSWORD: alice.password })
    expect(answer.AuthenticationResult?.TokenType).toBe('Bearer')
    expect(await phone.begin('USER_AUTH', { ...base, PREFERRED_CHALLENGE: 'EMAIL_OTP' })).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
    })
  })

  test('is answered by the name of the chosen password challenge as well', async () => {
    await using pool = await userPool()
    const { password: PASSWORD } = await pool.user('alice')
    const phone = pool.device('Phone')
    const { Session } = await phone.begin('USER_AUTH', { USERNAME: 'alice' })
    expect(await phone.respond('PASSWORD_SRP', { USERNAME: 'alice', SRP_A: '2' }, Session)).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
    })
    const wrong = { USERNAME: 'alice', PASSWORD: 'Wrong-horse-1' }
    await expect(phone.respond('PASSWORD', wrong, Session)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
    expect(await phone.respond('PASSWORD', { USERNAME: 'alice', PASSWORD }, Session)).toHaveProperty(
      'AuthenticationResult',
    )
    await expect(phone.respond('PASSWORD', { USERNAME: 'alice', PASSWORD }, undefined)).rejects.toMatchObject(
      {
        code: 'InvalidParameterException',
      },
    )
  })

  test('answers to what is never asked are refused', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const phone = pool.device('Phone')
    const { Session } = await phone.begin('USER_AUTH', { USERNAME: 'alice' })
    await expect(phone.respond('ADMIN_NO_SRP_AUTH', { USERNAME: 'alice' }, Session)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'The ADMIN_NO_SRP_AUTH challenge is never asked.',
    })
  })

  test('with a challenge that is not to be had is refused', async () => {
    await using pool = await userPool()
    await pool.user('alice')
    const phone = pool.device('Phone')
    const { Session } = await phone.begin('USER_AUTH', { USERNAME: 'alice' })
    await expect(
      phone.respond('SELECT_CHALLENGE', { USERNAME: 'alice', ANSWER: 'WEB_AUTHN' }, Session),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })
})

describe('a temporary password', () => {
  test('is replaced first, then the second factor, then a device key is given', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'required' })
    const alice = await pool.user('alice', { totp: true, temporaryPassword: true })
    const laptop = pool.device('Laptop')
    expect(await laptop.signIn(alice)).toAskFor('new password')
    expect(laptop.open.parameters).toMatchObject({ USER_ID_FOR_SRP: 'alice', requiredAttributes: '[]' })
    expect(await laptop.answer('Another-password-8')).toAskFor('totp')
    const { result } = await laptop.answer(alice.code())
    expect(result?.NewDeviceMetadata?.DeviceKey).toBe(laptop.key)

    alice.password = 'Another-password-8'
    expect(await laptop.signIn(alice)).toAskFor('nothing')
  })

  test('gives a device key with the tokens also where it was all that was owed', async () => {
    await using pool = await userPool({ remember: 'opt-in' })
    const alice = await pool.user('alice', { temporaryPassword: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    const { result } = await laptop.answer('Another-password-8')
    expect(result?.NewDeviceMetadata?.DeviceKey).toMatch(/^local_/)
  })

  test('is not replaced by a bad one, nor by itself; the same Session takes a better one', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice', { temporaryPassword: true })
    const laptop = pool.device('Laptop')
    await laptop.signIn(alice)
    for (const bad of ['short', alice.password]) {
      await expect(laptop.answer(bad)).rejects.toMatchObject({ code: 'InvalidPasswordException' })
    }
    expect(await laptop.answer('Another-password-8')).toAskFor('nothing')
  })

  test('ends after its days', async () => {
    await using pool = await userPool()
    const alice = await pool.user('alice', { temporaryPassword: true })
    pool.clock.advance('7 days')
    await expect(pool.device('Laptop').signIn(alice)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    })
  })
})

describe('a client with a secret', () => {
  const refused = (clientId: string) => ({
    code: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${clientId}`,
  })

  test('shows its hash in every call, device steps and refresh too', async () => {
    await using pool = await userPool({
      remember: 'always',
      mfa: 'required',
      client: { GenerateSecret: true },
    })
    const alice = await pool.user('alice', { totp: true })
    const laptop = await pool.signedIn(alice)
    await laptop.enter(alice)
    expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
    await laptop.refresh()
    await laptop.refreshAsBefore()
    await laptop.signOut()
  })

  test('is refused with a wrong hash and without one, at each step', async () => {
    await using pool = await userPool({ mfa: 'required', client: { GenerateSecret: true } })
    const alice = await pool.user('alice', { totp: true })
    const { clientId, clientSecret = '' } = pool.client
    const wrong = secretHash(clientSecret, 'bob', clientId)
    const laptop = pool.device('Laptop')
    const parameters = { USERNAME: 'alice', PASSWORD: alice.password, SECRET_HASH: wrong }
    await expect(laptop.begin('USER_PASSWORD_AUTH', parameters)).rejects.toMatchObject(refused(clientId))

    await laptop.signIn(alice)
    await expect(laptop.answer(alice.code(), { SECRET_HASH: wrong })).rejects.toMatchObject(refused(clientId))
    const bare = pool.device('No hash', { clientId, clientSecret: undefined })
    await expect(bare.signIn(alice)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
    })
  })

  test('shows the secret itself where an operation takes it, and a wrong one is refused', async () => {
    await using pool = await userPool({ client: { GenerateSecret: true } })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { clientId: ClientId } = pool.client
    for (const ClientSecret of [undefined, 'w'.repeat(51)]) {
      await expect(
        pool.call('GetTokensFromRefreshToken', { ClientId, ClientSecret, RefreshToken: laptop.refreshToken }),
      ).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    }
  })
})

test('a flow that the client does not allow is refused', async () => {
  await using pool = await userPool({ client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } })
  const alice = await pool.user('alice')
  for (const flow of ['password', 'choice', 'operator'] as const) {
    await expect(pool.device('Laptop').signIn(alice, { flow })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  }
  expect(await pool.device('Laptop').signIn(alice)).toAskFor('nothing')
})

test('an alias signs in, on a device too: the answers name the user as the proof does', async () => {
  await using pool = await userPool({
    remember: 'always',
    mfa: 'required',
    pool: { AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] },
  })
  const attributes = { email: 'alice@example.com', email_verified: 'true' }
  const alice = await pool.user('alice', { totp: true, attributes })
  const laptop = pool.device('Laptop')
  await laptop.enter(alice, { as: 'alice@example.com' })
  await laptop.enter(alice, { as: 'alice@example.com' })
  expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
  await laptop.enter(alice, { as: alice.userId })
  expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
})

test('the longest name there is, of characters of four bytes, takes every step', async () => {
  await using pool = await userPool({ remember: 'always', devicesReplaceMfa: false, mfa: 'required' })
  const name = '\u{1F511}'.repeat(64)
  const alice = await pool.user(name, { totp: true, password: 'Correct-horse-7' })
  const laptop = await pool.signedIn(alice)
  await laptop.enter(alice)
  expect(laptop.walk).toEqual([
    'USER_SRP_AUTH',
    'PASSWORD_VERIFIER',
    'SOFTWARE_TOKEN_MFA',
    'DEVICE_SRP_AUTH',
    'DEVICE_PASSWORD_VERIFIER',
  ])
})
