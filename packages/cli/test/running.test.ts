import { connect } from 'node:net'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { latchkey, run, type Served, sample, sdk, serve, signIn, temporaryFolder } from './command-line.js'

/** A node as it is run: what it tells, and how it stops. */

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')

const metricsUrlOf = ({ printed }: Served) => /^metrics (\S+)\n/m.exec(printed.stdout)?.[1] ?? ''

const linesOf = (stderr: string): Record<string, unknown>[] =>
  stderr
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

test('metrics are told on a port of their own, and not on the one that clients reach', async () => {
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', sample)
  await using server = await serve(['--data', folder.path, '--config', config, '--metrics-port', '0'])
  await signIn(server.url)
  const url = metricsUrlOf(server)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
  const answer = await fetch(url)
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const text = await answer.text()
  expect(text).toContain('latchkey_sign_ins_total{outcome="signed_in",device="new"} 1\n')
  expect(text).toMatch(/^latchkey_database_query_duration_seconds_count [1-9]/m)
  expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m)
  for (const path of ['/healthz', '/readyz']) expect((await fetch(new URL(path, url))).status).toBe(200)
  expect((await fetch(new URL('/', url), { method: 'POST' })).status).toBe(405)
  expect((await fetch(new URL('/elsewhere', url))).status).toBe(404)
  expect((await fetch(`${server.url}/metrics`)).status).toBe(400)
  expect(await server.stop()).toMatchObject({ code: 0 })
})

test('what nobody asks for is not loaded: neither metrics nor traces', async () => {
  using folder = temporaryFolder()
  // Both libraries are CommonJS, or load some.
  const spy = folder.write(
    'spy.mjs',
    `import Module from 'node:module'
import { isMainThread } from 'node:worker_threads'
if (isMainThread) process.on('exit', () => {
  const loaded = Object.keys(Module._cache).filter((file) => /prom-client|@opentelemetry/.test(file))
  console.error(JSON.stringify({ msg: 'loaded', loaded }))
})`,
  )
  const NODE_OPTIONS = `--import ${pathToFileURL(spy).href}`
  const loadedBy = async (args: string[], env: Record<string, string> = {}) => {
    await using server = await serve(['--data', folder.path, ...args], { env: { NODE_OPTIONS, ...env } })
    const { stderr } = await server.stop()
    return linesOf(stderr).find(({ msg }) => msg === 'loaded')?.loaded
  }
  expect(await loadedBy([])).toEqual([])
  const asked = await loadedBy(['--metrics-port', '0'], { OTEL_TRACES_EXPORTER: 'otlp' })
  expect(asked).toContainEqual(expect.stringContaining('prom-client'))
  expect(asked).toContainEqual(expect.stringContaining('@opentelemetry'))
})

test.each([
  [['--metrics-port', '70000'], {}, '--metrics-port 70000 is not a port'],
  [[], { LATCHKEY_METRICS_PORT: 'any' }, 'LATCHKEY_METRICS_PORT must be a port, 0 to 65535; it is "any".'],
  [[], { LATCHKEY_DRAIN_SECONDS: '-1' }, 'LATCHKEY_DRAIN_SECONDS must be a number of seconds from 0 to 3600'],
  [[], { LATCHKEY_DRAIN_SECONDS: '1', LATCHKEY_DRAIN_GRACE_SECONDS: '2' }, 'it must not be longer'],
  [[], { LATCHKEY_TRUSTED_PROXIES: 'proxy.local' }, 'LATCHKEY_TRUSTED_PROXIES: "proxy.local" is neither'],
  [
    [],
    { LATCHKEY_EVENT_DAYS: '0' },
    'LATCHKEY_EVENT_DAYS must be a number of days from 1 to 3650; it is "0".',
  ],
  [[], { LATCHKEY_EVENT_DAYS: '1e2' }, 'LATCHKEY_EVENT_DAYS must be a number of days from 1 to 3650'],
  [
    [],
    { LATCHKEY_ADDRESSES: 'some' },
    'LATCHKEY_ADDRESSES must be one of full, truncated, none; it is "some".',
  ],
  [[], { OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER must be otlp or none; it is "zipkin".'],
  [
    [],
    { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'OTEL_EXPORTER_OTLP_PROTOCOL must be http/json or http/protobuf',
  ],
  [[], { OTEL_TRACES_EXPORTER: 'otlp', OTEL_TRACES_SAMPLER: 'some' }, 'OTEL_TRACES_SAMPLER must be one of'],
  [[], { OTEL_TRACES_EXPORTER: 'otlp', OTEL_TRACES_SAMPLER_ARG: '2' }, 'must be a number from 0 to 1'],
])('what cannot be meant is refused before anything starts: %j %j', async (args, env, sentence) => {
  using folder = temporaryFolder()
  const refused = await latchkey(['serve', '--port', '0', '--data', folder.path, ...args], env)
  expect(refused.code).not.toBe(0)
  expect(refused.stdout).toBe('')
  expect(refused.stderr).toContain(sentence)
})

test('a port for metrics that is taken is named, and nothing is left behind', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path])
  using other = temporaryFolder()
  const { port } = new URL(server.url)
  const refused = await latchkey(['serve', '--port', '0', '--data', other.path, '--metrics-port', port])
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain(
    `Port ${port} of 127.0.0.1 is in use. Stop what listens there, or choose another with --metrics-port.`,
  )
})

test('a line in the log has the request id of the answer, and no word of the request', async () => {
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', sample)
  await using server = await serve(['--data', folder.path, '--config', config])
  const send = (body: object) =>
    fetch(server.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: JSON.stringify(body),
    })
  const AuthParameters = { USERNAME: 'alice', PASSWORD: 'Correct-Horse-9' }
  const signInRequest = { ClientId: 'testclient', AuthFlow: 'USER_PASSWORD_AUTH' }
  const right = await send({ ...signInRequest, AuthParameters })
  const wrong = await send({
    ...signInRequest,
    AuthParameters: { ...AuthParameters, PASSWORD: 'Wrong-Horse-9' },
  })
  const tokens = JSON.stringify(await right.json())
  const { stderr } = await server.stop()
  const requests = linesOf(stderr).filter(({ msg }) => msg === 'request')
  expect(requests).toMatchObject([
    { requestId: right.headers.get('x-amzn-requestid'), operation: 'InitiateAuth', outcome: 'ok' },
    { requestId: wrong.headers.get('x-amzn-requestid'), outcome: 'NotAuthorizedException' },
  ])
  for (const secret of ['alice', 'Horse', ...(tokens.match(/[\w.-]{40,}/g) ?? [])])
    expect(stderr).not.toContain(secret)
})

test('at SIGTERM a node says that it is not ready, serves for the grace, and closes what it answers', async () => {
  using folder = temporaryFolder()
  const env = { LATCHKEY_MASTER_KEY: MASTER_KEY, LATCHKEY_DRAIN_GRACE_SECONDS: '3' }
  await using server = await serve(['--data', folder.path, '--metrics-port', '0'], { env })
  expect((await fetch(`${server.url}/readyz`)).headers.get('connection')).toBe('keep-alive')
  const ended = server.stop()
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(503)
  const served = await fetch(`${server.url}/healthz`)
  expect([served.status, served.headers.get('connection')]).toEqual([200, 'close'])
  await expect(sdk(server.url).listUserPools({ MaxResults: 1 })).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  })
  expect(await (await fetch(new URL('/readyz', metricsUrlOf(server)))).json()).toMatchObject({
    checks: { database: 'ok', traffic: 'draining' },
  })
  expect(await ended).toMatchObject({ code: 0, signal: null })
  await expect(fetch(server.url)).rejects.toThrow()
})

test('what still runs at the deadline is cut off, and the process ends', async () => {
  using folder = temporaryFolder()
  const env = { LATCHKEY_DRAIN_SECONDS: '1' }
  await using server = await serve(['--data', folder.path], { env })
  const { port } = new URL(server.url)
  const socket = connect(Number(port), '127.0.0.1')
  const cut = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  socket.write('POST / HTTP/1.1\r\nhost: latchkey\r\ncontent-length: 2\r\n\r\n{')
  // The server has seen it once a later request on another connection is answered.
  await fetch(`${server.url}/healthz`)
  const started = performance.now()
  expect(await server.stop()).toMatchObject({ code: 0, signal: null })
  await cut
  expect(performance.now() - started).toBeGreaterThan(900)
  expect(performance.now() - started).toBeLessThan(8000)
})

test('while its database is away a node is alive, and not ready, and tells it where metrics are told', async () => {
  using folder = temporaryFolder()
  const args = ['serve', '--port', '0', '--metrics-port', '0', '--data', folder.path]
  const starting = run([...args, '--database', 'postgres://127.0.0.1:1/none'])
  const listening = () =>
    linesOf(starting.printed.stderr).find(({ msg }) => msg === 'listening, and starting')
  await expect.poll(listening, { timeout: 20_000 }).toBeDefined()
  const { url, metricsUrl } = listening() ?? {}
  for (const port of [url, metricsUrl]) {
    const alive = await fetch(`${port}/healthz`)
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }])
    const ready = await fetch(`${port}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ status: 'not ready', checks: { started: 'starting' } })
  }
  expect(await (await fetch(`${metricsUrl}/metrics`)).text()).toContain('process_cpu_seconds_total')
  expect((await fetch(`${url}`, { method: 'POST' })).status).toBe(500)
  starting.process.kill('SIGTERM')
  expect(await starting.ended).toMatchObject({ code: 0, signal: null, stdout: '' })
})
