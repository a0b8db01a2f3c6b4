import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('AdminRenameDevice calls a user’s device something else, and is on record as an operator’s', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const request = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key, DeviceName: 'Desk 7' }
  expect(await pool.call('AdminRenameDevice', request)).toEqual({})
  const { Devices } = await pool.call('ListTrackedDevices', { AccessToken: laptop.accessToken })
  expect(Devices[0]?.Name).toBe('Desk 7')
  const events = await pool.database
    .selectFrom('events')
    .select(['device_key', 'operation', 'operator'])
    .where('kind', '=', 'device_renamed')
    .execute()
  expect(events).toEqual([
    { device_key: laptop.key, operation: 'AdminRenameDevice', operator: expect.any(String) },
  ])
})

test('AdminRenameDevice takes the names that RenameDevice takes, of devices that are tracked', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const named = { UserPoolId: pool.poolId, Username: 'alice' }
  const rename = (DeviceKey: string, DeviceName: string) =>
    pool.call('AdminRenameDevice', { ...named, DeviceKey, DeviceName })
  await expect(rename(laptop.key, 'Desk\n7')).rejects.toMatchObject({ code: 'InvalidParameterException' })
  const { key } = laptop
  await laptop.forgetDevice()
  await expect(rename(key, 'Desk 7')).rejects.toMatchObject({ message: 'Device does not exist.' })
})
