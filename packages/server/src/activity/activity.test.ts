import { type TestPool, userPool } from '@latchkey/testing'
import type { ActivityDayType } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { type EventKind, newEventId } from '../events/event.js'
import { prune } from '../server.js'

let unique = 0

/** Puts something on record now, so many times. */
async function put(pool: TestPool, kind: EventKind, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    unique += 1
    const at = pool.clock.now()
    await pool.server.world.stores.events.add({
      kind,
      outcome: 'pass',
      poolId: pool.poolId,
      userId: 'somebody',
      eventId: newEventId(at, String(unique)),
      at,
      address: undefined,
      userAgent: undefined,
      operator: undefined,
      requestId: undefined,
    })
  }
}

const NOTHING = {
  SignIns: 0,
  MfaSkipped: 0,
  MfaAsked: 0,
  WrongPasswords: 0,
  WrongCodes: 0,
  WrongDeviceSecrets: 0,
  LockedOut: 0,
  OtherRefusals: 0,
  NewDevices: 0,
}

const dayOf = (pool: TestPool) => Math.floor(pool.clock.now().getTime() / 86_400_000) * 86_400

const activity = (pool: TestPool, range: { From?: number; To?: number } = {}) =>
  pool.call('AdminGetActivity', { UserPoolId: pool.poolId, ...range })

const without = ({ Date: _date, ...counts }: ActivityDayType) => counts

test('what happened is counted by day, today as it happens, and devices by their state', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  await laptop.rememberDevice()
  const phone = await pool.signedIn(alice, 'Phone')
  await pool.database.deleteFrom('events').execute()
  await put(pool, 'signed_in', 3)
  await put(pool, 'wrong_passkey')
  pool.clock.advance('1 day')
  await put(pool, 'mfa_skipped', 2)
  await put(pool, 'device_tracked')

  const { Days, DevicesByState } = await activity(pool)
  expect(Days).toHaveLength(30)
  expect(Days.at(-1)).toEqual({ ...NOTHING, Date: dayOf(pool), MfaSkipped: 2, NewDevices: 1 })
  expect(Days.at(-2)).toEqual({ ...NOTHING, Date: dayOf(pool) - 86_400, SignIns: 3, OtherRefusals: 1 })
  expect(Days.slice(0, 28).map(without)).toEqual(Array(28).fill(NOTHING))
  expect(DevicesByState).toEqual([
    { State: 'Remembered', Count: 1 },
    { State: 'NotRemembered', Count: 1 },
    { State: 'Issued', Count: 0 },
    { State: 'Forgotten', Count: 0 },
  ])
  const DeviceKey = phone.key ?? ''
  await pool.call('AdminForgetDevice', { UserPoolId: pool.poolId, Username: 'alice', DeviceKey })
  const forgotten = async () => (await activity(pool)).DevicesByState.at(-1)?.Count
  await expect.poll(forgotten, { timeout: 10_000 }).toBe(1)
})

test('what a day came to is kept when its events are not, and nothing is added to it twice', async () => {
  await using pool = await userPool()
  const { world } = pool.server
  await put(pool, 'signed_in', 2)
  await put(pool, 'locked_out')
  pool.clock.advance('2 days')
  await put(pool, 'signed_in')
  // Both of two nodes do it.
  await Promise.all([prune(world), prune(world)])
  await pool.database.deleteFrom('events').execute()
  await prune(world)
  pool.clock.advance('1 day')
  await prune(world)

  const { Days } = await activity(pool, { From: dayOf(pool) - 3 * 86_400 })
  expect(Days.map(({ SignIns, LockedOut }) => [SignIns, LockedOut])).toEqual([
    [2, 1],
    [0, 0],
    [0, 0],
    [0, 0],
  ])
})

test('how many devices are in each state is written down day by day, and is not known of the days before', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const { world } = pool.server
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  await pool.signedIn(alice, 'Phone')
  await laptop.rememberDevice()
  const devices = async () =>
    (await activity(pool, { From: dayOf(pool) - 4 * 86_400 })).Days.map(({ DevicesByState }) =>
      DevicesByState?.map(({ State, Count }) => `${State} ${Count}`).join(),
    )

  // Nobody was there to count on the days before.
  pool.clock.advance('3 days')
  await Promise.all([prune(world), prune(world)])
  const counted = 'Remembered 1,NotRemembered 1,Issued 0,Forgotten 0'
  expect(await devices()).toEqual([undefined, undefined, undefined, counted, undefined])

  await pool.call('AdminForgetDevice', { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key })
  // A day stays as it was written down.
  await prune(world)
  expect((await devices()).at(-2)).toBe(counted)
  pool.clock.advance('1 day')
  await prune(world)
  const afterwards = 'Remembered 0,NotRemembered 1,Issued 0,Forgotten 1'
  expect(await devices()).toEqual([undefined, undefined, counted, afterwards, undefined])
})

test('of a pool without devices it is known that it has none', async () => {
  await using pool = await userPool()
  pool.clock.advance('1 day')
  await prune(pool.server.world)
  const { Days } = await activity(pool)
  expect(Days.at(-2)).toMatchObject({
    ...NOTHING,
    DevicesByState: ['Remembered', 'NotRemembered', 'Issued', 'Forgotten'].map((State) => ({
      State,
      Count: 0,
    })),
  })
  expect(Days.at(-1)).not.toHaveProperty('DevicesByState')
})

test('yesterday is not added up before it has settled, an hour after midnight', async () => {
  await using pool = await userPool()
  const { world } = pool.server
  await put(pool, 'signed_in')
  const midnight = (dayOf(pool) + 86_400) * 1000
  pool.clock.advance(`${(midnight - pool.clock.now().getTime()) / 60_000 + 59} minutes`)
  await prune(world)
  // Of a transaction that began before midnight.
  pool.clock.turnBack('1 hour')
  await put(pool, 'signed_in')
  pool.clock.advance('62 minutes')
  await prune(world)
  await pool.database.deleteFrom('events').execute()
  expect((await activity(pool)).Days.at(-2)?.SignIns).toBe(2)
})

test('where events are kept for a day, those of a day that has not settled stay until it is added up', async () => {
  await using pool = await userPool()
  const world = { ...pool.server.world, eventDays: 1 }
  await prune(world)
  const midnight = (dayOf(pool) + 86_400) * 1000
  pool.clock.advance(`${(midnight - pool.clock.now().getTime()) / 60_000 + 10} minutes`)
  await put(pool, 'signed_in', 3)
  pool.clock.advance('1 day')
  pool.clock.advance('30 minutes')
  await prune(world)
  pool.clock.advance('30 minutes')
  await prune(world)
  expect((await activity(pool)).Days.at(-2)?.SignIns).toBe(3)
  expect(
    await pool.database.selectFrom('events').where('kind', '=', 'signed_in').selectAll().execute(),
  ).toEqual([])
})

test('activity of 400 days at most, of no days that are to come, and of one pool', async () => {
  await using pool = await userPool()
  await put(pool, 'signed_in')
  const today = dayOf(pool)
  const dates = async (range: { From?: number; To?: number }) =>
    (await activity(pool, range)).Days.map((day) => day.Date)
  expect(await dates({ From: today - 400 * 86_400 })).toHaveLength(401)
  expect(await dates({ From: today, To: 1e300 })).toEqual([today])
  expect(await dates({ From: today + 86_400 })).toEqual([])
  expect(await dates({ To: today - 86_400 })).toHaveLength(30)
  for (const range of [{ From: 0 }, { From: -1e300 }, { From: today, To: today - 1 }])
    await expect(activity(pool, range)).rejects.toMatchObject({ code: 'InvalidParameterException' })
  const other = await pool.sibling()
  expect((await activity(other)).Days.map(without)).toEqual(Array(30).fill(NOTHING))
  await expect(pool.call('AdminGetActivity', { UserPoolId: 'local_Nowhere1' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
})
