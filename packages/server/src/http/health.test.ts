import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { databaseCheck } from './health.js'

const asked = async (pool: { send(path: string): Promise<Response> }, path: string) => {
  const answer = await pool.send(path)
  return [answer.status, await answer.json()]
}

test('a node that may get traffic says so', async () => {
  await using pool = await userPool()
  expect(await asked(pool, '/healthz')).toEqual([200, { status: 'ok' }])
  expect(await asked(pool, '/readyz')).toEqual([
    200,
    { status: 'ready', checks: { database: 'ok', traffic: 'ok' } },
  ])
})

test('when the database is gone the node is alive and not ready, and tells nothing of why', async () => {
  await using pool = await userPool({ faults: 'expected' })
  await pool.database.destroy()
  expect(await asked(pool, '/healthz')).toEqual([200, { status: 'ok' }])
  expect(await asked(pool, '/readyz')).toEqual([
    503,
    { status: 'not ready', checks: { database: 'failed', traffic: 'ok' } },
  ])
})

test('a node that is about to stop is not ready, and serves', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  pool.server.startDraining()
  expect(await asked(pool, '/readyz')).toEqual([
    503,
    { status: 'not ready', checks: { database: 'ok', traffic: 'draining' } },
  ])
  expect((await pool.device('laptop').signIn(alice)).asks).toBe('nothing')
})

test('a database that hangs is told after a while, and is asked one thing at a time', async () => {
  let asked = 0
  let answer = () => {}
  const check = databaseCheck(() => {
    asked += 1
    return new Promise<void>((resolve) => {
      answer = resolve
    })
  }, 10)
  expect(await Promise.all([check(), check()])).toEqual(['no answer', 'no answer'])
  expect(await check()).toBe('no answer')
  expect(asked).toBe(1)
  answer()
  const next = check()
  answer()
  expect(await next).toBe('ok')
})
