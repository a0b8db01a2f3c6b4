import { setTimeout as wait } from 'node:timers/promises'
import { type PostgresServer, startPostgres } from '@latchkey/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servers, temporaryFolder } from './command-line.js'
import { crashConfiguration, crashEnvironment, crashLoad, inspect } from './crash-load.js'

const KILLS = 50

let postgres: PostgresServer

beforeAll(async () => {
  postgres = await startPostgres({ durable: true })
})
afterAll(() => postgres?.[Symbol.asyncDispose]())

test('two nodes that are killed fifty times under load lose nothing: clients go on at the other one, in the middle of a sign-in', {
  timeout: 600_000,
}, async () => {
  using folder = temporaryFolder()
  const database = await postgres.createDatabase()
  const env = crashEnvironment(folder.path)
  await using cluster = servers(['--data', folder.path, '--database', database], { env })
  let preferred = await cluster.serve('--config', folder.write('c.json', crashConfiguration))
  let other = await cluster.serve()
  const nodes = { urls: [preferred.url, other.url] }
  const load = crashLoad(nodes, { pace: 25 })
  const { ledger } = load
  const running = load.run()
  for (let kills = 0; kills < KILLS; kills += 1) {
    await load.more('acknowledged', 10)
    await wait(Math.random() * 100)
    expect(await preferred.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    const again = await cluster.serve()
    ;[preferred, other] = [other, again]
    nodes.urls = [preferred.url, other.url]
  }
  load.stop()
  await running
  await load.compare(preferred.url)
  await inspect({ kind: 'postgres', at: database }, ledger)
  // The test saw what it is about.
  expect(ledger.count('forgotten')).toBeGreaterThan(KILLS)
  expect(ledger.carriedOver).toBeGreaterThan(KILLS / 2)
})
