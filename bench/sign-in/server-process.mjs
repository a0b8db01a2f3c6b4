// @ts-check
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { applyConfiguration, createServer, listen, openSqlite } from '@latchkey/server'
import { pino } from 'pino'
import { answer, cpuMilliseconds } from './answer.mjs'
import { configuration } from './pool.mjs'
import { seed } from './seed.mjs'

/** The server as it runs in production: a data folder on disk, TCP, a log of every request. */

/** @type {{ folder: string, cores?: number }} */
const { folder, cores } = JSON.parse(process.argv[2] ?? '{}')

mkdirSync(folder, { recursive: true })
const log = pino({ level: 'info' }, pino.destination({ dest: join(folder, 'log'), sync: true }))
const database = await openSqlite(folder)
const server = await createServer({
  database,
  masterKey: randomBytes(32),
  publicUrl: 'https://id.example.com',
  development: false,
  log,
  ...(cores === undefined ? {} : { cores }),
})
await applyConfiguration(server.world, configuration)
const listener = await listen({ host: '127.0.0.1', port: 0, handler: server.fetch })

answer(
  {
    url: () => listener.url,
    seed: ({ size, signers }) => seed(server.world, size, signers),
    cpu: () => cpuMilliseconds(),
    memory: () => process.memoryUsage.rss(),
  },
  async () => {
    await listener.close()
    await server.close()
  },
)
