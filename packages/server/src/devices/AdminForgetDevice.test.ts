import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('AdminForgetDevice answers an empty object, ends the refresh, and leaves the access token to its expiry', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const request = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key }
  expect(await pool.call('AdminForgetDevice', request)).toEqual({})
  await expect(laptop.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  expect(await laptop.fetchDevices()).toEqual([])
  await expect(pool.call('AdminForgetDevice', request)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Device does not exist.',
  })
})

test("AdminForgetDevice of an unknown user: UserNotFoundException; of another's device: it does not exist", async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await pool.user('bob')
  const request = { UserPoolId: pool.poolId, DeviceKey: laptop.key }
  await expect(pool.call('AdminForgetDevice', { ...request, Username: 'nobody' })).rejects.toMatchObject({
    code: 'UserNotFoundException',
  })
  await expect(pool.call('AdminForgetDevice', { ...request, Username: 'bob' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
  expect(await laptop.fetchDevices()).toHaveLength(1)
})
