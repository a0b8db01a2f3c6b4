import { randomBytes } from 'node:crypto'
import { freshDatabase } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { newEventId } from './events/event.js'
import { makeKeyring } from './keys/keyring.js'
import { defaultPasswordPolicy, poolDefaults } from './pools/pool.js'
import { prune } from './server.js'
import { storesOn } from './stores.js'

const HOUR = 3_600_000
const owner = { poolId: 'local_Prune1', userId: 'a' }

async function ground() {
  const database = await freshDatabase()
  const stores = storesOn(database, makeKeyring(randomBytes(32)))
  const begin = new Date('2026-01-01T00:00:00Z')
  await stores.pools.insert(owner.poolId, poolSettings, begin)
  const user = {
    ...owner,
    username: 'alice',
    status: 'CONFIRMED',
    attributes: {},
    password: undefined,
  } as const
  await stores.users.insert(user, [], begin)
  return { database, stores, begin }
}

const poolSettings = {
  ...poolDefaults,
  name: 'prune',
  mfa: 'off',
  softwareTokenMfa: true,
  deviceTracking: { replacesMfa: false, onlyOnUserPrompt: false },
  passwordPolicy: defaultPasswordPolicy,
  autoVerified: [],
  adminCreatesUsersOnly: false,
  deletionProtected: false,
  tags: {},
  templates: {},
  described: {},
  usernameAttributes: [],
  aliasAttributes: [],
  caseSensitive: true,
  schema: [],
} satisfies Parameters<ReturnType<typeof storesOn>['pools']['insert']>[1]

const session = (sessionId: string, deviceKey: string, from: Date, hours: number) => ({
  ...owner,
  sessionId,
  originJti: undefined,
  clientId: 'client',
  deviceKey,
  authenticatedAt: from,
  expiresAt: new Date(from.getTime() + hours * HOUR),
  refreshEndedAt: undefined,
  revokedAt: undefined,
})

test('a session stays a day longer than it can be refreshed: access tokens of its last minutes live on', async () => {
  const { database, stores, begin } = await ground()
  await stores.sessions.begin(session('s', 'k', begin, 1))
  const at = (hours: number) => ({ stores, clock: { now: () => new Date(begin.getTime() + hours * HOUR) } })
  await prune(at(24))
  expect(await stores.sessions.find(owner, 's')).toBeDefined()
  await prune(at(26))
  expect(await stores.sessions.find(owner, 's')).toBeUndefined()
  await database.destroy()
})

test('a key that nobody confirmed goes with the last session that could, and a tracked device never', async () => {
  const { database, stores, begin } = await ground()
  const visit = { address: undefined, userAgent: undefined, at: begin }
  for (const deviceKey of ['unconfirmed', 'alive', 'tracked'])
    await stores.devices.issue({ ...owner, deviceKey }, '-g', visit)
  const secret = { salt: '01', verifier: Uint8Array.of(2) }
  await stores.devices.confirm(
    { ...owner, deviceKey: 'tracked' },
    { state: 'remembered', secret, name: undefined },
    begin,
  )
  await stores.sessions.begin(session('short', 'unconfirmed', begin, 1))
  await stores.sessions.begin(session('long', 'alive', begin, 1000))
  await prune({ stores, clock: { now: () => new Date(begin.getTime() + 48 * HOUR) } })
  const left = async (deviceKey: string) => (await stores.devices.find({ ...owner, deviceKey })) !== undefined
  expect([await left('unconfirmed'), await left('alive'), await left('tracked')]).toEqual([false, true, true])
  await database.destroy()
})

test('events are kept as long as is wished, to the millisecond, however many there are', async () => {
  const { database, stores, begin } = await ground()
  const DAYS = 3
  const at = (days: number) => new Date(begin.getTime() + days * 24 * HOUR)
  const unknown = { address: undefined, userAgent: undefined, operator: undefined, requestId: undefined }
  const put = (when: Date, unique: string) =>
    stores.events.add({
      ...owner,
      ...unknown,
      kind: 'signed_in',
      outcome: 'pass',
      at: when,
      eventId: newEventId(when, unique),
    })
  // More than one batch.
  for (let n = 0; n < 2300; n += 1) await put(at(0), String(n))
  await put(new Date(at(0).getTime() + 1), 'later')
  await prune({ stores, clock: { now: () => at(DAYS) }, eventDays: DAYS })
  const left = async () => (await database.selectFrom('events').select('event_id').execute()).length
  expect(await left()).toBe(2301)
  await prune({ stores, clock: { now: () => new Date(at(DAYS).getTime() + 1) }, eventDays: DAYS })
  expect(await left()).toBe(1)
  await database.destroy()
})
