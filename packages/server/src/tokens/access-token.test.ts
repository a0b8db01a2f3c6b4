import { claimsIn, type Device, userPool } from '@latchkey/testing'
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'

const invalid = { code: 'NotAuthorizedException', message: 'Invalid Access Token' }

const getUser = (device: Device, AccessToken = device.accessToken) => device.call('GetUser', { AccessToken })

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('the tokens', () => {
  test('say what the service’s own say', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice', {
      attributes: { email: 'alice@example.com', email_verified: 'true' },
    })
    const laptop = await pool.signedIn(alice)
    const now = pool.clock.now().getTime() / 1000
    const common = {
      sub: alice.userId,
      iss: `http://127.0.0.1:9229/${pool.poolId}`,
      auth_time: now,
      iat: now,
      exp: now + 3600,
      jti: expect.any(String),
      origin_jti: expect.any(String),
      event_id: expect.any(String),
    }
    expect(laptop.claims).toEqual({
      ...common,
      token_use: 'access',
      client_id: pool.client.clientId,
      scope: 'aws.cognito.signin.user.admin',
      username: 'alice',
      device_key: laptop.key,
    })
    expect(claimsIn(laptop.tokens.IdToken)).toEqual({
      ...common,
      token_use: 'id',
      aud: pool.client.clientId,
      'cognito:username': 'alice',
      email: 'alice@example.com',
      email_verified: true,
    })
  })

  test('are verified by anybody with the published keys, each kind with its own', async () => {
    await using pool = await userPool({ socket: true })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const keys = createRemoteJWKSet(new URL(`${pool.wire.url}/${pool.poolId}/.well-known/jwks.json`))
    const options = { currentDate: pool.clock.now() }
    const access = await jwtVerify(laptop.accessToken, keys, options)
    const id = await jwtVerify(laptop.tokens.IdToken ?? '', keys, options)
    expect(access.protectedHeader).toMatchObject({ alg: 'RS256' })
    expect(access.protectedHeader.kid).not.toBe(id.protectedHeader.kid)
  })
})

describe('an access token is refused', () => {
  test('with any other signature: edited, none, empty, of a key of its own', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    await pool.user('mallory')
    const [header = '', payload = '', signature = ''] = laptop.accessToken.split('.')
    const claims = claimsIn(laptop.accessToken)
    const edited = encode({ ...claims, username: 'mallory', sub: '00000000-0000-4000-8000-000000000000' })
    const own = await generateKeyPair('RS256', { extractable: true })
    const jwk = await exportJWK(own.publicKey)
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }
    const signed = (more: object) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...more }).sign(own.privateKey)
    const forged = [
      `${header}.${edited}.${signature}`,
      `${encode({ alg: 'none' })}.${payload}.`,
      `${encode({ alg: 'none', kid })}.${payload}.${signature}`,
      `${encode({ alg: 'NoNe' })}.${payload}.`,
      `${encode({ alg: 'HS256', kid })}.${payload}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      await signed({}),
      await signed({ jwk }),
      'a.b.c',
      'nothing',
      '...',
    ]
    for (const token of forged) await expect(getUser(laptop, token)).rejects.toMatchObject(invalid)
    await getUser(laptop)
  })

  test('when it is the ID token', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    await expect(getUser(laptop, laptop.tokens.IdToken)).rejects.toMatchObject(invalid)
  })

  test('when it is of another pool, even where it says it is of this one', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const elsewhere = await pool.sibling()
    const theirs = await elsewhere.signedIn(await elsewhere.user('alice'))
    const [header, payload, signature] = theirs.accessToken.split('.')
    const claims = claimsIn(theirs.accessToken)
    expect(payload).toBe(encode(claims))
    const moved = encode({ ...claims, iss: laptop.claims.iss, sub: laptop.claims.sub })
    await expect(getUser(laptop, `${header}.${moved}.${signature}`)).rejects.toMatchObject(invalid)
    const nowhere = encode({ ...claims, iss: 'http://127.0.0.1:9229/local_Nowhere' })
    await expect(getUser(laptop, `${header}.${nowhere}.${signature}`)).rejects.toMatchObject(invalid)
  })

  test('when it has expired, to the second', async () => {
    await using pool = await userPool({ client: { AccessTokenValidity: 1 } })
    const laptop = await pool.signedIn(await pool.user('alice'))
    pool.clock.advance('59 minutes 59 seconds')
    await getUser(laptop)
    pool.clock.advance('1 second')
    await expect(getUser(laptop)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Access Token has expired',
    })
  })

  test('when its user is disabled, deleted, or deleted and made again', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const user = { UserPoolId: pool.poolId, Username: 'alice' }
    await pool.call('AdminDisableUser', user)
    await expect(getUser(laptop)).rejects.toMatchObject({ message: 'Access Token has been revoked' })
    await pool.call('AdminDeleteUser', user)
    await expect(getUser(laptop)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await pool.user('alice')
    await expect(getUser(laptop)).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  })

  test('by every operation that takes one', async () => {
    await using pool = await userPool()
    const AccessToken = 'made.up.token'
    const DeviceKey = 'local_1'
    const refused = { code: 'NotAuthorizedException' }
    for (const attempt of [
      pool.call('ConfirmDevice', { AccessToken, DeviceKey }),
      pool.call('GetDevice', { AccessToken, DeviceKey }),
      pool.call('ListDevices', { AccessToken }),
      pool.call('UpdateDeviceStatus', { AccessToken, DeviceKey }),
      pool.call('ForgetDevice', { AccessToken, DeviceKey }),
      pool.call('GlobalSignOut', { AccessToken }),
      pool.call('AssociateSoftwareToken', { AccessToken }),
      pool.call('VerifySoftwareToken', { AccessToken, UserCode: '000000' }),
      pool.call('SetUserMFAPreference', { AccessToken }),
      pool.call('DeleteUser', { AccessToken }),
    ]) {
      await expect(attempt).rejects.toMatchObject(refused)
    }
  })
})
