import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('AdminUpdateDeviceStatus remembers for a user, and the next sign-in shows it', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const request = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key }
  const DeviceRememberedStatus = 'remembered'
  expect(await pool.call('AdminUpdateDeviceStatus', { ...request, DeviceRememberedStatus })).toEqual({})
  await laptop.enter(alice)
  expect(laptop.walk).toContain('DEVICE_PASSWORD_VERIFIER')
})

test("AdminUpdateDeviceStatus of an unknown user: UserNotFoundException; of another's device: it does not exist", async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await pool.user('bob')
  const request = { UserPoolId: pool.poolId, DeviceKey: laptop.key }
  await expect(
    pool.call('AdminUpdateDeviceStatus', { ...request, Username: 'nobody' }),
  ).rejects.toMatchObject({ code: 'UserNotFoundException', message: 'User does not exist.' })
  await expect(pool.call('AdminUpdateDeviceStatus', { ...request, Username: 'bob' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Device does not exist.',
  })
})

test('AdminUpdateDeviceStatus in a pool without tracking says what is missing', async () => {
  await using pool = await userPool()
  await pool.user('alice')
  await expect(
    pool.call('AdminUpdateDeviceStatus', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      DeviceKey: 'local_1',
    }),
  ).rejects.toMatchObject({ code: 'InvalidUserPoolConfigurationException' })
})
