import { randomBytes } from 'node:crypto'
import { freshDatabase } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { makeKeyring } from '../keys/keyring.js'
import { settingsOf } from '../pools/pool-shape.js'
import { poolStore } from '../pools/pool-store.js'
import { userStore } from '../users/user-store.js'
import { refreshVerdict, type Session } from './session.js'
import { sessionStore } from './session-store.js'

const poolId = 'local_Pool'
const alice = { poolId, userId: 'alice' }
const start = new Date('2026-01-01T00:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)

const session = (sessionId: string, change: Partial<Session> = {}): Session => ({
  ...alice,
  sessionId,
  originJti: 'jti',
  clientId: 'client',
  deviceKey: undefined,
  authenticatedAt: start,
  expiresAt: later(3600),
  refreshEndedAt: undefined,
  revokedAt: undefined,
  ...change,
})

async function openStore() {
  const database = await freshDatabase()
  await poolStore(database).insert(poolId, settingsOf({ PoolName: 'Pool' }), start)
  const keyring = makeKeyring(randomBytes(32))
  for (const userId of ['alice', 'bob']) {
    const user = { poolId, userId, username: userId, status: 'CONFIRMED' as const, attributes: {} }
    await userStore(database, keyring).insert({ ...user, password: undefined }, [], start)
  }
  return { database, sessions: sessionStore(database), [Symbol.asyncDispose]: () => database.destroy() }
}

test('a session begins once: the second time nothing is written', async () => {
  await using store = await openStore()
  const { sessions } = store
  expect(await sessions.begin(session('one'))).toBe(true)
  expect(await sessions.begin(session('one', { clientId: 'another' }))).toBe(false)
  expect(await sessions.find(alice, 'one')).toEqual(session('one'))
})

test('of two beginnings at once, one succeeds', async () => {
  await using store = await openStore()
  const begun = await Promise.all([1, 2, 3].map(() => store.sessions.begin(session('one'))))
  expect(begun.toSorted()).toEqual([false, false, true])
})

test('a refresh token is found with its session, under its own user only', async () => {
  await using store = await openStore()
  const { sessions } = store
  await sessions.begin(session('one'))
  await sessions.addRefreshToken(alice, 'one', 'token', start)
  expect(await sessions.findRefreshToken(alice, 'token')).toEqual({
    session: session('one'),
    token: { tokenId: 'token', sessionId: 'one', supersededAt: undefined },
  })
  expect(await sessions.findRefreshToken({ ...alice, userId: 'bob' }, 'token')).toBeUndefined()
})

test('a refresh token is superseded once: using it again does not prolong its grace', async () => {
  await using store = await openStore()
  const { sessions } = store
  await sessions.begin(session('one'))
  await sessions.addRefreshToken(alice, 'one', 'token', start)
  await sessions.supersede(alice, 'token', later(1))
  await sessions.supersede(alice, 'token', later(2))
  expect((await sessions.findRefreshToken(alice, 'token'))?.token.supersededAt).toEqual(later(1))
})

test('one session is revoked alone, all of a user together, and no other user is touched', async () => {
  await using store = await openStore()
  const { sessions } = store
  const bob = { ...alice, userId: 'bob' }
  await sessions.begin(session('one'))
  await sessions.begin(session('two'))
  await sessions.begin(session('bobs', bob))
  await sessions.revoke(alice, 'one', later(1))
  expect((await sessions.find(alice, 'one'))?.revokedAt).toEqual(later(1))
  expect((await sessions.find(alice, 'two'))?.revokedAt).toBeUndefined()

  await sessions.revokeAll(alice, later(2))
  expect((await sessions.find(alice, 'one'))?.revokedAt).toEqual(later(1))
  expect((await sessions.find(alice, 'two'))?.revokedAt).toEqual(later(2))
  expect((await sessions.find(bob, 'bobs'))?.revokedAt).toBeUndefined()
})

test('a device takes its refresh with it, and only its own', async () => {
  await using store = await openStore()
  const { sessions } = store
  await sessions.begin(session('one', { deviceKey: 'local_1' }))
  await sessions.begin(session('two', { deviceKey: 'local_2' }))
  await sessions.endRefreshOfDevice(alice, 'local_1', later(1))
  expect((await sessions.find(alice, 'one'))?.refreshEndedAt).toEqual(later(1))
  expect((await sessions.find(alice, 'two'))?.refreshEndedAt).toBeUndefined()
})

test('what is over is swept away with its refresh tokens; what goes on stays', async () => {
  await using store = await openStore()
  const { database, sessions } = store
  await sessions.begin(session('over'))
  await sessions.begin(session('on', { expiresAt: later(7200) }))
  await sessions.addRefreshToken(alice, 'over', 'token', start)
  await sessions.prune(later(3601))
  expect(await sessions.find(alice, 'over')).toBeUndefined()
  expect(await sessions.find(alice, 'on')).toBeDefined()
  expect(await database.selectFrom('refresh_tokens').selectAll().execute()).toEqual([])
})

test('a refresh token passes until it is revoked, expired, or replaced and past its grace', () => {
  const fresh = { tokenId: 'token', sessionId: 'one', supersededAt: undefined }
  const replaced = { ...fresh, supersededAt: start }
  expect(refreshVerdict(session('one'), fresh, undefined, later(3599))).toBe('passes')
  expect(refreshVerdict(session('one'), fresh, undefined, later(3600))).toBe('expired')
  expect(refreshVerdict(session('one', { revokedAt: start }), fresh, undefined, start)).toBe('revoked')
  expect(refreshVerdict(session('one', { refreshEndedAt: start }), fresh, undefined, start)).toBe('revoked')
  expect(refreshVerdict(session('one'), replaced, 10, later(10))).toBe('passes')
  expect(refreshVerdict(session('one'), replaced, 10, later(10.001))).toBe('reused')
  expect(refreshVerdict(session('one'), replaced, 0, later(0.001))).toBe('reused')
})

test('the sessions of a device end by themselves, and those of others do but for one that is kept', async () => {
  await using store = await openStore()
  const { sessions } = store
  const of = (sessionId: string, deviceKey: string | undefined, change: Partial<Session> = {}) =>
    sessions.begin(session(sessionId, { deviceKey, ...change }))
  await of('laptop', 'local_1')
  await of('laptop again', 'local_1', { authenticatedAt: later(1) })
  await of('phone', 'local_2')
  await of('script', undefined)
  await of('of bob', 'local_3', { userId: 'bob' })
  const standing = async () => {
    const rows = await store.database
      .selectFrom('sessions')
      .select('session_id')
      .where('revoked_at', 'is', null)
      .orderBy('session_id')
      .execute()
    return rows.map((row) => row.session_id)
  }

  expect(await sessions.openOfDevice(alice, 'local_1', later(2), 10)).toMatchObject([
    { sessionId: 'laptop again' },
    { sessionId: 'laptop' },
  ])
  expect(await sessions.openOfDevice(alice, 'local_1', later(2), 1)).toHaveLength(1)
  expect(await sessions.openOfDevice(alice, 'local_1', later(3600), 10)).toEqual([])

  expect(await sessions.revokeOfDevice(alice, 'local_2', later(1))).toBe(true)
  expect(await sessions.revokeOfDevice(alice, 'local_2', later(2))).toBe(false)
  expect(await sessions.revokeOfDevice(alice, 'local_3', later(2))).toBe(false)
  expect(await standing()).toEqual(['laptop', 'laptop again', 'of bob', 'script'])

  const laptop = { sessionId: 'laptop', deviceKey: 'local_1' }
  expect(await sessions.revokeOthers(alice, laptop, later(3))).toBe(true)
  expect(await standing()).toEqual(['laptop', 'laptop again', 'of bob'])
  expect(await sessions.revokeOthers(alice, laptop, later(4))).toBe(false)
  expect(await sessions.revokeOthers(alice, { ...laptop, deviceKey: undefined }, later(5))).toBe(true)
  expect(await standing()).toEqual(['laptop', 'of bob'])
})
