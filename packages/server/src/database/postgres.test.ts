import { createDatabase, testDatabase, testPostgresUrl } from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
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
