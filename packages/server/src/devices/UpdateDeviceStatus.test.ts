import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

const gone = { code: 'ResourceNotFoundException', message: 'Device does not exist.' }

test('UpdateDeviceStatus remembers and stops remembering, and answers an empty object', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const request = { AccessToken: laptop.accessToken, DeviceKey: laptop.key }
  for (const DeviceRememberedStatus of ['remembered', 'remembered', 'not_remembered'] as const) {
    expect(await pool.call('UpdateDeviceStatus', { ...request, DeviceRememberedStatus })).toEqual({})
    expect(await laptop.fetchDevices()).toHaveLength(DeviceRememberedStatus === 'remembered' ? 1 : 0)
  }
})

test('UpdateDeviceStatus without a status changes nothing', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  expect(
    await pool.call('UpdateDeviceStatus', { AccessToken: laptop.accessToken, DeviceKey: laptop.key }),
  ).toEqual({})
  expect(await laptop.fetchDevices()).toHaveLength(1)
})

test('UpdateDeviceStatus of a status that there is not says which there are', async () => {
  await using pool = await userPool({ remember: 'always' })
  const answer = await pool.post('UpdateDeviceStatus', {
    AccessToken: 'a',
    DeviceKey: 'local_1',
    DeviceRememberedStatus: 'forgotten',
  })
  expect(await answer.json()).toEqual({
    __type: 'InvalidParameterException',
    message:
      "1 validation error detected: Value 'forgotten' at 'deviceRememberedStatus' failed to satisfy constraint: Member must satisfy enum value set: [remembered, not_remembered]",
  })
})

test("UpdateDeviceStatus of another user's device, or of one never confirmed: it does not exist", async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const mallory = pool.device('Phone')
  mallory.confirmsItself = false
  const { NewDeviceMetadata } = await mallory.enter(await pool.user('mallory'))
  for (const DeviceKey of [laptop.key, NewDeviceMetadata?.DeviceKey ?? '']) {
    for (const DeviceRememberedStatus of ['remembered', undefined] as const) {
      await expect(
        pool.call('UpdateDeviceStatus', {
          AccessToken: mallory.accessToken,
          DeviceKey,
          DeviceRememberedStatus,
        }),
      ).rejects.toMatchObject(gone)
    }
  }
})

test('UpdateDeviceStatus in a pool without tracking says what is missing', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await pool.change({ remember: 'off' })
  await expect(laptop.rememberDevice()).rejects.toMatchObject({
    code: 'InvalidUserPoolConfigurationException',
  })
})
