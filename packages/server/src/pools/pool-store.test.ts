import { randomUUID } from 'node:crypto'
import { freshDatabase } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { settingsOf } from './pool-shape.js'
import { type PoolStore, poolStore } from './pool-store.js'

const now = new Date('2026-01-01T00:00:00Z')

async function openStore() {
  const database = await freshDatabase()
  const pools = poolStore(database)
  const addUsers = async (poolId: string, ids: string[]) => {
    await pools.insert(poolId, settingsOf({ PoolName: poolId }), now)
    for (let first = 0; first < ids.length; first += 1000) {
      const rows = ids.slice(first, first + 1000).map((id) => ({
        pool_id: poolId,
        user_id: id,
        username: id,
        status: 'CONFIRMED',
        enabled: 1,
        attributes: '{}',
        srp_salt: null,
        sealed_srp_verifier: null,
        password_expires_at: null,
        totp_enabled: 0,
        sms_enabled: 0,
        email_enabled: 0,
        preferred_factor: null,
        created_at: 0,
        modified_at: 0,
      }))
      await database.insertInto('users').values(rows).execute()
    }
  }
  return { pools, addUsers, [Symbol.asyncDispose]: () => database.destroy() }
}

const uuids = (count: number) => Array.from({ length: count }, () => randomUUID())

async function off(pools: PoolStore, poolId: string): Promise<number> {
  const exactly = await pools.countUsers(poolId)
  return Math.abs((await pools.estimateUsers(poolId)) / exactly - 1)
}

test('a pool of up to 10,000 users is counted, and those of other pools are not', async () => {
  await using store = await openStore()
  const { pools, addUsers } = store
  await addUsers('local_A', uuids(3))
  await addUsers('local_B', uuids(1200))
  await addUsers('local_C', [])
  expect(await pools.estimateUsers('local_A')).toBe(3)
  expect(await pools.estimateUsers('local_B')).toBe(1200)
  expect(await pools.estimateUsers('local_C')).toBe(0)
})

test('a larger pool is estimated, within a few per cent', async () => {
  await using store = await openStore()
  const { pools, addUsers } = store
  await addUsers('local_A', uuids(25_000))
  await addUsers('local_B', uuids(10_000))
  // One standard deviation is one per cent.
  expect(await off(pools, 'local_A')).toBeLessThan(0.06)
  expect(await off(pools, 'local_B')).toBeLessThan(0.06)
})

test('ids that are no random numbers are counted after all', async () => {
  await using store = await openStore()
  const { pools, addUsers } = store
  await addUsers(
    'local_A',
    Array.from({ length: 10_500 }, (_, at) => `user-${String(at).padStart(6, '0')}`),
  )
  expect(await pools.estimateUsers('local_A')).toBe(10_500)
})

test('a pool is removed with all of its users, and no other pool’s', async () => {
  await using store = await openStore()
  await store.addUsers('local_Large1', uuids(2500))
  await store.addUsers('local_Other1', uuids(3))
  await store.pools.remove('local_Large1')
  expect(await store.pools.find('local_Large1')).toBeUndefined()
  expect(await store.pools.countUsers('local_Large1')).toBe(0)
  expect(await store.pools.countUsers('local_Other1')).toBe(3)
})
