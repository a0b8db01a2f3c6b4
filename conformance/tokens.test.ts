import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test, vi } from 'vitest'
import { given, type UserPool, userPool } from './pool-server.js'
import { newDevice } from './sdk-device.js'

vi.setConfig({ testTimeout: 60_000 })

async function signIn(pool: UserPool, USERNAME: string, PASSWORD: string) {
  const { AuthenticationResult: result } = await pool.admin.initiateAuth({
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })
  return {
    access: given(result?.AccessToken),
    id: given(result?.IdToken),
    refresh: given(result?.RefreshToken),
    device: await newDevice(result?.NewDeviceMetadata),
  }
}

/** What a service that trusts the pool knows: its URL, and what is published there. */
async function published(pool: UserPool) {
  const response = await fetch(`${pool.url}/${pool.poolId}/.well-known/openid-configuration`)
  const { issuer, jwks_uri }: { issuer: string; jwks_uri: string } = await response.json()
  expect(jwks_uri).toBe(`${pool.url}/${pool.poolId}/.well-known/jwks.json`)
  return { issuer, keys: createRemoteJWKSet(new URL(jwks_uri)) }
}

test('access and ID tokens are verified with nothing but what the server publishes', async () => {
  await using pool = await userPool()
  const attributes = { email: 'alice@example.com', email_verified: 'true' }
  const { password, sub } = await pool.user('alice', { attributes })
  const { access, id, device } = await signIn(pool, 'alice', password)
  const { issuer, keys } = await published(pool)

  const { payload: accessClaims } = await jwtVerify(access, keys, { issuer, algorithms: ['RS256'] })
  const { payload: idClaims } = await jwtVerify(id, keys, {
    issuer,
    audience: pool.clientId,
    algorithms: ['RS256'],
  })

  expect(issuer).toBe(`${pool.url}/${pool.poolId}`)
  expect(accessClaims).toEqual({
    sub,
    device_key: device.deviceKey,
    iss: issuer,
    client_id: pool.clientId,
    origin_jti: expect.any(String),
    event_id: expect.any(String),
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: accessClaims.iat,
    iat: expect.any(Number),
    exp: Number(accessClaims.iat) + 3600,
    jti: expect.any(String),
    username: 'alice',
  })
  expect(idClaims).toEqual({
    sub,
    aud: pool.clientId,
    iss: issuer,
    'cognito:username': 'alice',
    email: 'alice@example.com',
    email_verified: true,
    origin_jti: accessClaims.origin_jti,
    event_id: accessClaims.event_id,
    token_use: 'id',
    auth_time: accessClaims.auth_time,
    iat: accessClaims.iat,
    exp: accessClaims.exp,
    jti: expect.any(String),
  })
  expect(decodeProtectedHeader(access).kid).not.toBe(decodeProtectedHeader(id).kid)
})

test('refreshed tokens are verified too, and keep the time of the sign-in', async () => {
  await using pool = await userPool()
  const { password } = await pool.user('alice')
  const { access, refresh, device } = await signIn(pool, 'alice', password)
  const { issuer, keys } = await published(pool)
  pool.clock.turn(60)

  const { AuthenticationResult: result } = await pool.admin.getTokensFromRefreshToken({
    ClientId: pool.clientId,
    RefreshToken: refresh,
    DeviceKey: device.deviceKey,
  })

  const before = (await jwtVerify(access, keys, { issuer })).payload
  const after = (await jwtVerify(given(result?.AccessToken), keys, { issuer })).payload
  expect(after).toMatchObject({
    auth_time: before.auth_time,
    event_id: before.event_id,
    origin_jti: before.origin_jti,
    device_key: before.device_key,
  })
  expect(after.jti).not.toBe(before.jti)
  expect(Number(after.iat)).toBeGreaterThanOrEqual(Number(before.iat) + 60)
})

test('a token of one pool is not verified by the keys of another, nor accepted there', async () => {
  await using pool = await userPool()
  await using other = await userPool()
  const { password } = await pool.user('alice')
  const { access } = await signIn(pool, 'alice', password)
  const { keys } = await published(other)

  await expect(jwtVerify(access, keys)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  await expect(other.admin.getUser({ AccessToken: access })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test('an ID token, a forged one and an expired one are no access tokens', async () => {
  await using pool = await userPool()
  const { password } = await pool.user('alice')
  const { access, id } = await signIn(pool, 'alice', password)
  const [header, payload, signature = ''] = access.split('.')
  const forged = [header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.')

  for (const AccessToken of [id, forged]) {
    await expect(pool.admin.getUser({ AccessToken })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    })
  }
  pool.clock.turn(3601)
  await expect(pool.admin.getUser({ AccessToken: access })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has expired',
  })
})

test('a pool that is not there publishes nothing', async () => {
  await using pool = await userPool()

  for (const name of ['jwks.json', 'openid-configuration']) {
    const response = await fetch(`${pool.url}/local_000000000/.well-known/${name}`)
    expect(response.status).toBe(400)
  }
})
