import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('AdminListTrackedDevices shows what operators see of each device', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  await laptop.rememberDevice()
  const { Devices } = await pool.call('AdminListTrackedDevices', named(pool))
  expect(Devices).toMatchObject([
    {
      DeviceKey: laptop.key,
      DeviceGroupKey: laptop.keys.deviceGroupKey,
      Name: 'Firefox on a laptop',
      State: 'Remembered',
      OpenSessions: 1,
      HasVerifier: true,
      Username: 'alice',
      UserSub: alice.userId,
    },
  ])
  expect(Devices[0]).not.toHaveProperty('ThisDevice')
})

test('a forgotten device is shown for 30 days, without its secret, and a key that was only issued never', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const { key } = laptop
  await laptop.forgetDevice()
  const unconfirmed = pool.device('Issued')
  unconfirmed.confirmsItself = false
  await unconfirmed.enter(alice)

  const forgottenAt = pool.clock.now().getTime() / 1000
  const forgotten = {
    DeviceKey: key,
    State: 'Forgotten',
    ForgottenDate: forgottenAt,
    HasVerifier: false,
    OpenSessions: 0,
  }
  expect((await pool.call('AdminListTrackedDevices', named(pool))).Devices).toMatchObject([forgotten])
  pool.clock.advance('30 days')
  expect((await pool.call('AdminListTrackedDevices', named(pool))).Devices).toHaveLength(1)
  pool.clock.advance('1 second')
  expect((await pool.call('AdminListTrackedDevices', named(pool))).Devices).toEqual([])
})

test('AdminListTrackedDevices pages; the token of a page is of this user, and of this list', async () => {
  await using pool = await userPool({ remember: 'always' })
  const [alice, bob] = [await pool.user('alice'), await pool.user('bob')]
  const devices = [await pool.signedIn(alice), await pool.signedIn(alice), await pool.signedIn(alice)]
  const first = await pool.call('AdminListTrackedDevices', { ...named(pool), Limit: 2 })
  const { PaginationToken } = first
  const second = await pool.call('AdminListTrackedDevices', { ...named(pool), Limit: 2, PaginationToken })
  const seen = [...first.Devices, ...second.Devices].map(({ DeviceKey }) => DeviceKey)
  expect(seen.sort()).toEqual(devices.map(({ key }) => key).sort())
  expect(second.PaginationToken).toBeUndefined()

  const wrong = { code: 'InvalidParameterException', message: 'Invalid pagination token given.' }
  const ofBob = { ...named(pool), Username: bob.username, PaginationToken }
  await expect(pool.call('AdminListTrackedDevices', ofBob)).rejects.toMatchObject(wrong)
  const byUser = { AccessToken: devices[0]?.accessToken ?? '', PaginationToken }
  await expect(pool.call('ListTrackedDevices', byUser)).rejects.toMatchObject(wrong)
})

test('AdminListTrackedDevices of nobody is refused', async () => {
  await using pool = await userPool({ remember: 'always' })
  await expect(
    pool.call('AdminListTrackedDevices', { ...named(pool), Username: 'nobody' }),
  ).rejects.toMatchObject({ code: 'UserNotFoundException' })
})

const named = ({ poolId }: { poolId: string }) => ({ UserPoolId: poolId, Username: 'alice' })
