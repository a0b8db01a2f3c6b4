import { type Device, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const revoked = { code: 'NotAuthorizedException', message: 'Access Token has been revoked' }
const getUser = (device: Device, AccessToken = device.accessToken) => device.call('GetUser', { AccessToken })

describe('RevokeToken', () => {
  test('ends one session, its access token and its refresh, and no other', async () => {
    await using pool = await userPool({ remember: 'always' })
    const alice = await pool.user('alice')
    const [laptop, phone] = [await pool.signedIn(alice), await pool.signedIn(alice)]
    const { accessToken, refreshToken } = laptop
    await laptop.signOut()
    await expect(getUser(laptop, accessToken)).rejects.toMatchObject(revoked)
    await expect(
      pool.call('GetTokensFromRefreshToken', {
        ClientId: pool.client.clientId,
        RefreshToken: refreshToken,
        DeviceKey: laptop.key,
      }),
    ).rejects.toMatchObject({ code: 'NotAuthorizedException', message: 'Refresh Token has been revoked' })
    await getUser(phone)
    await phone.refresh()
  })

  test('of a token that means nothing, or nothing any more, is answered as if it were revoked now', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const request = { ClientId: pool.client.clientId, Token: laptop.refreshToken }
    expect(await pool.call('RevokeToken', request)).toEqual({})
    expect(await pool.call('RevokeToken', request)).toEqual({})
    expect(await pool.call('RevokeToken', { ...request, Token: 'made-up' })).toEqual({})
  })

  test('takes refresh tokens only, from their own client, and only where revocation is on', async () => {
    await using pool = await userPool()
    const laptop = await pool.signedIn(await pool.user('alice'))
    const { clientId: ClientId } = pool.client
    const { refreshToken: Token } = laptop
    await expect(pool.call('RevokeToken', { ClientId, Token: laptop.accessToken })).rejects.toMatchObject({
      code: 'UnsupportedTokenTypeException',
    })
    const other = await pool.addClient()
    await expect(pool.call('RevokeToken', { ClientId: other.clientId, Token })).rejects.toMatchObject({
      code: 'UnauthorizedException',
    })
    const without = await pool.addClient({ EnableTokenRevocation: false })
    await expect(pool.call('RevokeToken', { ClientId: without.clientId, Token })).rejects.toMatchObject({
      code: 'UnsupportedOperationException',
    })
    const secretive = await pool.addClient({ GenerateSecret: true })
    await expect(pool.call('RevokeToken', { ClientId: secretive.clientId, Token })).rejects.toMatchObject({
      code: 'UnauthorizedException',
    })
    await laptop.refresh()
  })

  test('has no place where revocation is off: such tokens carry no origin_jti', async () => {
    await using pool = await userPool({ client: { EnableTokenRevocation: false } })
    const laptop = await pool.signedIn(await pool.user('alice'))
    expect(laptop.claims).not.toHaveProperty('origin_jti')
  })
})

describe('signing out everywhere', () => {
  test.each(['GlobalSignOut', 'AdminUserGlobalSignOut'] as const)(
    'by %s ends every session, and forgets no device',
    async (operation) => {
      await using pool = await userPool({ remember: 'always' })
      const alice = await pool.user('alice')
      const [laptop, phone] = [await pool.signedIn(alice), await pool.signedIn(alice)]
      const bob = await pool.signedIn(await pool.user('bob'))
      const { accessToken: AccessToken } = laptop
      if (operation === 'GlobalSignOut') expect(await pool.call(operation, { AccessToken })).toEqual({})
      else await pool.call(operation, { UserPoolId: pool.poolId, Username: 'alice' })

      for (const device of [laptop, phone]) {
        await expect(getUser(device)).rejects.toMatchObject(revoked)
        await expect(device.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
      }
      await getUser(bob)
      const { Devices } = await pool.call('AdminListDevices', { UserPoolId: pool.poolId, Username: 'alice' })
      expect(Devices).toHaveLength(2)
      await laptop.enter(alice)
      await getUser(laptop)
    },
  )
})
