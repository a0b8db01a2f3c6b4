import { sharedPool, type TestPool, userPool } from '@latchkey/testing'
import type { DeviceFilterType } from '@latchkey/wire'
import { expect, test } from 'vitest'

const DAY_SECONDS = 86_400

const secondsAgo = (pool: TestPool, seconds: number) => pool.clock.now().getTime() / 1000 - seconds

const forget = (pool: TestPool, Filter: DeviceFilterType, more: { SignOut?: boolean } = {}) =>
  pool.call('AdminForgetPoolDevices', { UserPoolId: pool.poolId, Filter, ...more })

const states = async (pool: TestPool) =>
  (await pool.database.selectFrom('devices').select(['device_key', 'state']).execute()).map(
    ({ device_key, state }) => [device_key, state] as const,
  )

test('devices that nobody used for long are forgotten together, each with its event, and refresh no more', async () => {
  await using pool = await userPool({ remember: 'always' })
  const [alice, bob] = [await pool.user('alice'), await pool.user('bob')]
  const old = [await pool.signedIn(alice), await pool.signedIn(bob), await pool.signedIn(bob)]
  pool.clock.advance('91 days')
  const fresh = await pool.signedIn(alice)
  const stale = { LastUsedBefore: secondsAgo(pool, 90 * DAY_SECONDS) }

  const request = { UserPoolId: pool.poolId, Filter: stale }
  expect(await pool.call('AdminCountPoolDevices', request)).toMatchObject({ Count: 3 })
  expect(await forget(pool, stale)).toEqual({ Forgotten: 3, More: false })
  expect(await forget(pool, stale)).toEqual({ Forgotten: 0, More: false })
  expect(new Map(await states(pool))).toEqual(
    new Map([...old.map(({ key }) => [key, 'forgotten'] as const), [fresh.key, 'remembered']]),
  )
  const { Events } = await pool.call('AdminListEvents', {
    UserPoolId: pool.poolId,
    Kinds: ['DeviceForgotten'],
  })
  expect(new Set(Events.map(({ DeviceKey }) => DeviceKey))).toEqual(new Set(old.map(({ key }) => key)))
  expect(Events.every(({ Reason }) => Reason === 'by an operator')).toBe(true)
})

test('forgotten devices keep their access tokens until they expire, unless they are signed out at once', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const [laptop, phone] = [await pool.signedIn(alice), await pool.signedIn(alice, 'Phone')]
  expect(await forget(pool, { NameContains: 'laptop' })).toEqual({ Forgotten: 1, More: false })
  await expect(laptop.refresh()).rejects.toMatchObject({ code: 'NotAuthorizedException' })
  expect(await pool.call('GetUser', { AccessToken: laptop.accessToken })).toMatchObject({ Username: 'alice' })
  expect(await forget(pool, { Username: 'alice' }, { SignOut: true })).toEqual({ Forgotten: 1, More: false })
  await expect(pool.call('GetUser', { AccessToken: phone.accessToken })).rejects.toMatchObject({
    code: 'NotAuthorizedException',
  })
})

test('listed devices are forgotten where they are tracked, whatever else is in the list', async () => {
  await using pool = await userPool({ remember: 'always' })
  const [alice, bob] = [await pool.user('alice'), await pool.user('bob')]
  const [laptop, phone] = [await pool.signedIn(alice), await pool.signedIn(bob)]
  const other = await pool.sibling({ remember: 'always' })
  const carol = await other.user('carol')
  const elsewhere = await other.signedIn(carol)
  const [UserSub, DeviceKey] = [alice.userId, laptop.key ?? '']
  const Devices = [
    { UserSub, DeviceKey },
    { UserSub, DeviceKey },
    { UserSub: bob.userId, DeviceKey },
    { UserSub: carol.userId, DeviceKey: elsewhere.key ?? '' },
    { UserSub: 'nobody', DeviceKey: 'local_00000000-0000-0000-0000-000000000000' },
  ]
  const request = { UserPoolId: pool.poolId, Devices }
  expect(await pool.call('AdminForgetPoolDevices', request)).toEqual({ Forgotten: 1, More: false })
  expect(await pool.call('AdminForgetPoolDevices', request)).toEqual({ Forgotten: 0, More: false })
  expect(await pool.call('AdminForgetPoolDevices', { ...request, Devices: [] })).toMatchObject({
    Forgotten: 0,
  })
  await phone.refresh()
  await elsewhere.refresh()
})

test('many are forgotten call by call, until there are no more', async () => {
  await using pool = await userPool()
  const users = [await pool.user('alice'), await pool.user('bob')]
  const now = pool.clock.now().getTime()
  await pool.database
    .insertInto('devices')
    .values(
      Array.from({ length: 450 }, (_, n) => ({
        pool_id: pool.poolId,
        user_id: users[n % 2]?.userId ?? '',
        device_key: `local_${n}`,
        device_group_key: 'group',
        state: n % 3 === 0 ? 'not_remembered' : 'remembered',
        name: n % 9 === 0 ? `Kiosk <b>${n}</b>` : null,
        created_at: now,
        modified_at: now,
        last_authenticated_at: now,
      })),
    )
    .execute()
  expect(await forget(pool, { NameContains: 'kiosk <B>' })).toEqual({ Forgotten: 50, More: false })
  const all: DeviceFilterType = { States: ['Remembered', 'NotRemembered'] }
  expect(await forget(pool, all)).toEqual({ Forgotten: 200, More: true })
  expect(await forget(pool, all)).toEqual({ Forgotten: 200, More: false })
  expect(new Set((await states(pool)).map(([, state]) => state))).toEqual(new Set(['forgotten']))
})

test('a filter that says nothing, or means devices that cannot be forgotten, is refused', async () => {
  await using pool = await userPool()
  const UserPoolId = pool.poolId
  const requests = [
    [{ Filter: {} }, 'An empty Filter would mean every device of the pool. To mean that, name States.'],
    [{ Filter: { States: [] } }, /^An empty Filter/],
    [{ Filter: { NameContains: '  ' } }, /^An empty Filter/],
    [{ Filter: { States: ['Remembered', 'Issued'] } }, /^Only devices in the States Remembered and/],
    [{ Filter: { States: ['Forgotten'] } }, /^Only devices in the States Remembered and/],
    [{}, 'Name the Devices, or a Filter that means them.'],
    [{ Filter: {}, Devices: [] }, 'Name Devices or a Filter, not both.'],
    [{ Devices: Array(201).fill({ UserSub: 'x', DeviceKey: 'local_0' }) }, /200/],
  ] as const
  for (const [request, message] of requests) {
    const response = await pool.post('AdminForgetPoolDevices', { UserPoolId, ...request })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      __type: 'InvalidParameterException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    })
  }
})

test('a device that is used meanwhile is not stale any more: it is forgotten before, or not at all', async () => {
  await using pool = await sharedPool({ remember: 'always' })
  const alice = await pool.user('alice')
  await pool.meet({
    async given() {
      await forget(pool, { States: ['Remembered'] })
      const laptop = await pool.signedIn(alice)
      const key = laptop.key
      pool.clock.advance('91 days')
      return { laptop, key, filter: { LastUsedBefore: secondsAgo(pool, DAY_SECONDS) } }
    },
    calls: [({ laptop }) => laptop.signIn(alice), ({ filter }) => forget(pool, filter)],
    async holds([signIn, forgetting], { laptop, key, filter }) {
      expect(forgetting.refused).toBeUndefined()
      const device = await pool.database
        .selectFrom('devices')
        .select(['state', 'last_authenticated_at as usedAt'])
        .where('device_key', '=', key ?? '')
        .executeTakeFirstOrThrow()
      const isForgotten = device.state === 'forgotten'
      expect(forgetting.answer?.Forgotten).toBe(isForgotten ? 1 : 0)
      expect(device.usedAt < filter.LastUsedBefore * 1000).toBe(isForgotten)
      // Whoever signed in is signed in, on this device or on a new one.
      if (!signIn.refused) await laptop.refresh()
    },
  })
}, 120_000)

test('two operators who forget the same devices at once forget each of them once', async () => {
  await using pool = await sharedPool({ remember: 'always' })
  const [alice, bob] = [await pool.user('alice'), await pool.user('bob')]
  await pool.meet({
    given: async () => [await pool.signedIn(alice), await pool.signedIn(bob)],
    calls: [
      () => forget(pool, { States: ['Remembered'] }),
      () => forget(pool, { States: ['Remembered'] }, { SignOut: true }),
    ],
    async holds([one, other]) {
      expect((one.answer?.Forgotten ?? 0) + (other.answer?.Forgotten ?? 0)).toBe(2)
      expect((await forget(pool, { States: ['Remembered'] })).Forgotten).toBe(0)
    },
  })
}, 120_000)
