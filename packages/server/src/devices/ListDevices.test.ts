import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('ListDevices shows the remembered devices only', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  await pool.signedIn(alice, 'Never remembered')
  expect(await pool.call('ListDevices', { AccessToken: laptop.accessToken })).toEqual({ Devices: [] })

  await laptop.rememberDevice()
  const noon = Date.parse('2026-03-11T12:00:00Z') / 1000
  expect(await pool.call('ListDevices', { AccessToken: laptop.accessToken })).toEqual({
    Devices: [
      {
        DeviceKey: laptop.key,
        DeviceAttributes: [
          { Name: 'device_status', Value: 'valid' },
          { Name: 'device_name', Value: 'Firefox on a laptop' },
          { Name: 'last_ip_used', Value: '192.0.2.1' },
        ],
        DeviceCreateDate: noon,
        DeviceLastModifiedDate: noon,
        DeviceLastAuthenticatedDate: noon,
      },
    ],
  })
  await laptop.doNotRemember()
  expect(await laptop.fetchDevices()).toEqual([])
})

test('ListDevices pages, newest first, and the last page has no token', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const keys: string[] = []
  let AccessToken = ''
  for (let at = 0; at < 5; at += 1) {
    const device = await pool.signedIn(alice)
    keys.unshift(device.key)
    AccessToken = device.accessToken
    pool.clock.advance('1 second')
  }
  const seen: string[] = []
  let pages = 0
  let PaginationToken: string | undefined
  do {
    const page = await pool.call('ListDevices', { AccessToken, Limit: 2, PaginationToken })
    seen.push(...(page.Devices ?? []).map(({ DeviceKey = '' }) => DeviceKey))
    PaginationToken = page.PaginationToken
    pages += 1
  } while (PaginationToken !== undefined)
  expect(pages).toBe(3)
  expect(seen).toEqual(keys)
})

test('ListDevices takes a page token of the same list and of no other', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  await pool.signedIn(alice)
  const laptop = await pool.signedIn(alice)
  const mallory = await pool.signedIn(await pool.user('mallory'))
  const { PaginationToken } = await pool.call('ListDevices', { AccessToken: laptop.accessToken, Limit: 1 })
  const wrong = { code: 'InvalidParameterException', message: 'Invalid pagination token given.' }
  await expect(
    pool.call('ListDevices', { AccessToken: mallory.accessToken, PaginationToken }),
  ).rejects.toMatchObject(wrong)
  await expect(
    pool.call('ListDevices', { AccessToken: laptop.accessToken, PaginationToken: 'made-up' }),
  ).rejects.toMatchObject(wrong)
  await expect(
    pool.call('AdminListDevices', { UserPoolId: pool.poolId, Username: 'alice', PaginationToken }),
  ).rejects.toMatchObject(wrong)
})

test('ListDevices shows 60 at most: 0 means no limit, 61 is refused', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const { accessToken: AccessToken } = laptop
  expect((await pool.call('ListDevices', { AccessToken, Limit: 0 })).Devices).toHaveLength(1)
  await expect(pool.call('ListDevices', { AccessToken, Limit: 61 })).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message:
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
  })
})
