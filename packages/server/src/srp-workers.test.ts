import { ProtocolError, type TestPool, userPool } from '@latchkey/testing'
import type { InitiateAuthResponse } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { startSrp } from './srp-workers.js'

const srpOfAnybody = 'abcdef0123456789'.repeat(48)

const begin = (pool: TestPool, username: string) =>
  pool.call('InitiateAuth', {
    ClientId: pool.client.clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: username, SRP_A: srpOfAnybody },
  })

/** A request that is in progress until its body ends. */
function slowRequest(pool: TestPool) {
  const body = new TransformStream<Uint8Array, Uint8Array>()
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' }
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    headers,
    body: body.readable,
    duplex: 'half',
  } as RequestInit)
  const answer = pool.server.fetch(request)
  return {
    async end() {
      await body.writable.close()
      await answer
    },
  }
}

/** How many were answered, and the names of the errors of the others. */
async function outcomes(calls: Promise<InitiateAuthResponse>[]) {
  const settled = await Promise.allSettled(calls)
  const answered = settled.filter(({ status }) => status === 'fulfilled').length
  const refused = settled.flatMap((result) => {
    if (result.status === 'fulfilled') return []
    if (result.reason instanceof ProtocolError) return [result.reason.code]
    throw result.reason
  })
  return { answered, refused }
}

test('a crowd that the worker threads cannot serve soon is refused at once; whoever comes after it is served', async () => {
  await using pool = await userPool({ cores: 2, waitingPerCore: 3 })
  await pool.user('alice')
  const { answered, refused } = await outcomes(Array.from({ length: 60 }, () => begin(pool, 'alice')))
  // Two threads with two tasks each, and three more for each of them in the queue; some leave it meanwhile.
  expect(answered).toBeGreaterThanOrEqual(10)
  expect(refused.length).toBeGreaterThan(0)
  expect(answered + refused.length).toBe(60)
  expect(new Set(refused)).toEqual(new Set(['TooManyRequestsException']))

  const after = await outcomes(Array.from({ length: 4 }, () => begin(pool, 'alice')))
  expect(after).toEqual({ answered: 4, refused: [] })
})

test('a refusal does not tell who exists', async () => {
  const client = { PreventUserExistenceErrors: 'ENABLED' } as const
  await using pool = await userPool({ cores: 2, waitingPerCore: 0, client })
  await pool.user('alice')
  for (const name of ['alice', 'nobody']) {
    const { refused } = await outcomes(Array.from({ length: 20 }, () => begin(pool, name)))
    expect(new Set(refused)).toEqual(new Set(['TooManyRequestsException']))
  }
})

test('a password that nobody had time for is no wrong guess', async () => {
  // On one core, with no room to wait in, there is time only for a request that is alone.
  await using pool = await userPool({ cores: 1, waitingPerCore: 0 })
  const alice = await pool.user('alice')
  const showPassword = () =>
    pool.call('InitiateAuth', {
      ClientId: pool.client.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: alice.password },
    })
  const another = slowRequest(pool)
  for (let guess = 0; guess < 6; guess += 1)
    await expect(showPassword()).rejects.toMatchObject({ code: 'TooManyRequestsException' })
  await another.end()
  // Five wrong ones would have locked her out.
  expect(await showPassword()).toHaveProperty('AuthenticationResult')
})

test('with room enough nobody is refused, however many come at once', async () => {
  await using pool = await userPool({ cores: 2 })
  await pool.user('alice')
  const crowd = await outcomes(Array.from({ length: 200 }, () => begin(pool, 'alice')))
  expect(crowd).toEqual({ answered: 200, refused: [] })
})

test('on one core, without threads, a crowd that cannot be served soon is refused at once as well', async () => {
  await using pool = await userPool({ cores: 1, waitingPerCore: 3 })
  await pool.user('alice')
  const body = JSON.stringify({
    ClientId: pool.client.clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: 'alice', SRP_A: srpOfAnybody },
  })
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' }
  // Not through a socket: the crowd would come one by one, as this same event loop sends it.
  const crowd = Array.from({ length: 60 }, () =>
    pool.server.fetch(new Request('http://127.0.0.1/', { method: 'POST', headers, body })),
  )
  const answers = await Promise.all(crowd)
  const refused = answers.filter(({ status }) => status === 400)
  for (const answer of refused)
    expect(await answer.json()).toEqual({ __type: 'TooManyRequestsException', message: 'Too many requests' })
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3)
  expect(refused.length).toBeGreaterThan(0)

  const after = await outcomes(Array.from({ length: 3 }, () => begin(pool, 'alice')))
  expect(after).toEqual({ answered: 3, refused: [] })
})

test('on one core, the event loop turns between two computations, and what waits is told', async () => {
  const { srp, load } = startSrp({ isAlone: () => false, log: undefined, cores: 1, waitingPerCore: 5 })
  const crowd = Array.from({ length: 7 }, () => srp.challenge(new Uint8Array(384).fill(1)))
  const ended = Promise.allSettled(crowd)
  expect(load()).toEqual({ threads: 0, waiting: 5, utilization: 0 })
  let turns = 0
  for (; load().waiting > 0 && turns < 100; turns += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(turns).toBeGreaterThanOrEqual(5)
  const statuses = (await ended).map(({ status }) => status)
  expect(statuses).toEqual([...Array(5).fill('fulfilled'), 'rejected', 'rejected'])
})

test('requests that come together are shared out to threads, though each is the only one in progress when it is read', async () => {
  const work = startSrp({ isAlone: () => true, log: undefined, cores: 2, waitingPerCore: 0 })
  try {
    const verifier = new Uint8Array(384).fill(1)
    const atOnce = await Promise.allSettled(Array.from({ length: 10 }, () => work.srp.challenge(verifier)))
    // One is done on the spot and four are what threads take; there is no queue, so that the others are refused.
    expect(atOnce.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    for (let one = 0; one < 10; one += 1) {
      await work.srp.challenge(verifier)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(work.load().waiting).toBe(0)
  } finally {
    await work.stop()
  }
})
