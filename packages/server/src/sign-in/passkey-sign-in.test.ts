import {
  Authenticator,
  type PoolOptions,
  type Pretence,
  type ServerOptions,
  userPool,
} from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { describe, expect, test } from 'vitest'

/** Users sign in with a passkey. */

const PREFERRED = { flow: 'choice', prefer: 'WEB_AUTHN' } as const

async function stageOf(options: PoolOptions & ServerOptions = {}) {
  const pool = await userPool({
    ...options,
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      ...options.pool,
    },
  })
  const alice = await pool.user('alice', { totp: options.mfa !== undefined })
  const key = new Authenticator()
  const laptop = await pool.signedIn(alice)
  await laptop.makePasskey(key)
  return {
    pool,
    alice,
    key,
    laptop,
    configure: (WebAuthnConfiguration: object) =>
      pool.call('SetUserPoolMfaConfig', { UserPoolId: pool.poolId, WebAuthnConfiguration }),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

describe('a sign-in', () => {
  test('with a passkey asks for nothing else', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    expect(await phone.signIn(stage.alice, PREFERRED)).toAskFor('passkey')
    const options = JSON.parse(phone.open.parameters.CREDENTIAL_REQUEST_OPTIONS ?? '')
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'preferred' })
    expect(options.allowCredentials).toEqual([
      { type: 'public-key', id: stage.key.kept[0]?.id, transports: ['internal', 'hybrid'] },
    ])
    expect(await phone.showPasskey(stage.key)).toAskFor('nothing')
    expect(phone.claims.username).toBe('alice')
  })

  test('without a preference is asked what to begin with', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    expect(await phone.signIn(stage.alice, { flow: 'choice' })).toAskFor('choice')
    expect(phone.open.choices).toEqual(['PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN'])
    expect(await phone.choose('WEB_AUTHN')).toAskFor('passkey')
    expect(await phone.showPasskey(stage.key)).toAskFor('nothing')
  })

  test('of somebody without a passkey is offered the rest', async () => {
    await using stage = await stageOf()
    const bob = await stage.pool.user('bob')
    const phone = stage.pool.device('Phone')
    expect(await phone.signIn(bob, PREFERRED)).toAskFor('choice')
    expect(phone.open.choices).toEqual(['PASSWORD', 'PASSWORD_SRP'])
    await expect(phone.choose('WEB_AUTHN')).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('with an authenticator that counts nothing passes again and again', async () => {
    await using stage = await stageOf()
    const synchronized = new Authenticator({ counts: false })
    await stage.laptop.makePasskey(synchronized)
    for (const device of [stage.pool.device('One'), stage.pool.device('Two')]) {
      await device.signIn(stage.alice, PREFERRED)
      expect(await device.showPasskey(synchronized)).toAskFor('nothing')
    }
  })

  test('by an operator’s back end goes the same way', async () => {
    await using stage = await stageOf()
    const { pool } = stage
    const base = { UserPoolId: pool.poolId, ClientId: pool.client.clientId }
    const begun = await pool.call('AdminInitiateAuth', {
      ...base,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'alice', PREFERRED_CHALLENGE: 'WEB_AUTHN' },
    })
    const CREDENTIAL = JSON.stringify(stage.key.get(begun.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS))
    const ended = await pool.call('AdminRespondToAuthChallenge', {
      ...base,
      ChallengeName: 'WEB_AUTHN',
      Session: begun.Session,
      ChallengeResponses: { USERNAME: 'alice', CREDENTIAL },
    })
    expect(ended.AuthenticationResult?.TokenType).toBe('Bearer')
  })
})

describe('a passkey proves nothing', () => {
  const pretences: [why: string, pretence: Pretence][] = [
    ['on another site', { origin: 'https://evil.example' }],
    ['in a frame of another site', { crossOrigin: true }],
    ['for another domain', { relyingPartyId: 'evil.example' }],
    ['for another challenge', { challenge: 'YW5vdGhlcg' }],
    ['as a registration', { type: 'webauthn.create' }],
    ['of another user', { userHandle: Buffer.from('somebody else').toString('base64url') }],
    ['that nobody registered', { credentialId: 'AAAA' }],
  ]
  test.each(pretences)('%s', async (_, pretence) => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    await expect(phone.showPasskey(stage.key, pretence)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    })
    expect(await phone.showPasskey(stage.key)).toAskFor('nothing')
  })

  test('that another key signed for', async () => {
    await using stage = await stageOf()
    const mallory = new Authenticator()
    const handle = Buffer.from(stage.alice.userId).toString('base64url')
    mallory.create({ rp: { id: 'localhost' }, user: { id: handle }, challenge: 'YW55' })
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const credentialId = stage.key.kept[0]?.id ?? ''
    await expect(phone.showPasskey(mallory, { credentialId, counter: 9 })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })

  test('a second time, in the same sign-in or in another', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const { session, parameters } = phone.open
    const CREDENTIAL = JSON.stringify(stage.key.get(parameters.CREDENTIAL_REQUEST_OPTIONS))
    const again = (Session: string) => phone.respond('WEB_AUTHN', { USERNAME: 'alice', CREDENTIAL }, Session)
    await again(session)
    await expect(again(session)).rejects.toMatchObject({ message: 'Invalid session for the user.' })
    await phone.signIn(stage.alice, PREFERRED)
    await expect(again(phone.open.session)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('more than once of twenty answers at once', async () => {
    for (const counts of [true, false]) {
      await using stage = await stageOf()
      const key = new Authenticator({ counts })
      await stage.laptop.makePasskey(key)
      const phone = stage.pool.device('Phone')
      await phone.signIn(stage.alice, PREFERRED)
      const { session, parameters } = phone.open
      const CREDENTIAL = JSON.stringify(key.get(parameters.CREDENTIAL_REQUEST_OPTIONS))
      const answers = await Promise.allSettled(
        Array.from({ length: 20 }, () =>
          phone.respond('WEB_AUTHN', { USERNAME: 'alice', CREDENTIAL }, session),
        ),
      )
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
  })

  test('whose count went back, or stood still: somebody has a copy', async () => {
    await using stage = await stageOf()
    const phone = stage.pool.device('Phone')
    const uses: [counter: number, passes: boolean][] = [
      [7, true],
      [7, false],
      [3, false],
      [0, false],
      [8, true],
    ]
    for (const [counter, passes] of uses) {
      await phone.signIn(stage.alice, PREFERRED)
      const shown = phone.showPasskey(stage.key, { counter })
      if (passes) expect(await shown).toAskFor('nothing')
      else await expect(shown).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    }
  })

  test('without its owner being verified, where the pool asks for that', async () => {
    await using stage = await stageOf()
    await stage.configure({ UserVerification: 'required' })
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    await expect(phone.showPasskey(stage.key, { userVerified: false })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
    expect(await phone.showPasskey(stage.key)).toAskFor('nothing')
  })

  test('of another user’s sign-in', async () => {
    await using stage = await stageOf()
    const bob = await stage.pool.user('bob')
    await (await stage.pool.signedIn(bob)).makePasskey(stage.key)
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    const bobs = stage.key.kept[1]
    const options = JSON.parse(phone.open.parameters.CREDENTIAL_REQUEST_OPTIONS ?? '')
    const asked = JSON.stringify({ ...options, allowCredentials: [{ id: bobs?.id }] })
    const CREDENTIAL = JSON.stringify(stage.key.get(asked))
    await expect(phone.answer(CREDENTIAL)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    const withoutHandle = JSON.stringify(stage.key.get(asked, { userHandle: null }))
    await expect(phone.answer(withoutHandle)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('once it was deleted, or the pool has another domain or no passkeys any more', async () => {
    await using stage = await stageOf()
    const { pool, alice, key, laptop } = stage
    const phone = pool.device('Phone')
    await phone.signIn(alice, PREFERRED)
    await stage.configure({ RelyingPartyId: 'example.com' })
    await expect(phone.showPasskey(key)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    expect(await pool.device('Other').signIn(alice, PREFERRED)).toAskFor('choice')
    await stage.configure({})
    await pool.change({})
    await expect(phone.showPasskey(key)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    const CredentialId = key.kept[0]?.id ?? ''
    await laptop.call('DeleteWebAuthnCredential', { AccessToken: laptop.accessToken, CredentialId })
    await pool.change({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    })
    await expect(phone.showPasskey(key)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('out of nonsense', async () => {
    await using stage = await stageOf()
    const nonsense = ['x', '{}', '[]', 'null', '"text"', '{'.repeat(9000), `{"id":"${'x'.repeat(100_000)}"}`]
    for (const CREDENTIAL of nonsense) {
      const phone = stage.pool.device('Phone')
      await phone.signIn(stage.alice, PREFERRED)
      await expect(phone.answer(CREDENTIAL)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
      stage.pool.clock.advance('16 minutes')
    }
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    await expect(phone.answer('')).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(
      phone.respond('WEB_AUTHN', { USERNAME: 'alice', CREDENTIAL: '{}' }, undefined),
    ).rejects.toMatchObject({ message: 'Missing required parameter Session' })
  })

  test('while the account is locked, when it is disabled, or when the sign-in took too long', async () => {
    await using stage = await stageOf()
    const { pool, alice, key } = stage
    const phone = pool.device('Phone')
    await phone.signIn(alice, PREFERRED)
    for (let count = 0; count < 5; count += 1) await expect(phone.answer('{}')).rejects.toThrow()
    await expect(phone.showPasskey(key)).rejects.toMatchObject({ message: 'Password attempts exceeded' })
    pool.clock.advance('2 seconds')
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    await expect(phone.answer('{}')).rejects.toMatchObject({ message: 'Incorrect username or password.' })
    pool.clock.advance('5 seconds')
    await expect(phone.showPasskey(key)).rejects.toMatchObject({ message: 'User is disabled.' })
    await pool.call('AdminEnableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    pool.clock.advance('4 minutes')
    await expect(phone.showPasskey(key)).rejects.toMatchObject({ message: 'Invalid session for the user.' })
  })
})

describe('a name that nobody has', () => {
  test('is offered the same every time, and a passkey that nobody has', async () => {
    await using stage = await stageOf({ client: { PreventUserExistenceErrors: 'ENABLED' } })
    const { pool } = stage
    const phone = pool.device('Phone')
    const kinds = new Set<string>()
    for (let count = 0; count < 12; count += 1) {
      const nobody = { username: `nobody-${count}`, password: '' }
      await phone.signIn(nobody, { flow: 'choice' })
      const { choices } = phone.open
      kinds.add(choices.join())
      await phone.signIn(nobody, { flow: 'choice' })
      expect(phone.open.choices).toEqual(choices)
      if (!choices.includes('WEB_AUTHN')) continue
      expect(await phone.choose('WEB_AUTHN')).toAskFor('passkey')
      const { allowCredentials } = JSON.parse(phone.open.parameters.CREDENTIAL_REQUEST_OPTIONS ?? '')
      expect(allowCredentials).toMatchObject([{ id: expect.stringMatching(/^[\w-]{43}$/) }])
      expect(phone.open.session).toHaveLength(await lengthOfSession(stage))
      await expect(phone.showPasskey(stage.key)).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      })
    }
    expect(kinds).toEqual(new Set(['PASSWORD,PASSWORD_SRP', 'PASSWORD,PASSWORD_SRP,WEB_AUTHN']))
  })
})

/** Of the same step of somebody who is there. */
async function lengthOfSession({ pool, alice }: Awaited<ReturnType<typeof stageOf>>) {
  const phone = pool.device('Other')
  await phone.signIn(alice, { flow: 'choice' })
  await phone.choose('WEB_AUTHN')
  return phone.open.session.length
}

describe('beside a second factor', () => {
  test('a passkey is one factor, and the second is asked for', async () => {
    await using stage = await stageOf({ mfa: 'required' })
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    expect(await phone.showPasskey(stage.key)).toAskFor('totp')
    expect(await phone.answer(stage.alice.code())).toAskFor('nothing')
  })

  test('a passkey whose owner was verified is both, where the pool says so', async () => {
    await using stage = await stageOf({ mfa: 'required' })
    await stage.configure({ FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' })
    const phone = stage.pool.device('Phone')
    await phone.signIn(stage.alice, PREFERRED)
    expect(await phone.showPasskey(stage.key)).toAskFor('nothing')
    await phone.signIn(stage.alice, PREFERRED)
    expect(await phone.showPasskey(stage.key, { userVerified: false })).toAskFor('totp')
  })
})

describe('the device', () => {
  test('is tracked after a passkey, and asked for its proof only where the client can answer', async () => {
    await using stage = await stageOf({ remember: 'always', mfa: 'required' })
    const { alice, key, pool } = stage
    const phone = pool.device('Phone')
    await phone.signIn(alice, PREFERRED)
    expect(await phone.showPasskey(key)).toAskFor('totp')
    await phone.answer(alice.code())
    const { deviceKey } = phone.keys
    expect(phone.claims.device_key).toBe(deviceKey)

    // As aws-amplify, which sends no key with a passkey and could not answer.
    await phone.signIn(alice, PREFERRED)
    expect(await phone.showPasskey(key)).toAskFor('totp')

    // As @latchkey/auth, which sends it everywhere.
    await phone.signIn(alice, PREFERRED)
    expect(await phone.showPasskey(key, {}, { DEVICE_KEY: deviceKey })).toAskFor('nothing')
    expect(phone.walk.slice(-2)).toEqual(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])
    expect(phone.claims.device_key).toBe(deviceKey)
  })

  test('whose secret is stale is a new one: no passkey is shown twice', async () => {
    await using stage = await stageOf({ remember: 'always' })
    const { laptop, alice, key } = stage
    const { keys } = laptop
    laptop.storage.set('alice', { ...keys, secret: 'stale' })
    await laptop.signIn(alice, PREFERRED)
    const named = { DEVICE_KEY: keys.deviceKey }
    expect(await laptop.showPasskey(key, {}, named)).toAskFor('nothing')
    expect(laptop.key).not.toBe(keys.deviceKey)
  })

  test('that was forgotten is a new one', async () => {
    await using stage = await stageOf({ remember: 'always' })
    const { alice, key, pool } = stage
    const phone = pool.device('Phone')
    await phone.signIn(alice, PREFERRED)
    await phone.showPasskey(key)
    const { deviceKey } = phone.keys
    await phone.forgetDevice()
    await phone.signIn(alice, PREFERRED)
    expect(await phone.showPasskey(key, {}, { DEVICE_KEY: deviceKey })).toAskFor('nothing')
    expect(phone.key).not.toBe(deviceKey)
  })
})
