import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { serve, temporaryFolder } from './command-line.js'
import { crashConfiguration, crashEnvironment, crashLoad, inspect } from './crash-load.js'

const KILLS = 50

test('a server that is killed fifty times under load loses nothing that it acknowledged, and starts again at once', {
  timeout: 600_000,
}, async () => {
  using folder = temporaryFolder()
  const env = crashEnvironment(folder.path)
  const data = ['--data', folder.path]
  const config = ['--config', folder.write('c.json', crashConfiguration)]
  const nodes = { urls: [] as string[] }
  const load = crashLoad(nodes)
  for (let kills = 0; kills < KILLS; kills += 1) {
    await using server = await serve([...data, ...(kills === 0 ? config : [])], { env })
    nodes.urls = [server.url]
    await load.compare(server.url)
    const running = load.run()
    await load.more('acknowledged', 16)
    await wait(Math.random() * 100)
    expect(await server.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    await running
  }
  await using server = await serve(data, { env })
  nodes.urls = [server.url]
  await load.compare(server.url)
  await server.stop()
  await inspect({ kind: 'sqlite', at: folder.path }, load.ledger)
  // The test saw what it is about.
  expect(load.ledger.count('forgotten')).toBeGreaterThan(KILLS / 3)
})
