import { randomBytes } from 'node:crypto'
import { freshDatabase } from '@latchkey/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeKeyring } from '../keys/keyring.js'
import type { UserName } from './user.js'
import type { UserFilter } from './user-filter.js'
import { type NewUser, type UserStore, userStore } from './user-store.js'

const poolId = 'local_pool'
const now = new Date('2026-01-01T00:00:00Z')
const ids = { alice: 'a-1', bob: 'b-2', carol: 'c-3' }

let users: UserStore

beforeEach(async () => {
  const db = await freshDatabase()
  const pool = { pool_id: poolId, name: 'pool', settings: '{}', created_at: 0, modified_at: 0 }
  await db.insertInto('pools').values(pool).execute()
  users = userStore(db, makeKeyring(randomBytes(32)))
})

const newUser = (userId: string, username: string, more: Partial<NewUser> = {}): NewUser => ({
  poolId,
  userId,
  username,
  status: 'CONFIRMED',
  attributes: {},
  password: { salt: '0a', verifier: Buffer.from('verifier'), expiresAt: undefined },
  ...more,
})

const namesFor = (userId: string, username: string, ...aliases: string[]): UserName[] => [
  { name: username.toLowerCase(), kind: 'username' },
  { name: userId, kind: 'sub' },
  ...aliases.map((name): UserName => ({ name, kind: 'alias' })),
]

const add = (userId: string, username: string, more: Partial<NewUser> = {}, ...aliases: string[]) =>
  users.insert(newUser(userId, username, more), namesFor(userId, username, ...aliases), now)

describe('names', () => {
  test('a user is found by each of them', async () => {
    await add(ids.alice, 'Alice', {}, 'alice@example.com')
    for (const name of ['alice', ids.alice, 'alice@example.com'])
      expect((await users.findByName(poolId, name))?.username).toBe('Alice')
  })

  test('one that is taken is told', async () => {
    await add(ids.alice, 'alice', {}, 'alice@example.com')
    expect(await add(ids.bob, 'bob', {}, 'alice@example.com')).toEqual({
      name: 'alice@example.com',
      kind: 'alias',
    })
  })

  test("nobody can be named as somebody else's sub", async () => {
    await add(ids.alice, 'alice')
    expect(await add(ids.bob, ids.alice)).toEqual({ name: ids.alice, kind: 'username' })
  })

  test('a user may be given a name again', async () => {
    await add(ids.alice, 'alice')
    const again = await users.addNames({ poolId, userId: ids.alice }, [{ name: 'alice', kind: 'alias' }])
    expect(again).toBeUndefined()
  })

  test('an alias can be taken from its user only, and a username from nobody', async () => {
    await add(ids.alice, 'alice', {}, 'ally')
    await users.removeAlias({ poolId, userId: ids.bob }, 'ally')
    await users.removeAlias({ poolId, userId: ids.alice }, 'alice')
    expect(await users.ownerOfName(poolId, 'ally')).toBe(ids.alice)
    expect(await users.ownerOfName(poolId, 'alice')).toBe(ids.alice)
    await users.removeAlias({ poolId, userId: ids.alice }, 'ally')
    expect(await users.ownerOfName(poolId, 'ally')).toBeUndefined()
  })

  test('go with their user', async () => {
    await add(ids.alice, 'alice')
    expect(await users.remove({ poolId, userId: ids.alice })).toBe(true)
    expect(await users.findByName(poolId, 'alice')).toBeUndefined()
    expect(await users.remove({ poolId, userId: ids.alice })).toBe(false)
  })
})

describe('changes apply only to what was read', () => {
  const owner = { poolId, userId: ids.alice }

  test('attributes that changed meanwhile are not overwritten', async () => {
    await add(ids.alice, 'alice', { attributes: { name: 'Alice' } })
    const read = await users.find(owner)
    if (!read) throw new Error('no user')
    expect(await users.setAttributes(read, { name: 'Ally' }, now)).toBe(true)
    expect(await users.setAttributes(read, { name: 'Al' }, now)).toBe(false)
    expect((await users.find(owner))?.attributes).toEqual({ name: 'Ally' })
  })

  test('a password that changed meanwhile is not overwritten', async () => {
    await add(ids.alice, 'alice')
    const next = { salt: '0b', verifier: Buffer.from('next'), expiresAt: undefined }
    const unless = { saltIsStill: '0a', statusIsStill: 'CONFIRMED' } as const
    expect(await users.setPassword(owner, next, 'CONFIRMED', now, unless)).toBe(true)
    expect(await users.setPassword(owner, next, 'CONFIRMED', now, unless)).toBe(false)
  })

  test('a first password is set only while there is none', async () => {
    await add(ids.alice, 'alice', { password: undefined })
    const first = { salt: '0b', verifier: Buffer.from('first'), expiresAt: undefined }
    const unless = { saltIsStill: undefined, statusIsStill: 'CONFIRMED' } as const
    expect(await users.setPassword(owner, first, 'CONFIRMED', now, unless)).toBe(true)
    expect(await users.setPassword(owner, first, 'CONFIRMED', now, unless)).toBe(false)
  })

  test('a user is confirmed once', async () => {
    await add(ids.alice, 'alice', { status: 'UNCONFIRMED' })
    expect(await users.confirm(owner, now)).toBe(true)
    expect(await users.confirm(owner, now)).toBe(false)
  })
})

describe('the list of users', () => {
  beforeEach(async () => {
    await add(ids.alice, 'Alice', { attributes: { email: 'alice@example.com', name: '🦊 Alice' } })
    await add(ids.bob, 'bob', { attributes: { email: 'bob@example.com' }, status: 'UNCONFIRMED' })
    await add(ids.carol, 'carol', { attributes: { email: 'carol@example.org' } })
    await users.setEnabled({ poolId, userId: ids.carol }, false, now)
  })

  const found = async (filter: UserFilter | undefined, after = '', limit = 10) =>
    (await users.page(poolId, filter, after, limit)).map(({ userId }) => userId)

  test.each<[UserFilter, string[]]>([
    [{ attribute: 'username', match: 'equals', value: 'alice' }, [ids.alice]],
    [{ attribute: 'username', match: 'beginsWith', value: 'b' }, [ids.bob]],
    [{ attribute: 'sub', match: 'equals', value: ids.bob }, [ids.bob]],
    [{ attribute: 'email', match: 'equals', value: 'bob@example.com' }, [ids.bob]],
    [{ attribute: 'email', match: 'beginsWith', value: '' }, [ids.alice, ids.bob, ids.carol]],
    [{ attribute: 'email', match: 'beginsWith', value: '%' }, []],
    [{ attribute: 'name', match: 'beginsWith', value: '🦊 A' }, [ids.alice]],
    [{ attribute: 'cognito:user_status', match: 'equals', value: 'UNCONFIRMED' }, [ids.bob]],
    [{ attribute: 'status', match: 'equals', value: 'Disabled' }, [ids.carol]],
    [{ attribute: 'status', match: 'equals', value: 'Enabled' }, [ids.alice, ids.bob]],
  ])('is narrowed by %j', async (filter, expected) => {
    expect(await found(filter)).toEqual(expected)
  })

  test('goes on after the user at which it stopped', async () => {
    expect(await found(undefined, '', 2)).toEqual([ids.alice, ids.bob])
    expect(await found(undefined, ids.bob, 2)).toEqual([ids.carol])
  })
})
