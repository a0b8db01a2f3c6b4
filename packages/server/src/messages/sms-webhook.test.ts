import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { smsWebhookCarrier } from '@latchkey/server'
import { type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { smsWebhookSettingsOf } from './sms-webhook.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, so').toString('base64')}`

type Call = { headers: IncomingMessage['headers']; body: string; path: string | undefined }
type Answer = (response: ServerResponse, call: Call) => void

/** A webhook on a socket. It answers as the test says, at the end of its list as at the last entry. */
async function webhook(...answers: Answer[]) {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const call = { headers: request.headers, path: request.url, body: Buffer.concat(chunks).toString() }
      const answer = answers[Math.min(calls.length, answers.length - 1)]
      calls.push(call)
      answer?.(response, call)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`
  return {
    url,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const taken: Answer = (response) => response.writeHead(204).end()
const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (response) =>
    response.writeHead(code, headers).end(body)

/** What a receiver does, in its own words: Standard Webhooks 1.0, "Verifying webhook authenticity". */
function isGenuine({ headers, body }: Call, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = Buffer.from(createHmac('sha256', key).update(signed).digest('base64'))
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => {
      const given = Buffer.from(one.replace(/^v1,/, ''))
      return one.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected)
    })
}

async function poolWith(url: string, timeoutMilliseconds = 2000): Promise<TestPool> {
  const settings = smsWebhookSettingsOf(url, SECRET) ?? expect.fail()
  const SMS = smsWebhookCarrier({ ...settings, timeoutMilliseconds })
  return userPool({ pool: { AutoVerifiedAttributes: ['phone_number'] }, carriers: { SMS } })
}

const signUp = (pool: TestPool, Username = 'alice') =>
  pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username,
    Password: 'Correct-Horse-9',
    UserAttributes: [{ Name: 'phone_number', Value: '+15555550100' }],
    ClientMetadata: { secret: 'of the app' },
  })

async function settled(pool: TestPool) {
  const { delivery, stores } = pool.server.world
  delivery.wake()
  await delivery.idle()
  const [message = expect.fail()] = await stores.outbox.list({ poolId: pool.poolId }, 1)
  return message
}

test('an SMS is handed to a webhook, signed, and its code confirms', async () => {
  await using hook = await webhook(taken)
  await using pool = await poolWith(hook.url)
  await signUp(pool)
  expect(await settled(pool)).toMatchObject({ state: 'sent', attempts: 1 })

  const [call = expect.fail()] = hook.calls
  expect(isGenuine(call, SECRET)).toBe(true)
  expect(isGenuine(call, SECRET.replace('_Y', '_Z'))).toBe(false)
  expect(isGenuine({ ...call, body: call.body.replace('0100', '0199') }, SECRET)).toBe(false)
  const { data, type } = JSON.parse(call.body)
  expect(type).toBe('sms')
  expect(data).toEqual({
    to: '+15555550100',
    text: expect.stringMatching(/^Your verification code is \d{6}$/),
    occasion: 'sign-up',
    userPoolId: pool.poolId,
  })
  const code = /\d{6}/.exec(data.text)?.[0] ?? ''
  await pool.call('ConfirmSignUp', {
    ClientId: pool.client.clientId,
    Username: 'alice',
    ConfirmationCode: code,
  })
})

describe('a webhook that', () => {
  test('answers 500 is called again, with the same id and key, until it takes the message', async () => {
    await using hook = await webhook(status(500), status(503), taken)
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    expect(await settled(pool)).toMatchObject({ state: 'waiting', lastError: 'The webhook answered 500.' })
    pool.clock.advance('10 seconds')
    expect(await settled(pool)).toMatchObject({ state: 'waiting', lastError: 'The webhook answered 503.' })
    pool.clock.advance('20 seconds')
    expect(await settled(pool)).toMatchObject({ state: 'sent', attempts: 3 })
    pool.clock.advance('2 hours')
    await settled(pool)
    expect(hook.calls).toHaveLength(3)
    const ids = hook.calls.flatMap(({ headers }) => [headers['webhook-id'], headers['idempotency-key']])
    expect(new Set(ids).size).toBe(1)
    for (const call of hook.calls) expect(isGenuine(call, SECRET)).toBe(true)
  })

  test('hangs is left, and called again later; others go on meanwhile', async () => {
    await using hook = await webhook(() => {}, taken)
    await using pool = await poolWith(hook.url, 300)
    await signUp(pool, 'alice')
    await signUp(pool, 'bob')
    await settled(pool)
    const states = async () =>
      (await pool.server.world.stores.outbox.list({ poolId: pool.poolId }, 9))
        .map(({ state }) => state)
        .sort()
    expect(await states()).toEqual(['sent', 'waiting'])
    pool.clock.advance('10 seconds')
    await settled(pool)
    expect(await states()).toEqual(['sent', 'sent'])
  })

  test('hangs is left also when garbage is collected meanwhile', async () => {
    await using hook = await webhook(() => {})
    const settings = smsWebhookSettingsOf(hook.url, SECRET) ?? expect.fail()
    const carrier = smsWebhookCarrier({ ...settings, timeoutMilliseconds: 300 })
    const message = { medium: 'SMS' as const, to: '+15555550100', subject: undefined, body: 'Hello' }
    const letter = {
      messageId: 'm',
      poolId: 'p',
      userId: 'u',
      createdAt: new Date(),
      message,
      cause: undefined,
    }
    const never = new AbortController()
    const sent = carrier
      .carry(letter, { from: undefined, replyTo: undefined }, never.signal)
      .catch((error) => error)
    await expect.poll(() => hook.calls.length).toBe(1)
    collectGarbage()
    expect(await Promise.race([sent, wait(2000)])).toMatchObject({
      message: 'The webhook did not answer in time.',
    })
  })

  test('begins an answer and never ends it has taken the message', async () => {
    await using hook = await webhook((response) => response.writeHead(200).write('{'))
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    expect(await settled(pool)).toMatchObject({ state: 'sent' })
  })

  test('answers with 50 MB is not read', async () => {
    let written = 0
    await using hook = await webhook(async (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const chunk = Buffer.alloc(1024 * 1024, ' ')
      for (; written < 50 && !response.destroyed; written += 1) {
        if (!response.write(chunk))
          await new Promise<void>((resolve) => {
            response.once('drain', resolve)
            response.once('close', resolve)
          })
      }
      response.end()
    })
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    expect(await settled(pool)).toMatchObject({ state: 'sent' })
    expect(written).toBeLessThan(20)
  })

  test('answers with a web page did not take the message', async () => {
    const page = status(200, { 'content-type': 'text/html' }, '<html>Sign in to the Wi-Fi</html>')
    await using hook = await webhook(page, taken)
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    expect(await settled(pool)).toMatchObject({ state: 'waiting', lastError: /web page/ })
    pool.clock.advance('10 seconds')
    expect(await settled(pool)).toMatchObject({ state: 'sent' })
  })

  test('sends elsewhere is not followed', async () => {
    await using other = await webhook(taken)
    await using hook = await webhook(status(307, { location: other.url }))
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    expect(await settled(pool)).toMatchObject({ state: 'waiting', lastError: 'The webhook answered 307.' })
    expect(other.calls).toEqual([])
  })

  test.each([400, 422])('says with %i that the message is wrong is not called again', async (code) => {
    await using hook = await webhook(status(code))
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    expect(await settled(pool)).toMatchObject({ state: 'dead', attempts: 1 })
  })

  test('is not there is called again later', async () => {
    const hook = await webhook(taken)
    await hook[Symbol.asyncDispose]()
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    const lastError = 'The webhook was not reached: ECONNREFUSED.'
    expect(await settled(pool)).toMatchObject({ state: 'waiting', lastError })
  })

  test('breaks off is called again, and what it said is kept nowhere', async () => {
    await using hook = await webhook((response, { body }) => response.writeHead(502).end(body))
    await using pool = await poolWith(hook.url)
    await signUp(pool)
    expect(await settled(pool)).toMatchObject({ lastError: 'The webhook answered 502.' })
  })
})

describe('settings', () => {
  test.each([
    ['http://sms.example.com/', SECRET],
    ['https://user:pass@sms.example.com/', SECRET],
    ['ftp://127.0.0.1/', SECRET],
    ['sms.example.com', SECRET],
    ['https://sms.example.com/', ''],
    ['https://sms.example.com/', 'secret'],
    ['https://sms.example.com/', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['https://sms.example.com/', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['https://sms.example.com/', 'whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!'],
  ])('%s with %s are refused', (url, secret) => {
    expect(smsWebhookSettingsOf(url, secret)).toBeUndefined()
  })

  test.each(['https://sms.example.com/send?to=x', 'http://localhost:8080', 'http://[::1]:1/'])(
    '%s',
    (url) => {
      expect(smsWebhookSettingsOf(url, SECRET)).toMatchObject({ url })
    },
  )
})
