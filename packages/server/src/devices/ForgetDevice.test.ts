import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('ForgetDevice answers an empty object, and the device is gone', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const request = { AccessToken: laptop.accessToken, DeviceKey: laptop.key }
  expect(await pool.call('ForgetDevice', request)).toEqual({})
  expect(await laptop.fetchDevices()).toEqual([])
  await expect(pool.call('ForgetDevice', request)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Device does not exist.',
  })
})

test("ForgetDevice of another user's device forgets nothing", async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const mallory = await pool.signedIn(await pool.user('mallory'))
  await expect(mallory.forgetDevice(laptop.key)).rejects.toMatchObject({ message: 'Device does not exist.' })
  expect(await laptop.fetchDevices()).toHaveLength(1)
})

test('ForgetDevice works where tracking was switched off: nobody has to keep what was tracked', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await pool.change({ remember: 'off' })
  await laptop.forgetDevice()
  expect(await laptop.fetchDevices()).toEqual([])
})

test('ForgetDevice needs an access token, though the model does not say so', async () => {
  await using pool = await userPool({ remember: 'always' })
  await expect(pool.call('ForgetDevice', { DeviceKey: 'local_1' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: 'Missing required parameter AccessToken',
  })
})
