import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('AdminGetTrackedDevice shows a device and the sessions on it that still refresh', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const noon = pool.clock.now().getTime() / 1000
  const first = String(laptop.claims.event_id)
  pool.clock.advance('1 minute')
  await laptop.signIn(alice)
  const request = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key }

  const shown = await pool.call('AdminGetTrackedDevice', request)
  expect(shown.Device).toMatchObject({ DeviceKey: laptop.key, State: 'Remembered', OpenSessions: 2 })
  const { clientId: ClientId } = laptop.client
  const session = { ClientId, ClientName: 'testing' }
  expect(shown.Sessions).toEqual([
    {
      ...session,
      SessionId: laptop.claims.event_id,
      StartedDate: noon + 60,
      ExpiresDate: noon + 60 + 30 * 86_400,
    },
    { ...session, SessionId: first, StartedDate: noon, ExpiresDate: noon + 30 * 86_400 },
  ])

  await laptop.signOut()
  expect((await pool.call('AdminGetTrackedDevice', request)).Sessions).toHaveLength(1)
})

test('a forgotten device and an issued one are shown as what they are: the address of their page still leads there', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const { key } = laptop
  await laptop.forgetDevice()
  const unconfirmed = pool.device('Issued')
  unconfirmed.confirmsItself = false
  const { NewDeviceMetadata } = await unconfirmed.enter(alice)
  pool.clock.advance('40 days')
  const shown = async (DeviceKey: string) =>
    (await pool.call('AdminGetTrackedDevice', { UserPoolId: pool.poolId, Username: 'alice', DeviceKey }))
      .Device.State
  expect(await shown(key)).toBe('Forgotten')
  expect(await shown(NewDeviceMetadata?.DeviceKey ?? '')).toBe('Issued')
})

test('AdminGetTrackedDevice of another user’s device, or of none, is refused', async () => {
  await using pool = await userPool({ remember: 'always' })
  await pool.user('alice')
  const mallory = await pool.signedIn(await pool.user('mallory'))
  for (const DeviceKey of [mallory.key, 'local_00000000-0000-4000-8000-000000000000'])
    await expect(
      pool.call('AdminGetTrackedDevice', { UserPoolId: pool.poolId, Username: 'alice', DeviceKey }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: 'Device does not exist.' })
})
