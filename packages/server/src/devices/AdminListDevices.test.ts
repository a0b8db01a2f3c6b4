import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('AdminListDevices shows all tracked devices, newest first, and none that was never confirmed', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice, 'Laptop')
  pool.clock.advance('1 minute')
  const phone = await pool.signedIn(alice, 'Phone')
  await phone.rememberDevice()
  pool.clock.advance('1 minute')
  const shy = pool.device('An app that does not know of devices')
  shy.confirmsItself = false
  await shy.enter(alice)
  await pool.signedIn(await pool.user('bob'))

  const request = { UserPoolId: pool.poolId, Username: 'alice' }
  const answer = await pool.call('AdminListDevices', request)
  expect(answer.Devices?.map(({ DeviceKey }) => DeviceKey)).toEqual([phone.key, laptop.key])
  expect(answer).not.toHaveProperty('PaginationToken')
  const status = { Name: 'dev:device_remembered_status' }
  expect(answer.Devices?.[0]?.DeviceAttributes).toContainEqual({ ...status, Value: 'remembered' })
  expect(answer.Devices?.[1]?.DeviceAttributes).toContainEqual({ ...status, Value: 'not_remembered' })

  await laptop.forgetDevice()
  const left = await pool.call('AdminListDevices', request)
  expect(left.Devices?.map(({ DeviceKey }) => DeviceKey)).toEqual([phone.key])
})

test('AdminListDevices pages', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const devices = [await pool.signedIn(alice), await pool.signedIn(alice), await pool.signedIn(alice)]
  const request = { UserPoolId: pool.poolId, Username: 'alice', Limit: 2 }
  const first = await pool.call('AdminListDevices', request)
  const second = await pool.call('AdminListDevices', { ...request, PaginationToken: first.PaginationToken })
  const seen = [...(first.Devices ?? []), ...(second.Devices ?? [])].map(({ DeviceKey }) => DeviceKey)
  expect(first.Devices).toHaveLength(2)
  expect(second).not.toHaveProperty('PaginationToken')
  expect(seen.toSorted()).toEqual(devices.map(({ key }) => key).toSorted())
})

test('AdminListDevices of a user that there is not is a resource that is not found', async () => {
  await using pool = await userPool()
  await expect(
    pool.call('AdminListDevices', { UserPoolId: pool.poolId, Username: 'nobody' }),
  ).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: 'User does not exist.' })
})

test('AdminListDevices of a pool without tracking is an empty list', async () => {
  await using pool = await userPool({ remember: 'off' })
  await pool.signedIn(await pool.user('alice'))
  expect(await pool.call('AdminListDevices', { UserPoolId: pool.poolId, Username: 'alice' })).toEqual({
    Devices: [],
  })
})
