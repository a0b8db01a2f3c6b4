import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import { type Reaction, type TestPool, triggerServer, userPool } from '@latchkey/testing'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'

/** Triggers are somebody else's servers: whatever they do, the answer is the protocol's own, soon, and nothing is kept. */

const signUp = (pool: TestPool, Username = 'alice') =>
  pool.call('SignUp', { ClientId: pool.client.clientId, Username, Password: 'Correct-horse-1' })

const unexpected = (why: string) => ({
  code: 'UnexpectedLambdaException',
  message: `PreSignUp invocation failed due to error ${why}.`,
})
const timedOut = unexpected('Socket timeout while invoking Lambda function')
const notReached = unexpected('the function could not be invoked')
const unrecognizable = { code: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' }

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ')

/** A few kilobytes on the wire. */
const PARCEL = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '))

/** Writes megabytes for as long as somebody takes them. */
let flooded = 0
const flood: Reaction = (_event, response) => {
  flooded = 0
  let left = 50
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1
      flooded += 1
      if (!response.write(MEGABYTE)) return void response.once('drain', more)
    }
    response.end()
  }
  more()
}

const answer =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Reaction =>
  (_event, response) => {
    response.writeHead(status, headers)
    response.end(body)
  }

const drip: Reaction = (_event, response) => {
  const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write(' ')), 20)
}

const cases: [what: string, react: Reaction, refusal: object, attempts: number][] = [
  ['hangs', () => undefined, timedOut, 2],
  ['answers letter by letter without end', drip, timedOut, 2],
  ['answers 500', answer(500, '{"errorMessage":"inner secret"}'), notReached, 2],
  ['answers 429', answer(429, 'Slow down'), notReached, 2],
  ['answers 404', answer(404, 'Not found'), notReached, 1],
  ['sends us elsewhere', answer(307, '', { location: 'http://127.0.0.1:1/' }), notReached, 1],
  ['answers 50 MB', flood, unrecognizable, 1],
  ['answers 50 MB in a small parcel', answer(200, PARCEL, { 'content-encoding': 'gzip' }), unrecognizable, 1],
  [
    'answers a page',
    answer(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
    unrecognizable,
    1,
  ],
  ['answers nothing', answer(204, ''), unrecognizable, 1],
  ['answers half of an event', answer(200, '{"response": {"autoConfirm'), unrecognizable, 1],
  ['answers null', answer(200, 'null'), unrecognizable, 1],
  ['answers a list', answer(200, '[{"response":{}}]'), unrecognizable, 1],
  ['answers an object that is no event', answer(200, '{"autoConfirmUser":true}'), unrecognizable, 1],
  ['answers a response that is a list', answer(200, '{"response":[]}'), unrecognizable, 1],
  [
    'answers a flag that is a text',
    answer(200, '{"response":{"autoConfirmUser":"false"}}'),
    unrecognizable,
    1,
  ],
  ['answers what is nested without end', answer(200, '['.repeat(500_000)), unrecognizable, 1],
]

describe.each(['webhook', 'function'] as const)('a %s that', (kind) => {
  test.each(cases)('%s', async (_what, react, refusal, attempts) => {
    await using hook = await triggerServer()
    await using pool = await userPool({
      pool: {
        LambdaConfig:
          kind === 'webhook'
            ? hook.config('PreSignUp')
            : { PreSignUp: 'arn:aws:lambda:local:000000000000:function:greet' },
      },
      triggers: { ...hook.settings, ...(refusal === timedOut && { attemptMilliseconds: 300 }) },
    })
    hook.react = react
    const began = performance.now()
    await expect(signUp(pool)).rejects.toMatchObject(refusal)
    // By default it would be ten seconds.
    if (refusal === timedOut) expect(performance.now() - began).toBeLessThan(8000)
    if (react === flood) expect(flooded).toBeLessThan(20)
    expect(hook.received).toHaveLength(attempts)
    expect(await pool.database.selectFrom('users').selectAll().execute()).toEqual([])
    hook.react = (event) => event
    await signUp(pool)
  })
})

test('a repeated event has the same webhook-id, so that the webhook knows it again', async () => {
  await using hook = await triggerServer()
  await using pool = await userPool({
    pool: { LambdaConfig: hook.config('PreSignUp') },
    triggers: hook.settings,
  })
  hook.react = (event, response) => {
    if (hook.received.length > 1) return event
    response.writeHead(503)
    response.end()
    return undefined
  }
  await signUp(pool)
  const [first, second] = hook.received.map(({ headers }) => headers['webhook-id'])
  expect(second).toBe(first)
  await signUp(pool, 'bob')
  expect(hook.received[2]?.headers['webhook-id']).not.toBe(first)
})

test('by default a trigger has five seconds, twice, as in Cognito', { timeout: 20_000 }, async () => {
  await using hook = await triggerServer()
  await using pool = await userPool({
    pool: { LambdaConfig: hook.config('PreSignUp') },
    triggers: { webhookKey: hook.settings.webhookKey },
  })
  hook.react = () => undefined
  const began = performance.now()
  await expect(signUp(pool)).rejects.toMatchObject(timedOut)
  const seconds = (performance.now() - began) / 1000
  expect(seconds).toBeGreaterThan(9.9)
  // Another attempt would make it fifteen.
  expect(seconds).toBeLessThan(14.5)
})

test('the log says that a trigger failed and why, and nothing of what was asked and answered', async () => {
  await using hook = await triggerServer()
  const lines: string[] = []
  await using pool = await userPool({
    pool: { LambdaConfig: hook.config('PreSignUp') },
    triggers: hook.settings,
    log: pino({}, { write: (line) => lines.push(line) }),
  })
  hook.react = () => ({ response: { autoConfirmUser: 'secret-answer' } })
  await expect(signUp(pool, 'secret-name')).rejects.toMatchObject(unrecognizable)
  hook.react = () => ({ errorMessage: 'secret-refusal' })
  await expect(signUp(pool, 'secret-name')).rejects.toMatchObject({ code: 'UserLambdaValidationException' })
  expect(lines.filter((line) => line.includes('a trigger failed'))).toEqual([
    expect.stringContaining('`autoConfirmUser` is not true or false'),
  ])
  expect(lines.join()).not.toContain('secret-')
})

test('nobody, or somebody who does not speak HTTP, is not reached', async () => {
  const rude = await listening((socket) => socket.end('220 mail.example.com ESMTP\r\n'))
  for (const port of [1, rude.port]) {
    await using pool = await userPool({
      pool: { LambdaConfig: { PreSignUp: `http://127.0.0.1:${port}/` } },
      triggers: { webhookKey: Buffer.alloc(32) },
    })
    await expect(signUp(pool)).rejects.toMatchObject(notReached)
  }
  rude.server.close()
})

test('many users who wait for a trigger hold up nobody else', async () => {
  await using hook = await triggerServer()
  await using pool = await userPool({
    pool: { LambdaConfig: hook.config('PreSignUp') },
    triggers: { ...hook.settings, attemptMilliseconds: 5000 },
  })
  const open: (() => void)[] = []
  hook.react = async (event) => {
    await new Promise<void>((resolve) => open.push(resolve))
    return event
  }
  const names = Array.from({ length: 40 }, (_, number) => `user-${number}`)
  const waiting = names.map((name) => signUp(pool, name))
  await expect.poll(() => open.length, { timeout: 4000 }).toBe(40)
  const { Users } = await pool.call('ListUsers', { UserPoolId: pool.poolId })
  expect(Users).toEqual([])
  for (const release of open) release()
  await Promise.all(waiting)
  expect((await pool.call('ListUsers', { UserPoolId: pool.poolId })).Users).toHaveLength(40)
})

async function listening(
  meet: (socket: import('node:net').Socket) => void,
): Promise<{ server: Server; port: number }> {
  const server = createServer(meet)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}
