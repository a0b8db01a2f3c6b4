import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { userPool } from '../pool-server.js'
import { configurationOf, type Latchkey, profile } from './chromium.js'
import { WHERE_USERS_DECIDE, wholeLife } from './life.js'
import type { Call, Outcome } from './page/stage.js'
import { type Remote, remote } from './remote.js'

/** A worker has no local storage, and Node has nothing of a browser: there a device lives as long as its process. */

test('a device lives its whole life in a worker', async () => {
  await using pool = await userPool(WHERE_USERS_DECIDE)
  await using laptop = await profile()
  const { page } = await laptop.open(pool)
  const started = page.waitForEvent('worker')
  await page.evaluate(async () => {
    const worker = new Worker('/worker.js', { type: 'module' })
    worker.addEventListener('error', ({ message }) => reportError(new Error(message)))
    await new Promise((resolve) => worker.addEventListener('message', resolve))
  })
  const worker = await started
  expect(await worker.evaluate(() => typeof localStorage)).toBe('undefined')
  const auth = remote<Latchkey>((name, args) =>
    worker.evaluate(([name, args]) => (globalThis as typeof globalThis & { call: Call }).call(name, args), [
      name,
      args,
    ] as const),
  )
  await auth.configure(configurationOf(pool))

  await wholeLife(auth, pool, 'Chrome on Linux')

  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
})

test('a device lives its whole life in Node', async () => {
  await using pool = await userPool(WHERE_USERS_DECIDE)
  await using node = nodeProcess()
  await node.auth.configure(configurationOf(pool))

  await wholeLife(node.auth, pool, 'Node.js on Linux')
})

function nodeProcess(): AsyncDisposable & { auth: Remote<Latchkey> } {
  const child = fork(join(import.meta.dirname, 'life-in-node.mjs'), {
    serialization: 'advanced',
    execArgv: [],
  })
  const asked = new Map<number, (outcome: Outcome) => void>()
  child.on('message', ({ id, ...outcome }: Outcome & { id: number }) => asked.get(id)?.(outcome))
  const call: Call = (name, args) =>
    new Promise((resolve) => {
      const id = asked.size
      asked.set(id, resolve)
      child.send({ id, name, args })
    })
  return {
    auth: remote<Latchkey>(call),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.disconnect()
      const [code] = await ended
      if (code !== 0) throw new Error(`The process ended with ${code}.`)
    },
  }
}
