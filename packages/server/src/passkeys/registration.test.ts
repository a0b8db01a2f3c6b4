import {
  Authenticator,
  type PoolOptions,
  type Pretence,
  type ServerOptions,
  userPool,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** Users make passkeys, list them and delete them. */

const WITH_PASSKEYS: PoolOptions = {
  pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
}

async function laptopOfAlice(options: PoolOptions & ServerOptions = WITH_PASSKEYS) {
  const pool = await userPool(options)
  const alice = await pool.user('alice', { attributes: { email: 'alice@example.com' } })
  const laptop = await pool.signedIn(alice)
  const AccessToken = laptop.accessToken
  const begin = async () =>
    (await laptop.call('StartWebAuthnRegistration', { AccessToken })).CredentialCreationOptions
  return {
    pool,
    alice,
    laptop,
    AccessToken,
    begin,
    complete: (Credential: unknown) =>
      laptop.call('CompleteWebAuthnRegistration', { AccessToken, Credential: Credential as never }),
    list: async () => (await laptop.call('ListWebAuthnCredentials', { AccessToken })).Credentials,
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

describe('a passkey', () => {
  test('is made, listed, and deleted', async () => {
    await using stage = await laptopOfAlice()
    const { laptop, AccessToken } = stage
    const { id } = await laptop.makePasskey(new Authenticator())
    expect(await stage.list()).toEqual([
      {
        CredentialId: id,
        FriendlyCredentialName: 'Passkey',
        RelyingPartyId: 'localhost',
        AuthenticatorAttachment: 'platform',
        AuthenticatorTransports: ['internal', 'hybrid'],
        CreatedAt: stage.pool.clock.now().getTime() / 1000,
      },
    ])
    await laptop.call('DeleteWebAuthnCredential', { AccessToken, CredentialId: id })
    expect(await stage.list()).toEqual([])
    await expect(
      laptop.call('DeleteWebAuthnCredential', { AccessToken, CredentialId: id }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })

  test('is asked for in the form that browsers take, without those that the user has', async () => {
    await using stage = await laptopOfAlice()
    const { id } = await stage.laptop.makePasskey(new Authenticator())
    expect(await stage.begin()).toEqual({
      rp: { id: 'localhost', name: 'testing' },
      user: {
        id: Buffer.from(stage.alice.userId).toString('base64url'),
        name: 'alice',
        displayName: 'alice',
      },
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: 300_000,
      excludeCredentials: [{ type: 'public-key', id, transports: ['internal', 'hybrid'] }],
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'preferred',
      },
      attestation: 'none',
    })
  })

  test('has the name of its maker', async () => {
    await using stage = await laptopOfAlice()
    await stage.laptop.makePasskey(new Authenticator(), { aaguid: 'd548826e-79b4-db40-a3d8-11116f7e8349' })
    expect(await stage.list()).toMatchObject([{ FriendlyCredentialName: 'Bitwarden' }])
  })

  test('that vouches for itself is taken like one that does not', async () => {
    await using stage = await laptopOfAlice()
    await stage.laptop.makePasskey(new Authenticator(), { attestation: 'packed' })
    expect(await stage.list()).toHaveLength(1)
  })

  test('goes with its user, and a user who comes later under the name has none', async () => {
    await using stage = await laptopOfAlice()
    await stage.laptop.makePasskey(new Authenticator())
    await stage.laptop.call('DeleteUser', { AccessToken: stage.AccessToken })
    const again = await stage.pool.signedIn(await stage.pool.user('alice'))
    const { Credentials } = await again.call('ListWebAuthnCredentials', { AccessToken: again.accessToken })
    expect(Credentials).toEqual([])
  })
})

describe('passkeys are listed', () => {
  test('page by page, each once', async () => {
    await using stage = await laptopOfAlice()
    const { laptop, AccessToken } = stage
    const made = []
    for (let count = 0; count < 5; count += 1) made.push((await laptop.makePasskey(new Authenticator())).id)
    const seen: string[] = []
    let NextToken: string | undefined
    let pages = 0
    do {
      const page = await laptop.call('ListWebAuthnCredentials', { AccessToken, MaxResults: 2, NextToken })
      seen.push(...page.Credentials.map(({ CredentialId }) => CredentialId))
      NextToken = page.NextToken
      pages += 1
    } while (NextToken !== undefined && pages < 9)
    expect(pages).toBe(3)
    expect(seen.toSorted()).toEqual(made.toSorted())
  })

  test('only with a page token of that very list', async () => {
    await using stage = await laptopOfAlice()
    for (let count = 0; count < 2; count += 1) await stage.laptop.makePasskey(new Authenticator())
    const { NextToken } = await stage.laptop.call('ListWebAuthnCredentials', {
      AccessToken: stage.AccessToken,
      MaxResults: 1,
    })
    const bob = await stage.pool.signedIn(await stage.pool.user('bob'))
    await expect(
      bob.call('ListWebAuthnCredentials', { AccessToken: bob.accessToken, NextToken }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })
})

describe('a passkey is not made', () => {
  const refusals: [why: string, pretence: Pretence, code: string][] = [
    ['on another site', { origin: 'https://evil.example' }, 'WebAuthnOriginNotAllowedException'],
    [
      'on a site that only ends alike',
      { origin: 'http://notlocalhost' },
      'WebAuthnOriginNotAllowedException',
    ],
    ['in a frame of another site', { crossOrigin: true }, 'WebAuthnOriginNotAllowedException'],
    ['for another domain', { relyingPartyId: 'evil.example' }, 'WebAuthnRelyingPartyMismatchException'],
    ['for another challenge', { challenge: 'YW5vdGhlcg' }, 'WebAuthnChallengeNotFoundException'],
    ['of an assertion', { type: 'webauthn.get' }, 'InvalidParameterException'],
  ]
  test.each(refusals)('%s', async (_, pretence, code) => {
    await using stage = await laptopOfAlice()
    await expect(stage.laptop.makePasskey(new Authenticator(), pretence)).rejects.toMatchObject({ code })
    expect(await stage.list()).toEqual([])
  })

  test('without its owner being verified, where the pool asks for that', async () => {
    await using stage = await laptopOfAlice()
    await stage.pool.call('SetUserPoolMfaConfig', {
      UserPoolId: stage.pool.poolId,
      WebAuthnConfiguration: { UserVerification: 'required' },
    })
    await expect(
      stage.laptop.makePasskey(new Authenticator(), { userVerified: false }),
    ).rejects.toMatchObject({ code: 'WebAuthnCredentialNotSupportedException' })
  })

  test('twice with one challenge, and not with one that was replaced or has expired', async () => {
    await using stage = await laptopOfAlice()
    const authenticator = new Authenticator()
    const first = authenticator.create(await stage.begin())
    const second = authenticator.create(await stage.begin())
    await expect(stage.complete(first)).rejects.toMatchObject({ code: 'WebAuthnChallengeNotFoundException' })
    await stage.complete(second)
    await expect(stage.complete(second)).rejects.toMatchObject({ code: 'WebAuthnChallengeNotFoundException' })
    const third = authenticator.create(await stage.begin())
    stage.pool.clock.advance('5 minutes')
    await expect(stage.complete(third)).rejects.toMatchObject({ code: 'WebAuthnChallengeNotFoundException' })
    expect(await stage.list()).toHaveLength(1)
  })

  test('more than once of twenty answers at once', async () => {
    await using stage = await laptopOfAlice()
    const made = new Authenticator().create(await stage.begin())
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => stage.complete(made)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await stage.list()).toHaveLength(1)
  })

  test('with the challenge of another user, or for another client', async () => {
    await using stage = await laptopOfAlice()
    const made = new Authenticator().create(await stage.begin())
    const bob = await stage.pool.signedIn(await stage.pool.user('bob'))
    await expect(
      bob.call('CompleteWebAuthnRegistration', { AccessToken: bob.accessToken, Credential: made as never }),
    ).rejects.toMatchObject({ code: 'WebAuthnChallengeNotFoundException' })
    const elsewhere = stage.pool.device('Tablet', await stage.pool.addClient())
    await elsewhere.enter(stage.alice)
    await expect(
      elsewhere.call('CompleteWebAuthnRegistration', {
        AccessToken: elsewhere.accessToken,
        Credential: made as never,
      }),
    ).rejects.toMatchObject({ code: 'WebAuthnClientMismatchException' })
    await stage.complete(made)
  })

  test('a second time, by the same user or by another', async () => {
    await using stage = await laptopOfAlice()
    const { id: credentialId } = await stage.laptop.makePasskey(new Authenticator())
    const bob = await stage.pool.signedIn(await stage.pool.user('bob'))
    for (const device of [stage.laptop, bob])
      await expect(device.makePasskey(new Authenticator(), { credentialId })).rejects.toMatchObject({
        code: 'InvalidParameterException',
        message: 'This passkey is registered already.',
      })
  })

  test('once there are twenty, also when the last ones are made at once', async () => {
    await using stage = await laptopOfAlice()
    for (let count = 0; count < 19; count += 1) await stage.laptop.makePasskey(new Authenticator())
    const { passkeys } = stage.pool.server.world.stores
    const [one] = await passkeys.ofUser({ poolId: stage.pool.poolId, userId: stage.alice.userId })
    if (!one) throw new Error('There is none.')
    const added = await Promise.all(
      ['one', 'two', 'three'].map((credentialId) => passkeys.add({ ...one, credentialId })),
    )
    expect(added.filter((applied) => applied)).toHaveLength(1)
    await expect(stage.begin()).rejects.toMatchObject({ code: 'LimitExceededException' })
  })

  test('where passkeys are no first factor of the pool', async () => {
    await using stage = await laptopOfAlice({})
    await expect(stage.begin()).rejects.toMatchObject({ code: 'WebAuthnNotEnabledException' })
    await expect(stage.complete({})).rejects.toMatchObject({ code: 'WebAuthnNotEnabledException' })
  })

  test('out of nonsense', async () => {
    await using stage = await laptopOfAlice()
    const good = new Authenticator().create(await stage.begin())
    const nonsense: unknown[] = [
      {},
      [],
      { ...good, id: 'x'.repeat(2000), rawId: 'x'.repeat(2000) },
      { ...good, rawId: 'another' },
      { ...good, type: 'password' },
      { ...good, response: null },
      { ...good, response: { ...good.response, clientDataJSON: 'bm8ganNvbg' } },
      { ...good, response: { ...good.response, attestationObject: 'A'.repeat(70_000) } },
      { ...good, response: { ...good.response, attestationObject: { deep: [] } } },
    ]
    for (const credential of nonsense)
      await expect(stage.complete(credential)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    const deep = Buffer.alloc(40_000, 0x81).toString('base64url')
    await expect(
      stage.complete({ ...good, response: { ...good.response, attestationObject: deep } }),
    ).rejects.toMatchObject({ code: 'WebAuthnCredentialNotSupportedException' })
    expect(await stage.list()).toEqual([])
  })
})

describe('the domain of passkeys', () => {
  test('is the one that the pool names, and pages of it and below it may make them', async () => {
    await using stage = await laptopOfAlice()
    const { pool, laptop } = stage
    const WebAuthnConfiguration = {
      RelyingPartyId: 'example.com',
      UserVerification: 'required',
      FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    } as const
    await pool.call('SetUserPoolMfaConfig', { UserPoolId: pool.poolId, WebAuthnConfiguration })
    expect(await pool.call('GetUserPoolMfaConfig', { UserPoolId: pool.poolId })).toMatchObject({
      WebAuthnConfiguration,
    })
    await laptop.makePasskey(new Authenticator(), { origin: 'https://example.com' })
    await laptop.makePasskey(new Authenticator(), { origin: 'https://login.example.com:8443' })
    for (const origin of ['http://example.com', 'http://localhost:3000', 'android:apk-key-hash:x'])
      await expect(laptop.makePasskey(new Authenticator(), { origin })).rejects.toMatchObject({
        code: 'WebAuthnOriginNotAllowedException',
      })
    expect(await stage.list()).toMatchObject([
      { RelyingPartyId: 'example.com' },
      { RelyingPartyId: 'example.com' },
    ])
  })

  test.each([
    ['http://127.0.0.1:9229', 'localhost'],
    ['https://id.example.com/pools', 'id.example.com'],
  ])('is that of %s where the pool names none: %s', async (publicUrl, RelyingPartyId) => {
    await using stage = await laptopOfAlice({ ...WITH_PASSKEYS, publicUrl })
    const origin = publicUrl.startsWith('https') ? 'https://id.example.com' : 'http://localhost:3000'
    await stage.laptop.makePasskey(new Authenticator(), { origin })
    expect(await stage.list()).toMatchObject([{ RelyingPartyId }])
  })

  test('is missing where the server has an address for a name, until the pool names one', async () => {
    await using stage = await laptopOfAlice({ ...WITH_PASSKEYS, publicUrl: 'http://192.0.2.7:9229' })
    await expect(stage.begin()).rejects.toMatchObject({ code: 'WebAuthnConfigurationMissingException' })
    await stage.pool.call('SetUserPoolMfaConfig', {
      UserPoolId: stage.pool.poolId,
      WebAuthnConfiguration: { RelyingPartyId: 'example.com' },
    })
    await stage.laptop.makePasskey(new Authenticator(), { origin: 'https://example.com' })
  })

  test.each(['https://example.com', 'Example.com', '127.0.0.1', 'example.com.', '-', 'a b'])(
    'is not %s',
    async (RelyingPartyId) => {
      await using pool = await userPool(WITH_PASSKEYS)
      await expect(
        pool.call('SetUserPoolMfaConfig', {
          UserPoolId: pool.poolId,
          WebAuthnConfiguration: { RelyingPartyId },
        }),
      ).rejects.toMatchObject({ code: 'InvalidParameterException' })
    },
  )
})
