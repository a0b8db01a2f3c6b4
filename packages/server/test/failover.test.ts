import { setTimeout as wait } from 'node:timers/promises'
import {
  asSuperuser,
  type Device,
  movableAddress,
  type Person,
  type PostgresServer,
  ProtocolError,
  startPostgres,
  type TestPool,
} from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { expect, test } from 'vitest'
import { startNodes } from './nodes.js'
import { blockOf, settingsIn } from './scale-guide.js'

/** docs/guide/scale.md tells how to set it up. */

const GO_ON_MILLISECONDS = 5_000

test('a primary dies and its synchronous standby is promoted: nodes go on within 5 s, and nothing acknowledged is lost', async () => {
  await using primary = await startPostgres({ durable: true })
  const url = await primary.createDatabase()
  await using address = await movableAddress(url)
  await using nodes = await startNodes(2, { url: address.url, connections: 5 }, MFA)
  const { pool } = nodes
  const alice = await pool.user('alice', { totp: true })
  const laptop = nodes.device('Firefox on a laptop')
  await laptop.enter(alice)
  await using standby = await primary.standby()
  await followSynchronously(primary)
  await laptop.rememberDevice()

  const load = await startLoad(pool, nodes.device)
  await load.goesOn()
  await primary.stop('immediate')
  await asSuperuser(standby.url, (client) => client.query('select pg_promote()'))
  address.leadTo(standby.url)
  const promoted = Date.now()
  await load.goesOn()
  expect(Date.now() - promoted).toBeLessThan(GO_ON_MILLISECONDS)
  await load.stop()

  expect([...load.refusals].filter((code) => code !== 'InternalErrorException')).toEqual([])
  for (const [username, { acknowledged, attempted }] of load.counts) {
    const count = await storedCount(pool, username)
    expect(count).toBeGreaterThanOrEqual(acknowledged)
    expect(count).toBeLessThanOrEqual(attempted)
  }
  for (const Username of load.users) await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })
  expect(await laptop.signIn(alice)).toAskFor('nothing')
})

test('an address leads to a replica for a while: nodes leave it by themselves once it leads to the primary', async () => {
  await using primary = await startPostgres()
  const url = await primary.createDatabase()
  await using address = await movableAddress(url)
  await using nodes = await startNodes(2, { url: address.url, connections: 5 }, { faults: 'expected' })
  await using standby = await primary.standby()
  const load = await startLoad(nodes.pool, nodes.device)
  await load.goesOn()

  address.leadTo(standby.url)
  await primary.restart('fast')
  await expect.poll(() => sessionsOn(standby)).toBeGreaterThan(0)
  address.leadTo(primary.url)
  const moved = Date.now()
  await load.goesOn()

  expect(Date.now() - moved).toBeLessThan(GO_ON_MILLISECONDS)
  await load.stop()
  expect(load.refusals).toContain('InternalErrorException')
})

const MFA = { remember: 'opt-in', mfa: 'optional', faults: 'expected' } as const

/** What docs/guide/scale.md says to write: an answer waits until the standby has the change on its disk. */
const synchronous = settingsIn(blockOf('ini', /synchronous_standby_names/))

async function followSynchronously(primary: PostgresServer): Promise<void> {
  await asSuperuser(primary.url, async (client) => {
    for (const [name, value] of Object.entries(synchronous))
      await client.query(`alter system set ${name} = '${value}'`)
    await client.query('select pg_reload_conf()')
    await expect
      .poll(async () => (await client.query('select sync_state from pg_stat_replication')).rows, {
        timeout: 10_000,
      })
      .toEqual([{ sync_state: 'sync' }])
  })
}

const sessionsOn = (server: PostgresServer) =>
  asSuperuser(server.url, async (client) => {
    const { rowCount } = await client.query(
      `select 1 from pg_stat_activity where application_name = 'latchkey'`,
    )
    return rowCount
  })

type Count = { attempted: number; acknowledged: number }

/** People who change what is stored as fast as they can, some of them by counting, one by making users. */
async function startLoad(pool: TestPool, device: (name: string) => Device) {
  const counts = new Map<string, Count>()
  const users: string[] = []
  const refusals = new Set<string>()
  let running = true
  const repeat = async (step: () => Promise<void>) => {
    while (running) {
      await step().catch((error) => {
        refusals.add(error instanceof ProtocolError ? error.code : String(error))
        return wait(20)
      })
    }
  }
  const counting = async (who: Person) => {
    const count: Count = { attempted: 0, acknowledged: 0 }
    counts.set(who.username, count)
    const app = device(`the phone of ${who.username}`)
    await app.enter(who)
    return repeat(() => countOn(app, count))
  }
  const making = repeat(async () => {
    const Username = `made-${users.length}-${Math.random()}`
    await pool.call('AdminCreateUser', { UserPoolId: pool.poolId, Username, MessageAction: 'SUPPRESS' })
    users.push(Username)
  })
  const people = await Promise.all(['bob', 'carol', 'dan'].map((name) => pool.user(name)))
  const work = [making, ...people.map(counting)]
  return {
    counts,
    users,
    refusals,
    /** Resolves when everybody got on. */
    async goesOn() {
      await expect.poll(() => counts.size).toBe(people.length)
      const before = [...counts.values()].map(({ acknowledged }) => acknowledged)
      const made = users.length
      await expect
        .poll(() => [...counts.values()].every(({ acknowledged }, at) => acknowledged > (before[at] ?? 0)), {
          timeout: 20_000,
          interval: 20,
        })
        .toBe(true)
      await expect.poll(() => users.length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(made)
    },
    async stop() {
      running = false
      await Promise.all(work)
    },
  }
}

async function countOn(app: Device, count: Count): Promise<void> {
  count.attempted += 1
  const next = count.attempted
  await app.call('UpdateUserAttributes', {
    AccessToken: app.accessToken,
    UserAttributes: [{ Name: 'name', Value: String(next) }],
  })
  count.acknowledged = next
}

async function storedCount(pool: TestPool, Username: string): Promise<number> {
  const { UserAttributes = [] } = await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })
  return Number(UserAttributes.find(({ Name }) => Name === 'name')?.Value)
}
