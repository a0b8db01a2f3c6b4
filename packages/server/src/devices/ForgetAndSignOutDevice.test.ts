import { sharedPool, type TestPool, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

const doesNotExist = { code: 'ResourceNotFoundException', message: 'Device does not exist.' }
const revoked = { code: 'NotAuthorizedException', message: 'Access Token has been revoked' }

const happenedTo = async ({ database }: Pick<TestPool, 'database'>, deviceKey: string) =>
  (
    await database
      .selectFrom('events')
      .select(['kind', 'reason', 'operation'])
      .where('device_key', '=', deviceKey)
      .where('kind', 'in', ['device_forgotten', 'signed_out'])
      .orderBy('kind')
      .execute()
  ).map(({ kind, reason, operation }) => [kind, reason, ...(operation ? [operation] : [])].join(', '))

test('ForgetAndSignOutDevice ends a device at once: its access token, its refresh token, its proof', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const phone = await pool.signedIn(alice, 'Phone')
  const laptop = await pool.signedIn(alice)
  const { key } = laptop
  const request = { AccessToken: phone.accessToken, DeviceKey: key }
  expect(await pool.call('ForgetAndSignOutDevice', request)).toEqual({})

  await expect(laptop.call('GetUser', { AccessToken: laptop.accessToken })).rejects.toMatchObject(revoked)
  await expect(laptop.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  await expect(pool.call('ForgetAndSignOutDevice', request)).rejects.toMatchObject(doesNotExist)
  expect(await happenedTo(pool, key)).toEqual(['device_forgotten, by the user', 'signed_out, by the user'])

  await laptop.signIn(alice)
  expect(laptop.key).not.toBe(key)
  expect(await phone.fetchDevices()).toHaveLength(2)
})

test('ForgetAndSignOutDevice of this very device signs out here', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const request = { AccessToken: laptop.accessToken, DeviceKey: laptop.key }
  await pool.call('ForgetAndSignOutDevice', request)
  await expect(pool.call('ForgetAndSignOutDevice', request)).rejects.toMatchObject(revoked)
})

test('AdminForgetAndSignOutDevice does the same for an operator, who is on record', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const request = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key }
  expect(await pool.call('AdminForgetAndSignOutDevice', request)).toEqual({})
  await expect(laptop.call('GetUser', { AccessToken: laptop.accessToken })).rejects.toMatchObject(revoked)
  await expect(pool.call('AdminForgetAndSignOutDevice', request)).rejects.toMatchObject(doesNotExist)
  expect(await happenedTo(pool, laptop.key)).toEqual([
    'device_forgotten, by an operator, AdminForgetAndSignOutDevice',
    'signed_out, by an operator, AdminForgetAndSignOutDevice',
  ])
  await expect(
    pool.call('AdminForgetAndSignOutDevice', { ...request, Username: 'nobody' }),
  ).rejects.toMatchObject({ code: 'UserNotFoundException' })
})

test("somebody else's device, a forgotten one, an issued one and none at all are refused alike", async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const forgotten = await pool.signedIn(alice, 'Forgotten')
  await laptop.forgetDevice(forgotten.key)
  const unconfirmed = pool.device('Issued')
  unconfirmed.confirmsItself = false
  const { NewDeviceMetadata } = await unconfirmed.enter(alice)
  const mallory = await pool.signedIn(await pool.user('mallory'))

  const others = [
    forgotten.key,
    NewDeviceMetadata?.DeviceKey ?? '',
    mallory.key,
    'local_00000000-0000-4000-8000-000000000000',
  ]
  for (const operation of ['ForgetAndSignOutDevice', 'ReportDevice'] as const)
    for (const DeviceKey of others)
      await expect(
        pool.call(operation, { AccessToken: laptop.accessToken, DeviceKey }),
      ).rejects.toMatchObject(doesNotExist)
  // Nobody was signed out by that.
  await mallory.call('GetUser', { AccessToken: mallory.accessToken })
  await unconfirmed.call('GetUser', { AccessToken: unconfirmed.accessToken })
})

test.each([
  ['absent', undefined],
  ['null', null],
  ['a number', 7],
  ['no device key', 'x y'],
  ['huge', `local_${'0'.repeat(100_000)}`],
])('a key that is %s is refused by its form', async (_, DeviceKey) => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  for (const operation of ['ForgetAndSignOutDevice', 'ReportDevice', 'RenameDevice'] as const) {
    const body = { AccessToken: laptop.accessToken, DeviceKey, DeviceName: 'x' }
    const response = await pool.post(operation, body)
    expect(response.status).toBe(400)
    expect((await response.json()).__type).toMatch(/^(?:InvalidParameter|Serialization)Exception$/)
  }
})

test('a session whose device was forgotten ends no other device, though its access token is good for a while', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const phone = await pool.signedIn(alice, 'Phone')
  await phone.forgetDevice(laptop.key)
  const AccessToken = laptop.accessToken
  await pool.call('GetUser', { AccessToken })
  for (const ending of [
    () => pool.call('ForgetAndSignOutDevice', { AccessToken, DeviceKey: phone.key }),
    () => pool.call('ReportDevice', { AccessToken, DeviceKey: phone.key }),
    () => pool.call('ForgetOtherDevices', { AccessToken }),
  ])
    await expect(ending()).rejects.toMatchObject(revoked)
  expect(await phone.fetchDevices()).toHaveLength(1)
})

test('two devices that end each other at once: one does, and the other is signed out', async () => {
  await using pool = await sharedPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const enter = async (name: string) => {
    const device = pool.device(name)
    await device.enter(alice, { flow: 'password' })
    return device
  }
  const request = (by: { accessToken: string }, of: { key: string }) => ({
    AccessToken: by.accessToken,
    DeviceKey: of.key,
  })
  for (const operation of ['ForgetAndSignOutDevice', 'ReportDevice'] as const)
    await pool.meet({
      alike: true,
      given: async () => ({ laptop: await enter('Laptop'), phone: await enter('Phone') }),
      calls: [
        ({ laptop, phone }) => laptop.call(operation, request(laptop, phone)),
        ({ laptop, phone }) => phone.call(operation, request(phone, laptop)),
      ],
      async holds(outcomes, { laptop, phone }) {
        expect(outcomes.map(({ refused }) => refused).sort()).toEqual(['NotAuthorizedException', undefined])
        const [winner, loser] = outcomes[0].refused ? [phone, laptop] : [laptop, phone]
        await winner.call('GetUser', { AccessToken: winner.accessToken })
        await expect(loser.call('GetUser', { AccessToken: loser.accessToken })).rejects.toMatchObject(revoked)
      },
    })
})
