import { type Device, sharedPool, type TestPool, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

const revoked = { code: 'NotAuthorizedException', message: 'Access Token has been revoked' }

const isSignedIn = (device: Device) =>
  device.call('GetUser', { AccessToken: device.accessToken }).then(
    () => true,
    () => false,
  )

const states = async ({ database }: Pick<TestPool, 'database'>) =>
  (await database.selectFrom('devices').select('state').orderBy('state').execute()).map(({ state }) => state)

/** Who can have a session of a user, beside this laptop. */
async function household(pool: TestPool) {
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const phone = await pool.signedIn(alice, 'Phone')
  await phone.rememberDevice()
  const tablet = await pool.signedIn(alice, 'Tablet')
  const silent = pool.device('A script that knows of no devices')
  silent.confirmsItself = false
  await silent.enter(alice)
  const bob = await pool.signedIn(await pool.user('bob'), 'Of Bob')
  return { alice, laptop, phone, tablet, silent, bob }
}

test('ForgetOtherDevices forgets all others, remembered or not, and ends every other session at once', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { laptop, phone, tablet, silent, bob } = await household(pool)
  expect(await pool.call('ForgetOtherDevices', { AccessToken: laptop.accessToken })).toEqual({ Forgotten: 2 })
  for (const other of [phone, tablet, silent]) expect(await isSignedIn(other)).toBe(false)
  for (const kept of [laptop, bob]) expect(await isSignedIn(kept)).toBe(true)
  const { Devices } = await pool.call('ListTrackedDevices', { AccessToken: laptop.accessToken })
  expect(Devices.map(({ DeviceKey }) => DeviceKey)).toEqual([laptop.key])
  await laptop.refresh()

  const events = await pool.database
    .selectFrom('events')
    .select(['kind', 'reason'])
    .where('kind', 'in', ['device_forgotten', 'signed_out'])
    .execute()
  expect(events.map(({ kind, reason }) => `${kind}, ${reason}`).sort()).toEqual([
    'device_forgotten, by the user',
    'device_forgotten, by the user',
    'signed_out, everywhere else',
  ])
  expect(await pool.call('ForgetOtherDevices', { AccessToken: laptop.accessToken })).toEqual({ Forgotten: 0 })
})

test('IncludeThisDevice leaves nothing: no device, no session', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { laptop, phone, silent, bob } = await household(pool)
  const request = { AccessToken: laptop.accessToken, IncludeThisDevice: true }
  expect(await pool.call('ForgetOtherDevices', request)).toEqual({ Forgotten: 3 })
  for (const device of [laptop, phone, silent]) expect(await isSignedIn(device)).toBe(false)
  expect(await isSignedIn(bob)).toBe(true)
  await expect(pool.call('ForgetOtherDevices', request)).rejects.toMatchObject(revoked)
})

test('from a borrowed computer, which is no tracked device, all are forgotten, and its own session goes on', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { laptop, phone, silent } = await household(pool)
  expect(await pool.call('ForgetOtherDevices', { AccessToken: silent.accessToken })).toEqual({ Forgotten: 3 })
  expect(await isSignedIn(silent)).toBe(true)
  for (const other of [laptop, phone]) expect(await isSignedIn(other)).toBe(false)
})

test('another session on this device goes on', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const before = laptop.accessToken
  await laptop.signIn(alice)
  await pool.call('ForgetOtherDevices', { AccessToken: laptop.accessToken })
  await pool.call('GetUser', { AccessToken: before })
})

test('however many devices there are, all others are forgotten', async () => {
  await using pool = await userPool({ remember: 'always' })
  const laptop = await pool.signedIn(await pool.user('alice'))
  const [row] = await pool.database.selectFrom('devices').selectAll().execute()
  if (!row) throw new Error('There is no device.')
  const many = Array.from({ length: 450 }, (_, at) => ({ ...row, device_key: `local_${at}` }))
  await pool.database.insertInto('devices').values(many).execute()
  for (const IncludeThisDevice of [false, true])
    expect(
      await pool.call('ForgetOtherDevices', { AccessToken: laptop.accessToken, IncludeThisDevice }),
    ).toEqual({ Forgotten: IncludeThisDevice ? 1 : 450 })
  expect(new Set(await states(pool))).toEqual(new Set(['forgotten']))
})

test('while another device signs in: it is signed out, or it came afterwards and is no device that was forgotten', async () => {
  await using pool = await sharedPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const enter = async (name: string) => {
    const device = pool.device(name)
    await device.enter(alice, { flow: 'password' })
    return device
  }
  const phone = await enter('Phone')
  await pool.meet({
    async given() {
      const laptop = await enter('Laptop')
      return { laptop, key: laptop.key }
    },
    calls: [
      ({ laptop }) => laptop.signIn(alice, { flow: 'password' }),
      () => phone.call('ForgetOtherDevices', { AccessToken: phone.accessToken }),
    ],
    async holds([signIn, forgetting], { laptop, key }) {
      expect(forgetting.refused).toBeUndefined()
      // Confirming itself, a moment after it was signed out.
      if (signIn.refused) expect(signIn.refused).toBe('NotAuthorizedException')
      const stood = !signIn.refused && (await isSignedIn(laptop))
      if (stood) expect(laptop.key).not.toBe(key)
      const row = await pool.database
        .selectFrom('devices')
        .select('state')
        .where('device_key', '=', key)
        .executeTakeFirst()
      expect(row?.state).toBe('forgotten')
      expect(await isSignedIn(phone)).toBe(true)
    },
  })
})

test('from two devices at once: one stays', async () => {
  await using pool = await sharedPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const enter = async (name: string) => {
    const device = pool.device(name)
    await device.enter(alice, { flow: 'password' })
    return device
  }
  const others = (device: Device) => device.call('ForgetOtherDevices', { AccessToken: device.accessToken })
  await pool.meet({
    alike: true,
    given: async () => ({ laptop: await enter('Laptop'), phone: await enter('Phone') }),
    calls: [({ laptop }) => others(laptop), ({ phone }) => others(phone)],
    async holds(outcomes, { laptop, phone }) {
      expect(outcomes.map(({ refused }) => refused).sort()).toEqual(['NotAuthorizedException', undefined])
      expect([await isSignedIn(laptop), await isSignedIn(phone)].sort()).toEqual([false, true])
    },
  })
})
