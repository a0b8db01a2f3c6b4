import { setTimeout as wait } from 'node:timers/promises'
import { asSuperuser, createDatabase, testDatabase, testPostgresUrl } from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { awaitDatabase } from './choose.js'
import { type Migrations, migrations } from './migrations.js'
import { openPostgres } from './postgres.js'

const onPostgres = test.runIf(testDatabase() === 'postgres')

const emptyDatabase = (name: string) =>
  createDatabase(testPostgresUrl(), `${name}_${process.pid}_${Date.now()}`)

onPostgres('a statement that gets no answer is given up, and its connection with it', async () => {
  const url = await emptyDatabase('slow')
  const db = await openPostgres({ url, connections: 1, answerMilliseconds: 300 })
  await expect(sql`select pg_sleep(2)`.execute(db)).rejects.toThrow('Query read timeout')
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  await db.destroy()
})

onPostgres('a migration may take as long as it takes, and so may the wait for another node', async () => {
  const url = await emptyDatabase('slow_migration')
  const slow: Migrations = {
    ...migrations,
    '9999-slow': {
      async up(db: Kysely<unknown>) {
        await sql`select pg_sleep(1.5)`.execute(db)
      },
    },
  }
  const open = () => openPostgres({ url, connections: 2, migrations: slow, answerMilliseconds: 1000 })
  for (const node of await Promise.all([open(), open()])) await node.destroy()
})

onPostgres('an error of PostgreSQL holds nothing of what was to be written', async () => {
  const db = await openPostgres({ url: await emptyDatabase('quoting') })
  await sql`create table people (name text primary key, born int check (born > 0), of text references people)`.execute(
    db,
  )
  await sql`insert into people values (${'alice@example.com'}, 1, null)`.execute(db)
  const told = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (failure: object) => failure,
    )
    expect(error).toMatchObject({ name: 'error', severity: 'ERROR', table: 'people' })
    return JSON.stringify({ ...error, ...Object.getOwnPropertyDescriptors(error) })
  }
  for (const values of [
    sql`(${'alice@example.com'}, 2, null)`,
    sql`(${'alice@example.com2'}, -3, null)`,
    sql`(${'bob'}, 4, ${'alice@example.com3'})`,
  ])
    expect(await told(sql`insert into people values ${values}`.execute(db))).not.toContain('alice')
  await db.destroy()
})

onPostgres('a statement that stands alone, and was taken back to end a deadlock, is run again', async () => {
  const url = await emptyDatabase('deadlock')
  const db = await openPostgres({ url, connections: 1 })
  await sql`create table a (n int)`.execute(db)
  await sql`create table b (n int)`.execute(db)
  await sql`insert into a values (1)`.execute(db)
  await sql`insert into b values (1)`.execute(db)
  await sql`create function touch_b() returns trigger language plpgsql as
    'begin update b set n = new.n; return new; end'`.execute(db)
  await sql`create trigger then_b after update on a for each row execute function touch_b()`.execute(db)
  await asSuperuser(url, async (other) => {
    await other.query('begin')
    await other.query('update b set n = 5')
    // It has a and waits for b. Whoever waited for a second looks for deadlocks, and is taken back.
    const alone = sql`update a set n = ${7}`.execute(db)
    await wait(300)
    await other.query('update a set n = 6')
    await other.query('commit')
    await alone
  })
  expect((await sql`select a.n as a, b.n as b from a, b`.execute(db)).rows).toEqual([{ a: 7, b: 7 }])
  await db.destroy()
})

onPostgres('who would wait behind too many others for a connection is told at once', async () => {
  const url = await emptyDatabase('crowded')
  const db = await openPostgres({ url, connections: 1, waiting: 3 })
  const slow = sql`select pg_sleep(1)`.execute(db)
  await wait(100)
  const crowd = Array.from({ length: 5 }, async () => {
    await sql`select 1`.execute(db)
    return 'served'
  })
  const ends = await Promise.allSettled(crowd)
  expect(ends.map(({ status }) => status)).toEqual([
    ...Array(3).fill('fulfilled'),
    ...Array(2).fill('rejected'),
  ])
  await slow
  await db.destroy()
})

onPostgres(
  'a table that somebody holds for long is tried again, so that nobody waits behind it',
  async () => {
    const url = await emptyDatabase('in_use')
    const { '0011-codes-by-address': _latest, ...before } = migrations
    const old = await openPostgres({ url, connections: 2, migrations: before })
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line) => lines.push(line) })
    const newer = await asSuperuser(url, async (other) => {
      // As a transaction that wrote to it does; the newest table refers to it.
      await other.query('begin; lock table pools in row exclusive mode')
      const choice = { kind: 'postgres', url, connections: 2, prepared: true } as const
      const opening = awaitDatabase(choice, log)
      await expect.poll(() => lines.length, { timeout: 10_000 }).toBeGreaterThan(0)
      expect((await sql`select * from pools`.execute(old)).rows).toEqual([])
      await other.query('commit')
      return await opening
    })
    expect(lines[0]).toContain('cannot be brought up to date yet')
    expect(lines[0]).toContain('is in use for long')
    expect((await sql`select * from address_counts`.execute(newer)).rows).toEqual([])
    await old.destroy()
    await newer.destroy()
  },
)
