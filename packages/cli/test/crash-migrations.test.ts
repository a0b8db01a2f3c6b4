import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { asSuperuser, startPostgres } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { run, sample, serve, signIn, temporaryFolder } from './command-line.js'

/** A node that is killed while it makes its tables. */

const KILLS = 4

/** Starts a server on a new folder, and kills it that long after it has made its database. */
async function killWhileStarting(args: string[], file: string, milliseconds: number): Promise<void> {
  const starting = run(['serve', '--port', '0', ...args])
  await expect.poll(() => existsSync(file), { timeout: 20_000, interval: 1 }).toBe(true)
  await wait(milliseconds)
  starting.process.kill('SIGKILL')
  await starting.ended
}

test('SQLite: whenever the first start is killed, the next one completes it', {
  timeout: 120_000,
}, async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    using folder = temporaryFolder()
    const args = ['--data', folder.path, '--config', folder.write('c.json', sample)]
    await killWhileStarting(args, join(folder.path, 'latchkey.db'), kill * 25)
    await using server = await serve(args)
    expect((await signIn(server.url)).AuthenticationResult).toBeDefined()
  }
})

test('PostgreSQL: a node that is killed in the middle of the migrations leaves nothing of them', {
  timeout: 120_000,
}, async () => {
  using folder = temporaryFolder()
  await using postgres = await startPostgres()
  const database = await postgres.createDatabase()
  const args = ['--data', folder.path, '--database', database, '--config', folder.write('c.json', sample)]
  const tables = () =>
    asSuperuser(database, async (client) => {
      const { rows } = await client.query(
        "select table_name from information_schema.tables where table_schema = 'public'",
      )
      return rows
    })
  const waiting = () =>
    asSuperuser(database, async (client) => {
      const { rows } = await client.query(
        "select query from pg_stat_activity where application_name = 'latchkey' and wait_event_type = 'Lock'",
      )
      return rows
    })
  await asSuperuser(database, async (holder) => {
    // A table of the second migration, which is not there yet, and keeps others from making it.
    await holder.query('begin')
    await holder.query('create table messages (nothing integer)')
    const starting = run(['serve', '--port', '0', ...args])
    try {
      await expect
        .poll(waiting, { timeout: 20_000 })
        .toMatchObject([{ query: expect.stringContaining('create table "messages"') }])
    } finally {
      starting.process.kill('SIGKILL')
      await starting.ended
    }
    await holder.query('rollback')
  })
  await expect.poll(tables).toEqual([])
  await using server = await serve(args)
  expect((await signIn(server.url)).AuthenticationResult).toBeDefined()
})
