import { claimsIn, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const invalid = {
  code: 'NotAuthorizedException',
  message:
    'Invalid Refresh Token. The device key is missing, of another device, or of a device that was forgotten.',
}
const rotation = (RetryGracePeriodSeconds: number) => ({
  client: { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds } } as const,
})

describe('a refresh of a tracked device', () => {
  test.each(['always', 'opt-in'] as const)('passes with its key, remembered %s', async (remember) => {
    await using pool = await userPool({ remember })
    const laptop = await pool.signedIn(await pool.user('alice'))
    pool.clock.advance('2 hours')
    const before = laptop.claims
    const refreshed = await laptop.refresh()
    expect(refreshed).toEqual({
      AccessToken: expect.any(String),
      IdToken: expect.any(String),
      ExpiresIn: 3600,
      TokenType: 'Bearer',
    })
    const { sub, auth_time, origin_jti, event_id, device_key } = before
    expect(laptop.claims).toMatchObject({ sub, auth_time, origin_jti, event_id, device_key })
    expect(laptop.claims.iat).toBe(pool.clock.now().getTime() / 1000)
    expect(laptop.claims.jti).not.toBe(before.jti)
    await laptop.refreshAsBefore()
    await laptop.call('GetUser', { AccessToken: laptop.accessToken })
  })

  test('is refused without its key, and with another one', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const laptop = await pool.signedIn(alice)
    const phone = await pool.signedIn(alice)
    for (const deviceKey of ['none', phone.key, 'local_00000000-0000-4000-8000-000000000000']) {
      await expect(laptop.refresh({ deviceKey })).rejects.toMatchObject(invalid)
    }
    await expect(laptop.refreshAsBefore(phone.key)).rejects.toMatchObject(invalid)
    await laptop.refresh()
  })

  test('is refused once it was forgotten, by whomever, with the key and without', async () => {
    await using pool = await userPool({ remember: 'always' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { key } = laptop
    await pool.call('AdminForgetDevice', { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: key })
    for (const deviceKey of [key, 'none']) {
      await expect(laptop.refresh({ deviceKey })).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Refresh Token has been revoked',
      })
    }
  })

  test('passes without a key while tracking is switched off, and with any', async () => {
    await using pool = await userPool({ remember: 'always' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    await pool.change({ remember: 'off' })
    await laptop.refresh({ deviceKey: 'none' })
    await laptop.refresh({ deviceKey: 'local_00000000-0000-4000-8000-000000000000' })
  })
})

test('a refresh of a device that was never confirmed passes without a key', async () => {
  await using pool = await userPool({ remember: 'always' })
  const shy = pool.device('An app that does not know of devices')
  shy.confirmsItself = false
  await shy.enter(await pool.user('alice'))
  await shy.refresh()
  await expect(shy.refresh({ deviceKey: 'local_1' })).rejects.toMatchObject(invalid)
})

test('a session from before tracking refreshes without a key', async () => {
  await using pool = await userPool({ remember: 'off' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await pool.change({ remember: 'always' })
  expect(claimsIn((await laptop.refresh()).AccessToken)).not.toHaveProperty('device_key')
})

test.each(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'] as const)(
  'a refresh through InitiateAuth passes under the name %s',
  async (flow) => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { AuthenticationResult } = await laptop.begin(flow, { REFRESH_TOKEN: laptop.refreshToken })
    expect(AuthenticationResult).toMatchObject({ AccessToken: expect.any(String), TokenType: 'Bearer' })
    expect(AuthenticationResult).not.toHaveProperty('RefreshToken')
  },
)

test('a refresh token ends with its validity, and not before', async () => {
  await using pool = await userPool({ client: { RefreshTokenValidity: 31 } })
  const laptop = await pool.signedIn(await pool.user('alice'))
  pool.clock.advance('30 days 23 hours 59 minutes')
  await laptop.refresh()
  pool.clock.advance('1 minute')
  await expect(laptop.refresh()).rejects.toMatchObject({ message: 'Refresh Token has expired' })
})

describe('a refresh token is refused', () => {
  test('to another client, and to one of another pool', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { refreshToken: RefreshToken } = laptop
    const { clientId } = await pool.addClient()
    const elsewhere = await pool.sibling()
    for (const ClientId of [clientId, elsewhere.client.clientId]) {
      await expect(pool.call('GetTokensFromRefreshToken', { ClientId, RefreshToken })).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Invalid Refresh Token',
      })
    }
  })

  test('when it was made up or edited, or is a token of another kind', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { ClientId } = { ClientId: pool.client.clientId }
    const { refreshToken, accessToken } = laptop
    const edited = `${refreshToken.startsWith('A') ? 'B' : 'A'}${refreshToken.slice(1)}`
    for (const RefreshToken of ['made-up', edited, accessToken, refreshToken.slice(1)]) {
      await expect(pool.call('GetTokensFromRefreshToken', { ClientId, RefreshToken })).rejects.toMatchObject({
        code: 'NotAuthorizedException',
      })
    }
  })

  test('of a user who was disabled or deleted', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const user = { UserPoolId: pool.poolId, Username: 'alice' }
    await pool.call('AdminDisableUser', user)
    await expect(laptop.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await pool.call('AdminEnableUser', user)
    await pool.call('AdminDeleteUser', user)
    await expect(laptop.refresh()).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Invalid Refresh Token',
    })
  })
})

describe('with rotation', () => {
  test('each refresh gives another token, and the last one passes', async () => {
    await using pool = await userPool({ remember: 'always', ...rotation(0) })
    const laptop = await pool.signedIn(await pool.user('alice'))
    const seen = new Set([laptop.refreshToken])
    for (let each = 0; each < 3; each += 1) {
      pool.clock.advance('1 minute')
      await laptop.refresh()
      seen.add(laptop.refreshToken)
    }
    expect(seen.size).toBe(4)
    await expect(laptop.refreshAsBefore()).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('two tabs may refresh at once within the grace', async () => {
    await using pool = await userPool(rotation(10))
    const laptop = await pool.signedIn(await pool.user('alice'))
    const request = { ClientId: pool.client.clientId, RefreshToken: laptop.refreshToken }
    await Promise.all([1, 2].map(() => pool.call('GetTokensFromRefreshToken', request)))
    pool.clock.advance('10 seconds')
    await pool.call('GetTokensFromRefreshToken', request)
  })

  test('a token that comes again after its grace ends the whole session', async () => {
    await using pool = await userPool(rotation(10))
    const laptop = await pool.signedIn(await pool.user('alice'))
    const stolen = { ClientId: pool.client.clientId, RefreshToken: laptop.refreshToken }
    await laptop.refresh()
    pool.clock.advance('11 seconds')
    await expect(pool.call('GetTokensFromRefreshToken', stolen)).rejects.toMatchObject({
      code: 'RefreshTokenReuseException',
    })
    await expect(laptop.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
    await expect(laptop.call('GetUser', { AccessToken: laptop.accessToken })).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    })
  })

  test('tokens live as long as the first one, not longer', async () => {
    await using pool = await userPool({ client: { ...rotation(0).client, RefreshTokenValidity: 2 } })
    const laptop = await pool.signedIn(await pool.user('alice'))
    pool.clock.advance('1 day 23 hours')
    await laptop.refresh()
    pool.clock.advance('1 hour')
    await expect(laptop.refresh()).rejects.toMatchObject({ message: 'Refresh Token has expired' })
  })
})
