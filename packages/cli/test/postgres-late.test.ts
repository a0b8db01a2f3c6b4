import { setTimeout as wait } from 'node:timers/promises'
import { startPostgres } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { type RunningCommand, run, temporaryFolder } from './command-line.js'

/** A node and its database are often started together, and the database takes longer. */

async function untilReady(url: string): Promise<number> {
  for (const end = performance.now() + 15_000; performance.now() < end; await wait(100)) {
    const { status } = await fetch(`${url}/readyz`)
    if (status === 200) return status
  }
  return 0
}

const stopped = (node: RunningCommand) => {
  node.process.kill('SIGTERM')
  return node.ended
}

test('PostgreSQL is not there yet: the node tells so, is not ready, and becomes ready by itself', {
  timeout: 120_000,
}, async () => {
  using folder = temporaryFolder()
  await using postgres = await startPostgres()
  const database = await postgres.createDatabase()
  await postgres.stop()
  const node = run(['serve', '--port', '0', '--data', folder.path, '--database', database])
  try {
    await expect.poll(() => node.printed.stderr, { timeout: 20_000 }).toContain('is tried again')
    expect(node.printed.stderr).toContain('The database is not reachable')
    expect(node.printed.stderr).toContain('ECONNREFUSED')
    const url = /"url":"(\S+?)"/.exec(node.printed.stderr)?.[1] ?? ''
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    const call = await fetch(`${url}/`, { method: 'POST', body: '{}' })
    expect(call.status).toBe(500)
    expect(call.headers.get('x-amzn-errortype')).toBe('InternalErrorException:')
    expect(await call.json()).toMatchObject({ __type: 'InternalErrorException' })
    expect(node.printed.stdout).toBe('')

    await postgres.start()
    expect(await untilReady(url)).toBe(200)
    expect(node.printed.stdout).toMatch(/^console \S+\nready \S+\n$/)
    expect(node.printed.stdout).toContain(`\nready ${url}\n`)
    expect(await stopped(node)).toMatchObject({ code: 0 })
  } finally {
    node.process.kill('SIGKILL')
    await node.ended
  }
})

test('SIGTERM ends a node that waits for its database, with 0', async () => {
  using folder = temporaryFolder()
  // Nobody listens on port 1.
  const nobody = 'postgres://latchkey@127.0.0.1:1/latchkey'
  const node = run(['serve', '--port', '0', '--data', folder.path, '--database', nobody])
  try {
    await expect.poll(() => node.printed.stderr, { timeout: 20_000 }).toContain('is tried again')
    expect(await stopped(node)).toMatchObject({ code: 0, stdout: '' })
  } finally {
    node.process.kill('SIGKILL')
    await node.ended
  }
})
