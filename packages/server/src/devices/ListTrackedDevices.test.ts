import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('ListTrackedDevices shows the devices that are not remembered, too, and says which one this is', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  await laptop.rememberDevice()
  pool.clock.advance('1 hour')
  const phone = await pool.signedIn(alice, 'Phone')
  const noon = Date.parse('2026-03-11T12:00:00Z') / 1000

  const { Devices } = await pool.call('ListTrackedDevices', { AccessToken: phone.accessToken })
  expect(Devices).toMatchObject([
    { DeviceKey: phone.key, Name: 'Phone', State: 'NotRemembered', OpenSessions: 1, ThisDevice: true },
    {
      DeviceKey: laptop.key,
      Name: 'Firefox on a laptop',
      State: 'Remembered',
      LastIpUsed: '192.0.2.1',
      FirstTrackedDate: noon,
      LastAuthenticatedDate: noon,
      LastModifiedDate: noon,
      OpenSessions: 1,
      ThisDevice: false,
    },
  ])
})

test('ListTrackedDevices shows a user nothing that is for operators, and no forgotten device', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const old = await pool.signedIn(alice, 'Old phone')
  await laptop.forgetDevice(old.key)
  const { Devices } = await pool.call('ListTrackedDevices', { AccessToken: laptop.accessToken })
  expect(Devices).toHaveLength(1)
  for (const name of ['UserAgent', 'DeviceGroupKey', 'HasVerifier', 'Username', 'UserSub'])
    expect(Devices[0]).not.toHaveProperty(name)
})

test('ListTrackedDevices counts the sessions that still refresh, of this user and no other', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  await pool.signedIn(await pool.user('mallory'))
  const laptop = await pool.signedIn(alice)
  await laptop.signIn(alice)
  const open = async () =>
    (await pool.call('ListTrackedDevices', { AccessToken: laptop.accessToken })).Devices.map(
      ({ OpenSessions }) => OpenSessions,
    )
  expect(await open()).toEqual([2])
  pool.clock.advance('1 second')
  const phone = await pool.signedIn(alice, 'Phone')
  await pool.call('RevokeToken', { ClientId: phone.client.clientId, Token: phone.refreshToken })
  expect(await open()).toEqual([0, 2])
})

test('ListTrackedDevices pages, newest first, and takes a page token of the same list and of no other', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const keys: string[] = []
  let AccessToken = ''
  for (let at = 0; at < 5; at += 1) {
    const device = await pool.signedIn(alice)
    keys.unshift(device.key)
    AccessToken = device.accessToken
    // Two of them at the same moment.
    if (at % 2) pool.clock.advance('1 second')
  }
  const seen: string[] = []
  const tokens: (string | undefined)[] = []
  let PaginationToken: string | undefined
  do {
    const page = await pool.call('ListTrackedDevices', { AccessToken, Limit: 2, PaginationToken })
    seen.push(...page.Devices.map(({ DeviceKey }) => DeviceKey))
    PaginationToken = page.PaginationToken
    tokens.push(PaginationToken)
  } while (PaginationToken !== undefined)
  expect(tokens).toHaveLength(3)
  expect([...seen].sort()).toEqual([...keys].sort())

  const wrong = { code: 'InvalidParameterException', message: 'Invalid pagination token given.' }
  const mallory = await pool.signedIn(await pool.user('mallory'))
  await expect(
    pool.call('ListTrackedDevices', { AccessToken: mallory.accessToken, PaginationToken: tokens[0] }),
  ).rejects.toMatchObject(wrong)
  await expect(pool.call('ListDevices', { AccessToken, PaginationToken: tokens[0] })).rejects.toMatchObject(
    wrong,
  )
})

test('ListTrackedDevices goes on working where tracking was switched off', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  await pool.change({ remember: 'off' })
  const { Devices } = await pool.call('ListTrackedDevices', { AccessToken: laptop.accessToken })
  expect(Devices).toHaveLength(1)
})
