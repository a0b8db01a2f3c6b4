// @ts-check
import { fileURLToPath } from 'node:url'
import { createServer, DEVELOPMENT_ACCESS_KEY, listen, openSqlite } from '@latchkey/server'
import { sql } from 'kysely'
import { fill } from '../lists/fill.mjs'
import { answer } from '../shared/answer.mjs'

/** A server with its pages, and a pool of many users and devices in a database on disk. */

/** @type {{ folder: string }} */
const { folder } = JSON.parse(process.argv[2] ?? '{}')

const pages = fileURLToPath(new URL('../../packages/console/dist', import.meta.url))
const database = await openSqlite(folder)
/** @type {import('@latchkey/server').Server | undefined} */
let server
const listener = await listen({
  host: '127.0.0.1',
  port: 0,
  handler: (request, connection) => {
    if (!server) throw new Error('The server has not started yet.')
    return server.fetch(request, connection)
  },
})
const started = await createServer({
  database,
  masterKey: Buffer.alloc(32, 1),
  publicUrl: listener.url,
  development: true,
  cores: 1,
  pages,
})
server = started

answer(
  {
    url: () => listener.url,
    link: () => started.operators.developerLink(),
    accessKey: () => DEVELOPMENT_ACCESS_KEY,
    /** Much at once, which may be lost: the database is thrown away afterwards. */
    async fill(/** @type {{ poolId: string, users: number, devices: number }} */ { poolId, ...how }) {
      await sql`pragma synchronous = off`.execute(database)
      const run = (/** @type {string} */ statement) => sql.raw(statement).execute(database)
      await fill(run, 'sqlite', poolId, { ...how, events: how.users }, Date.now())
      await sql`pragma wal_checkpoint(truncate)`.execute(database)
    },
    /** Milliseconds until the server has its answer, network and browser apart. */
    async took(/** @type {{ target: string, body: object, cookie: string, times: number }} */ asked) {
      const times = []
      for (let time = 0; time < asked.times; time += 1) {
        const request = new Request(`${listener.url}/console/api`, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': asked.target,
            origin: listener.url,
            cookie: asked.cookie,
          },
          body: JSON.stringify(asked.body),
        })
        const before = performance.now()
        const response = await started.fetch(request, { address: '127.0.0.1' })
        const text = await response.text()
        times.push(performance.now() - before)
        if (!response.ok) throw new Error(text)
      }
      return times
    },
  },
  async () => {
    await listener.close()
    await started.close()
  },
)
