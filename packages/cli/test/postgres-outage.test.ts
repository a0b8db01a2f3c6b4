import { type PostgresServer, startPostgres } from '@latchkey/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servers, temporaryFolder } from './command-line.js'
import { crashConfiguration, crashLoad, inspect } from './crash-load.js'

let postgres: PostgresServer

beforeAll(async () => {
  postgres = await startPostgres({ durable: true })
})
afterAll(() => postgres?.[Symbol.asyncDispose]())

test('PostgreSQL is restarted under load: faults are told as the protocol tells them, and nobody restarts a node', {
  timeout: 180_000,
}, async () => {
  using folder = temporaryFolder()
  const database = await postgres.createDatabase()
  await using cluster = servers(['--data', folder.path, '--database', database])
  const server = await cluster.serve('--config', folder.write('c.json', crashConfiguration))
  const load = crashLoad({ urls: [server.url] }, { faults: 'expected', pace: 10 })
  const { ledger } = load
  const running = load.run()
  for (const mode of ['fast', 'immediate', 'fast', 'immediate'] as const) {
    await load.more('acknowledged', 20)
    await postgres.stop(mode)
    await load.more('faults', 10)
    await postgres.start()
    const isBack = performance.now()
    await load.signedIn()
    expect(performance.now() - isBack).toBeLessThan(5_000)
  }
  load.stop()
  await running
  await load.compare(server.url)
  await inspect({ kind: 'postgres', at: database }, ledger)
  expect(ledger.longestAnswer).toBeLessThan(5_000)
  expect(await server.stop()).toMatchObject({ code: 0 })
})
