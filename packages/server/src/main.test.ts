import { randomBytes } from 'node:crypto'
import { asSuperuser, createDatabase, testDatabase, testPostgresUrl } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { serve } from './main.js'

test.runIf(testDatabase() === 'postgres')(
  'a node that refuses to start leaves no connection behind, which would keep its process',
  async () => {
    const database = await createDatabase(testPostgresUrl(), `refused_${process.pid}_${Date.now()}`)
    const start = () =>
      serve(
        { host: '127.0.0.1', port: 0, data: 'nowhere', database },
        {
          LATCHKEY_MASTER_KEY: randomBytes(32).toString('base64'),
          LATCHKEY_LOG_LEVEL: 'silent',
          LATCHKEY_DRAIN_SECONDS: '0',
        },
      )
    const first = await start()
    await expect(start()).rejects.toThrow('The master key is not the one that sealed this data.')
    await first.close()
    const open = () =>
      asSuperuser(database, async (client) => {
        const { rows } = await client.query<{ pid: number }>(
          `select pid from pg_stat_activity where datname = current_database() and application_name = 'latchkey'`,
        )
        return rows
      })
    // Well before those that nobody uses are closed by themselves.
    await expect.poll(open, { timeout: 3000 }).toEqual([])
  },
)
