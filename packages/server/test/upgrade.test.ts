import { openPostgres } from '@latchkey/server'
import { startPostgres } from '@latchkey/testing'
import '@latchkey/testing/matchers'
import { expect, test } from 'vitest'
import { migrations } from '../dist/database/migrations.js'
import { startNodes } from './nodes.js'

/** docs/guide/scale.md tells how nodes are replaced one after the other. */

/** What a next version might do: columns in tables that every sign-in reads, and a table. */
const next: typeof migrations = {
  ...migrations,
  '9999-next': {
    async up(db) {
      for (const table of ['users', 'devices', 'sessions', 'pools', 'clients']) {
        await db.schema
          .alterTable(table)
          .addColumn('next', 'text', (c) => c.notNull().defaultTo(''))
          .execute()
      }
      await db.schema
        .createTable('next')
        .addColumn('next', 'text', (c) => c.primaryKey().notNull())
        .execute()
    },
  },
}

test('the first node of a newer version brings the tables up to date: older nodes go on without an error', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await using nodes = await startNodes(2, { url, connections: 3 }, { remember: 'opt-in', mfa: 'optional' })
  const alice = await nodes.pool.user('alice', { totp: true })
  const laptop = nodes.device('Firefox on a laptop')
  await laptop.enter(alice)
  await laptop.rememberDevice()
  const signInOften = async () => {
    for (let times = 0; times < 5; times += 1) expect(await laptop.signIn(alice)).toAskFor('nothing')
  }
  // By now, every connection of both nodes has prepared what a sign-in says.
  await signInOften()

  await using _newer = await openPostgres({ url, migrations: next })

  await signInOften()
  await laptop.forgetDevice()
  expect(await laptop.signIn(alice)).toAskFor('totp')
  // But one that is started again does not know the tables, and leaves them alone.
  await expect(openPostgres({ url })).rejects.toThrow(/newer Latchkey \(9999-next\).*nothing was changed/)
})
