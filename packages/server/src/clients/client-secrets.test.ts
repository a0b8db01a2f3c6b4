import { randomBytes } from 'node:crypto'
import { type AppClient, type Person, type TestPool, userPool } from '@latchkey/testing'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Sqlite from 'libsql'
import { describe, expect, test } from 'vitest'
import * as first from '../database/migrations/0001-user-pools-with-devices.js'
import * as groupsAndClientSecrets from '../database/migrations/0006-groups-and-client-secrets.js'
import type { Tables } from '../database/schema.js'
import { makeKeyring } from '../keys/keyring.js'
import { clientStore } from './client-store.js'

const notAuthorized = { code: 'NotAuthorizedException' }

/** A pool whose client has a secret. */
const withSecret = () => userPool({ client: { GenerateSecret: true } })

const named = (pool: TestPool) => ({ UserPoolId: pool.poolId, ClientId: pool.client.clientId })

async function secretsOf(pool: TestPool) {
  const { ClientSecrets = [] } = await pool.call('ListUserPoolClientSecrets', named(pool))
  return ClientSecrets
}

async function add(pool: TestPool, ClientSecret?: string): Promise<AppClient & { secretId: string }> {
  const { ClientSecretDescriptor: added } = await pool.call('AddUserPoolClientSecret', {
    ...named(pool),
    ClientSecret,
  })
  const { ClientSecretValue: clientSecret = '', ClientSecretId: secretId = '' } = added ?? {}
  return { clientId: pool.client.clientId, clientSecret, secretId }
}

const passes = async (pool: TestPool, client: AppClient, who: Person) => {
  const laptop = pool.device('Laptop', client)
  await laptop.enter(who)
  await laptop.refresh()
  await laptop.refreshAsBefore()
  await laptop.signOut()
}

describe('a client with a second secret', () => {
  test('takes either, at sign-in, refresh and sign-out, until the first one is deleted', async () => {
    await using pool = await withSecret()
    const alice = await pool.user('alice')
    const [first] = await secretsOf(pool)
    pool.clock.advance('1 day')
    const second = await add(pool)
    await passes(pool, pool.client, alice)
    await passes(pool, second, alice)

    await pool.call('DeleteUserPoolClientSecret', {
      ...named(pool),
      ClientSecretId: first?.ClientSecretId ?? '',
    })

    await passes(pool, second, alice)
    await expect(pool.device('Laptop', pool.client).enter(alice)).rejects.toMatchObject({
      ...notAuthorized,
      message: `Unable to verify secret hash for client ${pool.client.clientId}`,
    })
  })

  test('lists both with their birthdays, and the value of neither', async () => {
    await using pool = await withSecret()
    const birthday = pool.clock.now().getTime() / 1000
    pool.clock.advance('1 day')
    const { secretId } = await add(pool)
    expect(await secretsOf(pool)).toEqual([
      { ClientSecretId: expect.any(String), ClientSecretCreateDate: birthday },
      { ClientSecretId: secretId, ClientSecretCreateDate: birthday + 86_400 },
    ])
  })

  test('is described with the older one, and after its end with the other', async () => {
    await using pool = await withSecret()
    const described = async () =>
      (await pool.call('DescribeUserPoolClient', named(pool))).UserPoolClient?.ClientSecret
    const [first] = await secretsOf(pool)
    const { clientSecret } = await add(pool)
    expect(await described()).toBe(pool.client.clientSecret)
    const ClientSecretId = first?.ClientSecretId ?? ''
    await pool.call('DeleteUserPoolClientSecret', { ...named(pool), ClientSecretId })
    expect(await described()).toBe(clientSecret)
  })

  test('keeps both when its other settings change', async () => {
    await using pool = await withSecret()
    const alice = await pool.user('alice')
    const second = await add(pool)
    await pool.call('UpdateUserPoolClient', { ...named(pool), ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })
    for (const client of [pool.client, second]) await pool.device('Laptop', client).enter(alice)
  })

  test('can be given one that the operator chose, which is nowhere in the clear', async () => {
    await using pool = await withSecret()
    const chosen = 'a_secret_that_somebody_chose'
    expect((await add(pool, chosen)).clientSecret).toBe(chosen)
    await passes(pool, { ...pool.client, clientSecret: chosen }, await pool.user('alice'))
    const rows = await pool.database.selectFrom('clients').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(chosen)
  })
})

describe('a secret is refused', () => {
  test('as the third, also when two are added at the same moment', async () => {
    await using pool = await withSecret()
    const answers = await Promise.allSettled([add(pool), add(pool)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(add(pool)).rejects.toMatchObject({ code: 'LimitExceededException' })
    expect(await secretsOf(pool)).toHaveLength(2)
  })

  test('to a client that has none, whose apps would be locked out', async () => {
    await using pool = await userPool()
    await expect(add(pool)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    expect(await secretsOf(pool)).toEqual([])
    await pool.device('Laptop').enter(await pool.user('alice'))
  })

  test.each(['too_short', 'a'.repeat(65), 'not a word of letters only'])('as %s', async (secret) => {
    await using pool = await withSecret()
    await expect(add(pool, secret)).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  test('when the client has it already', async () => {
    await using pool = await withSecret()
    await expect(add(pool, pool.client.clientSecret)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

describe('a secret is not deleted', () => {
  test('when it is the last one, also when both are deleted at the same moment', async () => {
    await using pool = await withSecret()
    await add(pool)
    const both = await secretsOf(pool)
    const answers = await Promise.allSettled(
      both.map(({ ClientSecretId = '' }) =>
        pool.call('DeleteUserPoolClientSecret', { ...named(pool), ClientSecretId }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await secretsOf(pool)).toHaveLength(1)
  })

  test('when it is another client’s, or nobody’s', async () => {
    await using pool = await withSecret()
    const other = await pool.addClient({ GenerateSecret: true })
    const theirs = await pool.call('ListUserPoolClientSecrets', {
      UserPoolId: pool.poolId,
      ClientId: other.clientId,
    })
    await add(pool)
    for (const ClientSecretId of [theirs.ClientSecrets?.[0]?.ClientSecretId ?? '', 'nobodys']) {
      await expect(
        pool.call('DeleteUserPoolClientSecret', { ...named(pool), ClientSecretId }),
      ).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    }
  })

  test('through another pool', async () => {
    await using pool = await withSecret()
    const elsewhere = await pool.sibling()
    await add(pool)
    const [first] = await secretsOf(pool)
    await expect(
      pool.call('DeleteUserPoolClientSecret', {
        ...named(pool),
        UserPoolId: elsewhere.poolId,
        ClientSecretId: first?.ClientSecretId ?? '',
      }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })
})

test('a secret from when a client had one is the first of its secrets', async () => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: inMemory() }) })
  await first.up(db)
  const keyring = makeKeyring(randomBytes(32))
  await sql`insert into pools values ('local_A', 'a', '{}', 1, 1)`.execute(db)
  const sealed = keyring.seal('client secret local_A web', 'a_secret_from_long_ago_1234')
  await sql`insert into clients values ('local_A', 'web', 'web', '{}', ${sealed}, 5, 6)`.execute(db)
  await sql`insert into clients values ('local_A', 'open', 'open', '{}', null, 5, 6)`.execute(db)

  await groupsAndClientSecrets.up(db)

  const clients = clientStore(db.withTables<Tables>(), keyring)
  expect((await clients.find('local_A', 'web'))?.secrets).toEqual([
    { secretId: 'first', value: 'a_secret_from_long_ago_1234', createdAt: new Date(5) },
  ])
  expect((await clients.find('local_A', 'open'))?.secrets).toEqual([])
  await db.destroy()
})

function inMemory() {
  const database = new Sqlite(':memory:')
  return {
    close: () => database.close(),
    prepare(text: string) {
      const statement = database.prepare(text)
      return {
        reader: statement.reader,
        all: (parameters: readonly unknown[]) => statement.all(parameters),
        run: (parameters: readonly unknown[]) => statement.run(parameters),
        iterate: (parameters: readonly unknown[]) => statement.iterate(parameters),
      }
    },
  }
}
