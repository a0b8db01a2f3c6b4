// @ts-check
import { applyConfiguration, createServer, openSqlite } from '@latchkey/server'
import { sql } from 'kysely'
import { answer } from '../shared/answer.mjs'
import { configuration } from './pool.mjs'
import { seed } from './seed.mjs'

/** Fills a database, and is gone before a server starts on it: none of its memory is the server's. */

/** @type {{ folder: string, masterKey: string, devices: boolean }} */
const { folder, masterKey, devices } = JSON.parse(process.argv[2] ?? '{}')

const database = await openSqlite(folder)
const server = await createServer({
  database,
  masterKey: Buffer.from(masterKey, 'base64'),
  publicUrl: 'https://id.example.com',
  development: false,
  cores: 1,
})

answer(
  {
    async seed(/** @type {{ size: number, signers: number }} */ how) {
      await sql`pragma synchronous = off`.execute(database)
      await sql`pragma cache_size = -500000`.execute(database)
      await applyConfiguration(server.world, configuration(devices))
      const signers = await seed(server.world, database, { ...how, passwords: !devices })
      await sql`pragma wal_checkpoint(truncate)`.execute(database)
      return signers
    },
  },
  () => server.close(),
)
