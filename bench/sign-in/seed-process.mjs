// @ts-check
import { applyConfiguration, createServer, openPostgres, openSqlite } from '@latchkey/server'
import { sql } from 'kysely'
import { answer } from '../shared/answer.mjs'
import { configuration } from './pool.mjs'
import { seed } from './seed.mjs'
import { storageOf } from './storage.mjs'

/** Fills a database, and is gone before a server starts on it: none of its memory is the server's. */

/** @type {{ folder: string, databaseUrl?: string, masterKey: string, devices: boolean }} */
const { folder, databaseUrl, masterKey, devices } = JSON.parse(process.argv[2] ?? '{}')

const kind = databaseUrl === undefined ? 'sqlite' : 'postgres'
const database =
  databaseUrl === undefined ? await openSqlite(folder) : await openPostgres({ url: databaseUrl })
const server = await createServer({
  database,
  masterKey: Buffer.from(masterKey, 'base64'),
  publicUrl: 'https://id.example.com',
  development: false,
  cores: 1,
})

/** Much at once, which may be lost: the database is thrown away afterwards. */
const before = { sqlite: ['pragma synchronous = off', 'pragma cache_size = -500000'], postgres: [] }

/** Nothing of the filling is left to be done while servers are measured. */
const after = { sqlite: ['pragma wal_checkpoint(truncate)'], postgres: ['vacuum analyze', 'checkpoint'] }

/** @param {string[]} statements */
async function execute(statements) {
  for (const statement of statements) await sql.raw(statement).execute(database)
}

answer(
  {
    async seed(/** @type {{ size: number, signers: number, sessions: boolean }} */ how) {
      await execute(before[kind])
      await applyConfiguration(server.world, configuration(devices))
      const signers = await seed(server.world, database, kind, {
        ...how,
        passwords: !devices,
        sessions: devices,
      })
      await execute(after[kind])
      return { signers, storage: await storageOf(database, kind) }
    },
  },
  () => server.close(),
)
