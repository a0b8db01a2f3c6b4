import { randomBytes } from 'node:crypto'
import { type Carrier, createServer, DeliveryFailure, type Server, type ServerParts } from '@latchkey/server'
import { sharedDatabase, type TestClock, type TestPool, testClock, userPool } from '@latchkey/testing'
import { mailServer } from '@latchkey/testing/mail'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { makeKeyring } from '../keys/keyring.js'
import { storesOn } from '../stores.js'
import { LEASE_MILLISECONDS, type Letter, type MessageState } from './outbox.js'
import { smtpCarrier } from './smtp.js'

const masterKey = randomBytes(32)
const byMail = { AutoVerifiedAttributes: ['email' as const] }

/** Somebody outside who takes messages; the test says how. */
function outside(take: (letter: Letter, signal: AbortSignal) => Promise<void> = async () => {}) {
  const taken: Letter[] = []
  const carrier: Carrier = {
    async carry(letter, _sender, signal) {
      await take(letter, signal)
      taken.push(letter)
    },
  }
  return { taken, carrier }
}

const signUp = (pool: TestPool, Username: string) =>
  pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username,
    Password: 'Correct-Horse-9',
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
  })

const invite = (pool: TestPool, Username: string) =>
  pool.call('AdminCreateUser', {
    UserPoolId: pool.poolId,
    Username,
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
  })

const listed = (server: Server) => server.world.stores.outbox.list({}, 100)

/** One more server on the same data. */
const serverOn = (
  database: ServerParts['database'],
  clock: TestClock,
  carriers: ServerParts['carriers'] = {},
  development = false,
) =>
  createServer({
    database,
    masterKey,
    publicUrl: 'http://127.0.0.1:9229',
    development,
    clock,
    cores: 1,
    carriers,
  })

/** A database with a pool in it, and users who each wait for an invitation that nobody sent yet. */
async function dataWithWaiting(usernames: string[]) {
  const shared = await sharedDatabase()
  const clock = testClock()
  const server = await serverOn(await shared.open(), clock, {
    EMAIL: outside(() => Promise.reject(new DeliveryFailure('Not now.'))).carrier,
  })
  await plant(server, usernames)
  await server.world.delivery.idle()
  await server.close()
  return { ...shared, clock }
}

const owner = { poolId: 'local_Outbox1', userId: 'somebody' }

/** A user and a message for each name, straight into the tables: what wrote them is not the subject here. */
async function plant(server: Server, usernames: string[], state: MessageState = 'waiting'): Promise<void> {
  const { createPool } = await import('../pools/create-pool.js')
  await createPool(server.world, owner.poolId, { PoolName: 'outbox' })
  await plantFor(server, usernames, state)
}

async function plantFor({ world }: Server, usernames: string[], state: MessageState = 'waiting') {
  const { outbox, users } = world.stores
  for (const username of usernames) {
    const user = { poolId: owner.poolId, userId: username }
    await users.insert(
      { ...user, username, status: 'CONFIRMED', attributes: {}, password: undefined },
      [],
      world.clock.now(),
    )
    const message = {
      medium: 'EMAIL',
      to: `${username}@example.com`,
      subject: 'Hi',
      body: '<p>1</p>',
    } as const
    await outbox.put(user, world.random.uuid(), message, world.clock.now(), { state })
  }
  world.delivery.wake()
}

test('what waited when the server was stopped is sent by the next one, once', async () => {
  await using mail = await mailServer()
  await using data = await dataWithWaiting(['alice', 'bob', 'carol'])
  const from = { name: '', address: 'no-reply@example.com' }
  const EMAIL = smtpCarrier({
    host: '127.0.0.1',
    port: mail.port,
    tls: 'opportunistic',
    auth: undefined,
    from,
  })
  data.clock.advance('1 minute')

  for (let start = 0; start < 3; start += 1) {
    const server = await serverOn(await data.open(), data.clock, { EMAIL })
    await server.world.delivery.idle()
    expect(await listed(server)).toMatchObject([{ state: 'sent' }, { state: 'sent' }, { state: 'sent' }])
    await server.close()
    data.clock.advance('1 hour')
  }
  const recipients = mail.received.flatMap((received) => received.recipients).sort()
  expect(recipients).toEqual(['alice@example.com', 'bob@example.com', 'carol@example.com'])
  expect(new Set(mail.received.map(({ parsed }) => parsed.messageId)).size).toBe(3)
})

test('two servers on one database send each message once between them', async () => {
  const usernames = Array.from({ length: 40 }, (_, at) => `user${at}`)
  await using data = await dataWithWaiting(usernames)
  data.clock.advance('1 minute')
  const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
  const sides = [outside(slow), outside(slow)]
  const servers = await Promise.all(
    sides.map(async ({ carrier }) => serverOn(await data.open(), data.clock, { EMAIL: carrier })),
  )
  for (let round = 0; round < 10; round += 1) {
    for (const server of servers) server.world.delivery.wake()
    await Promise.all(servers.map((server) => server.world.delivery.idle()))
  }
  const taken = sides.flatMap((side) => side.taken.map(({ userId }) => userId))
  expect(taken.toSorted()).toEqual(usernames.toSorted())
  for (const { taken } of sides) expect(taken.length).toBeGreaterThan(0)
  for (const server of servers) await server.close()
})

test('a server that is gone in the middle of sending leaves its message to others after three minutes, under the same id', async () => {
  await using data = await dataWithWaiting(['alice'])
  data.clock.advance('1 minute')
  const database = await data.open()
  const { outbox } = storesOn(database, makeKeyring(masterKey))
  const now = data.clock.now()
  const claimed = await outbox.claim('EMAIL', now, new Date(now.getTime() + LEASE_MILLISECONDS))

  const { taken, carrier } = outside()
  const other = await serverOn(await data.open(), data.clock, { EMAIL: carrier })
  const look = async () => {
    other.world.delivery.wake()
    await other.world.delivery.idle()
    return taken.map(({ messageId }) => messageId)
  }
  data.clock.advance('2 minutes')
  expect(await look()).toEqual([])
  data.clock.advance('1 minute')
  expect(await look()).toEqual([claimed?.messageId])

  // It comes back and says what it did: too late, and nothing is written over.
  if (!claimed) expect.fail()
  expect(await outbox.postpone(claimed, data.clock.now(), 'late')).toBe(false)
  expect(await outbox.finish(claimed, { state: 'dead', at: now, keepContent: false })).toBe(false)
  expect(await listed(other)).toMatchObject([{ state: 'sent', attempts: 3 }])
  await database.destroy()
  await other.close()
})

test('nothing is sent for a cause that did not come about', async () => {
  const { taken, carrier } = outside()
  await using pool = await userPool({ pool: byMail, carriers: { EMAIL: carrier } })
  const { world } = pool.server
  const message = { medium: 'EMAIL', to: 'alice@example.com', subject: 'Hi', body: '1' } as const
  const alice = await pool.user('alice')
  const undone = world.transaction(async ({ outbox }) => {
    await outbox.put({ poolId: pool.poolId, userId: alice.userId }, 'id', message, world.clock.now())
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  world.delivery.wake()
  await world.delivery.idle()
  expect(taken).toEqual([])
})

test('a carrier learns why a message was written, and under which id', async () => {
  const { taken, carrier } = outside()
  await using pool = await userPool({ pool: byMail, carriers: { EMAIL: carrier } })
  await pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username: 'alice',
    Password: 'Correct-Horse-9',
    UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
    ClientMetadata: { theme: 'dark' },
  })
  await pool.server.world.delivery.idle()
  const [letter = expect.fail()] = taken
  expect(letter).toMatchObject({
    poolId: pool.poolId,
    message: { medium: 'EMAIL', to: 'alice@example.com' },
    cause: { occasion: 'sign-up', clientId: pool.client.clientId, metadata: { theme: 'dark' } },
  })
  expect(letter.message.body).toContain(letter.cause?.secret)
})

test('the codes of a production server are in no log, and leave the outbox once they are sent', async () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const { taken, carrier } = outside((letter) =>
    letter.message.to.startsWith('bob')
      ? Promise.reject(new DeliveryFailure('Never.', { final: true }))
      : Promise.resolve(),
  )
  await using pool = await userPool({ pool: byMail, development: false, log, carriers: { EMAIL: carrier } })
  await signUp(pool, 'alice')
  await signUp(pool, 'bob')
  await pool.server.world.delivery.idle()
  const code = taken[0]?.cause?.secret ?? expect.fail()
  expect(code).toMatch(/^\d{6}$/)
  expect(lines.join('')).not.toContain(code)
  const left = await listed(pool.server)
  expect(left.map(({ state }) => state).sort()).toEqual(['dead', 'sent'])
  for (const { message } of left)
    expect(message).toMatchObject({ subject: 'Your verification code', body: '' })
})

test('what a developer’s server only kept is not sent when it gets a way out', async () => {
  const clock = testClock()
  await using shared = await sharedDatabase()
  const before = await serverOn(await shared.open(), clock, {}, true)
  await plant(before, ['alice'], before.world.delivery.firstState('EMAIL'))
  await before.close()
  const { taken, carrier } = outside()
  const after = await serverOn(await shared.open(), clock, { EMAIL: carrier }, true)
  await after.world.delivery.idle()
  expect(taken).toEqual([])
  expect(await listed(after)).toMatchObject([{ state: 'kept', attempts: 0 }])
  await after.close()
})

test('on a developer’s machine what was sent can still be read', async () => {
  const { carrier } = outside()
  await using pool = await userPool({ pool: byMail, carriers: { EMAIL: carrier } })
  await signUp(pool, 'alice')
  await pool.server.world.delivery.idle()
  expect(await listed(pool.server)).toMatchObject([{ state: 'sent', message: { body: /\d{6}/ } }])
})

test('in production messages wait for a way out', async () => {
  await using pool = await userPool({ pool: byMail, development: false })
  await invite(pool, 'alice')
  await pool.server.world.delivery.idle()
  const lastError = 'Nothing sends e-mail: LATCHKEY_SMTP_URL is not set.'
  expect(await listed(pool.server)).toMatchObject([{ state: 'waiting', attempts: 1, lastError }])
})

test('a temporary password that another one replaced does not stay in the outbox', async () => {
  await using pool = await userPool({ pool: byMail, development: false })
  await invite(pool, 'alice')
  pool.clock.advance('1 second')
  const again = { UserPoolId: pool.poolId, Username: 'alice', MessageAction: 'RESEND' } as const
  await pool.call('AdminCreateUser', again)
  expect(await listed(pool.server)).toMatchObject([
    { state: 'waiting', message: { body: /temporary password/ } },
    { state: 'dead', message: { to: 'alice@example.com', body: '' } },
  ])
})

test('a carrier that fails in a way of its own is not told to operators word by word', async () => {
  const { carrier } = outside(() => Promise.reject(new Error('code 123456 of alice')))
  await using pool = await userPool({ pool: byMail, carriers: { EMAIL: carrier } })
  await signUp(pool, 'alice')
  await pool.server.world.delivery.idle()
  const lastError = 'It failed for a reason that the log tells.'
  expect(await listed(pool.server)).toMatchObject([{ state: 'waiting', lastError }])
})

test('messages that do not open are given up, and keep no other waiting', async () => {
  const { taken, carrier } = outside()
  await using pool = await userPool({ carriers: { EMAIL: carrier } })
  await plant(pool.server, ['alice', 'bob', 'carol', 'dave', 'erin'], 'kept')
  await pool.database
    .updateTable('messages')
    .set({ sealed_content: 'sealed with another key', state: 'waiting' })
    .execute()
  pool.clock.advance('1 second')
  await plantFor(pool.server, ['frank'])
  await pool.server.world.delivery.idle()
  expect(taken.map(({ message }) => message.to)).toEqual(['frank@example.com'])
  const dead = { state: 'dead', attempts: 1, lastError: 'It does not open with this master key.' }
  expect(await pool.server.world.stores.outbox.list({ state: 'dead' }, 9)).toMatchObject(Array(5).fill(dead))
})

test('a carrier that hangs does not keep the others, nor the end of the server', async () => {
  const { taken, carrier } = outside(({ message }) =>
    message.to.startsWith('alice') ? new Promise(() => {}) : Promise.resolve(),
  )
  const pool = await userPool({ pool: byMail, carriers: { EMAIL: carrier } })
  await signUp(pool, 'alice')
  for (const name of ['bob', 'carol', 'dave', 'erin', 'frank']) await signUp(pool, name)
  await expect.poll(() => taken.length).toBe(5)
  const started = performance.now()
  await pool[Symbol.asyncDispose]()
  expect(performance.now() - started).toBeLessThan(15_000)
})

test('a sign-up does not wait for its mail', async () => {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { taken, carrier } = outside(() => gate)
  await using pool = await userPool({ pool: byMail, carriers: { EMAIL: carrier } })
  await signUp(pool, 'alice')
  expect(taken).toEqual([])
  letGo()
  await pool.server.world.delivery.idle()
  expect(taken).toHaveLength(1)
})
