// @ts-check
import { randomBytes } from 'node:crypto'
import { applyConfiguration, createServer, listen, openSqlite } from '@latchkey/server'
import { answer } from '../shared/answer.mjs'
import { configuration } from './cases.mjs'

/** A server, which is not what is measured here. It counts what it is asked for. */

const server = await createServer({
  database: await openSqlite(':memory:'),
  masterKey: randomBytes(32),
  publicUrl: 'https://id.example.com',
  development: false,
  cores: 1,
})
await applyConfiguration(server.world, configuration)

/** @type {string[]} */
let calls = []
const listener = await listen({
  host: '127.0.0.1',
  port: 0,
  handler(request, connection) {
    const operation = request.headers.get('x-amz-target')?.split('.')[1]
    if (operation) calls.push(operation)
    return server.fetch(request, connection)
  },
})

answer(
  {
    url: () => listener.url,
    /** The operations since the last time this was asked. */
    calls() {
      const made = calls
      calls = []
      return made
    },
  },
  async () => {
    await listener.close()
    await server.close()
  },
)
