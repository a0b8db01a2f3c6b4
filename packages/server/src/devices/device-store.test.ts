import { randomBytes } from 'node:crypto'
import { freshDatabase } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { makeKeyring } from '../keys/keyring.js'
import { settingsOf } from '../pools/pool-shape.js'
import { poolStore } from '../pools/pool-store.js'
import { userStore } from '../users/user-store.js'
import { deviceStore } from './device-store.js'

const poolId = 'local_Pool'
const alice = { poolId, userId: 'alice' }
const key = { ...alice, deviceKey: 'local_1' }
const start = new Date('2026-01-01T00:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const visit = { address: '192.0.2.1', userAgent: 'Firefox', at: start }
const secret = { salt: '0a', verifier: Uint8Array.of(1, 2, 3) }
const registration = { state: 'not_remembered' as const, secret, name: 'Laptop' }

async function openStore() {
  const database = await freshDatabase()
  const keyring = makeKeyring(randomBytes(32))
  await poolStore(database).insert(poolId, settingsOf({ PoolName: 'Pool' }), start)
  for (const userId of ['alice', 'bob']) {
    const user = { poolId, userId, username: userId, status: 'CONFIRMED' as const, attributes: {} }
    await userStore(database, keyring).insert({ ...user, password: undefined }, [], start)
  }
  return {
    database,
    devices: deviceStore(database, keyring),
    [Symbol.asyncDispose]: () => database.destroy(),
  }
}

describe('each change applies once, and only to a device in the right state', () => {
  test('issued: it can be confirmed, and nothing else', async () => {
    await using store = await openStore()
    const { devices } = store
    await devices.issue(key, '-12345678', visit)
    expect(await devices.setRemembered(key, true, start)).toBe(false)
    expect(await devices.authenticated(key, visit)).toBe(false)
    expect(await devices.forget(key, start)).toBe(false)
    expect(await devices.findTracked(key)).toBeUndefined()
    expect(await devices.find(key)).toMatchObject({ state: 'issued', secret: undefined })

    expect(await devices.confirm(key, registration, later(1))).toBe(true)
    expect(await devices.confirm(key, { ...registration, name: 'Another' }, later(2))).toBe(false)
    expect(await devices.findTracked(key)).toMatchObject({
      state: 'not_remembered',
      name: 'Laptop',
      secret: { salt: '0a' },
      deviceGroupKey: '-12345678',
      createdAt: start,
      modifiedAt: later(1),
      lastAuthenticatedAt: start,
    })
  })

  test('tracked: remembered and back, as often as one likes', async () => {
    await using store = await openStore()
    const { devices } = store
    await devices.issue(key, '-12345678', visit)
    await devices.confirm(key, registration, start)
    for (const [state, applies] of [
      ['remembered', true],
      ['remembered', false],
      ['not_remembered', true],
      ['not_remembered', false],
      ['remembered', true],
    ] as const) {
      expect(await devices.setRemembered(key, state === 'remembered', later(1))).toBe(applies)
      expect((await devices.find(key))?.state).toBe(state)
    }
  })

  test('forgotten: nothing applies any more, and the secret is gone from the row', async () => {
    await using store = await openStore()
    const { database, devices } = store
    await devices.issue(key, '-12345678', visit)
    await devices.confirm(key, registration, start)
    expect(await devices.forget(key, later(1))).toBe(true)

    expect(await devices.forget(key, later(2))).toBe(false)
    expect(await devices.confirm(key, registration, later(2))).toBe(false)
    expect(await devices.setRemembered(key, true, later(2))).toBe(false)
    expect(await devices.rename(key, 'Ghost', later(2))).toBe(false)
    expect(await devices.authenticated(key, visit)).toBe(false)
    expect(await devices.findTracked(key)).toBeUndefined()
    expect(await database.selectFrom('devices').selectAll().execute()).toMatchObject([
      { state: 'forgotten', srp_salt: null, sealed_srp_verifier: null, forgotten_at: later(1).getTime() },
    ])
  })

  test('of two at once, one', async () => {
    await using store = await openStore()
    const { devices } = store
    await devices.issue(key, '-12345678', visit)
    const confirmed = await Promise.all([1, 2].map(() => devices.confirm(key, registration, start)))
    expect(confirmed.toSorted()).toEqual([false, true])
    const forgotten = await Promise.all([1, 2].map(() => devices.forget(key, start)))
    expect(forgotten.toSorted()).toEqual([false, true])
  })
})

test('a sign-in leaves its time, and its address and browser where they are known', async () => {
  await using store = await openStore()
  const { devices } = store
  await devices.issue(key, '-12345678', visit)
  await devices.confirm(key, registration, start)
  await devices.authenticated(key, { address: undefined, userAgent: undefined, at: later(60) })
  expect(await devices.find(key)).toMatchObject({
    lastIpUsed: '192.0.2.1',
    userAgent: 'Firefox',
    lastAuthenticatedAt: later(60),
    modifiedAt: later(60),
  })
  await devices.authenticated(key, { address: '2001:db8::1', userAgent: 'Chromium', at: later(61) })
  expect(await devices.find(key)).toMatchObject({ lastIpUsed: '2001:db8::1', userAgent: 'Chromium' })
})

test('a device is found under its own user and pool only', async () => {
  await using store = await openStore()
  const { devices } = store
  await devices.issue(key, '-12345678', visit)
  await devices.confirm(key, registration, start)
  expect(await devices.find({ ...key, userId: 'bob' })).toBeUndefined()
  expect(await devices.find({ ...key, poolId: 'local_Other' })).toBeUndefined()
  expect(await devices.forget({ ...key, userId: 'bob' }, start)).toBe(false)
})

test('pages are newest first, of one state, and go on where the last ended, also among equals', async () => {
  await using store = await openStore()
  const { devices } = store
  for (const [deviceKey, at] of [
    ['local_a', 1],
    ['local_b', 2],
    ['local_c', 2],
    ['local_d', 3],
  ] as const) {
    await devices.issue({ ...alice, deviceKey }, '-12345678', { ...visit, at: later(at) })
    await devices.confirm({ ...alice, deviceKey }, registration, later(at))
  }
  await devices.setRemembered({ ...alice, deviceKey: 'local_b' }, true, later(4))
  await devices.issue({ ...alice, deviceKey: 'local_e' }, '-12345678', visit)

  const names = (page: { deviceKey: string }[]) => page.map(({ deviceKey }) => deviceKey)
  const first = await devices.page(alice, 'tracked', undefined, 2)
  expect(names(first)).toEqual(['local_d', 'local_c'])
  const after = { createdAt: later(2).getTime(), deviceKey: 'local_c' }
  expect(names(await devices.page(alice, 'tracked', after, 9))).toEqual(['local_b', 'local_a'])
  expect(names(await devices.page(alice, 'remembered', undefined, 9))).toEqual(['local_b'])
  expect(await devices.page({ ...alice, userId: 'bob' }, 'tracked', undefined, 9)).toEqual([])
})

test('a verifier is sealed for its own row: copied to another device it does not open', async () => {
  await using store = await openStore()
  const { database, devices } = store
  const other = { ...key, deviceKey: 'local_2' }
  for (const each of [key, other]) {
    await devices.issue(each, '-12345678', visit)
    await devices.confirm(each, registration, start)
  }
  const row = await database
    .selectFrom('devices')
    .select('sealed_srp_verifier')
    .where('device_key', '=', key.deviceKey)
    .executeTakeFirstOrThrow()
  await database.updateTable('devices').set(row).where('device_key', '=', other.deviceKey).execute()
  const found = await devices.find(other)
  expect(() => found?.secret?.verifier).toThrow('does not open')
})

test('all others are forgotten, so many at once, and each once', async () => {
  await using store = await openStore()
  const { devices } = store
  const keys = ['local_1', 'local_2', 'local_3', 'local_4']
  for (const deviceKey of [...keys, 'local_5'])
    await devices.issue({ ...alice, deviceKey }, '-12345678', visit)
  for (const deviceKey of keys) await devices.confirm({ ...alice, deviceKey }, registration, start)
  const ofBob = { ...alice, userId: 'bob', deviceKey: 'local_6' }
  await devices.issue(ofBob, '-12345678', visit)
  await devices.confirm(ofBob, registration, start)

  const some = await Promise.all([1, 2].map(() => devices.forgetOthers(alice, 'local_2', 2, later(1))))
  expect(some.flat().sort()).toEqual(['local_1', 'local_3', 'local_4'])
  expect(await devices.find({ ...alice, deviceKey: 'local_1' })).toMatchObject({
    state: 'forgotten',
    secret: undefined,
    forgottenAt: later(1),
  })
  expect(await devices.findTracked(ofBob)).toBeDefined()
  expect(await devices.find({ ...alice, deviceKey: 'local_5' })).toMatchObject({ state: 'issued' })
  expect(await devices.forgetOthers(alice, undefined, 2, later(2))).toEqual(['local_2'])
})
