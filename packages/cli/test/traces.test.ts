import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { sample, serve, signIn, temporaryFolder } from './command-line.js'

/** Traces as whoever collects them sees them: a receiver of OTLP over HTTP, and servers as processes. */

type Span = {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId?: string
  traceState?: string
  status: { code?: number }
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
}

type Sent = {
  resourceSpans: {
    resource: { attributes: Span['attributes'] }
    scopeSpans: { spans: Span[] }[]
  }[]
}

/** Something that is posted to: what it was sent, and with which headers. */
async function receiver(answer: object) {
  const received: { path: string; headers: Record<string, unknown>; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body })
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const batches = (received: { body: string }[]) =>
  received.flatMap(({ body }) => (JSON.parse(body) as Sent).resourceSpans)
const spansIn = (received: { body: string }[]) =>
  batches(received).flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
const attributesOf = ({ attributes }: { attributes: Span['attributes'] }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]))

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'

const TRIGGER_SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

const withTrigger = (PostAuthentication: string) => ({
  ...sample,
  pools: sample.pools.map((pool) => ({ ...pool, LambdaConfig: { PostAuthentication } })),
})

const signInWith = (url: string, headers: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth', ...headers },
    body: JSON.stringify({
      ClientId: 'testclient',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: 'Correct-Horse-9' },
    }),
  })

test('a sign-in is a span of its caller’s trace, with what took time in it; a trigger hears of the trace; the log names it', async () => {
  await using collector = await receiver({})
  await using trigger = await receiver({ response: {} })
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', withTrigger(trigger.url))
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=abc',
    OTEL_SERVICE_NAME: 'sign-ins',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    LATCHKEY_TRIGGER_SECRET: TRIGGER_SECRET,
  }
  await using server = await serve(['--data', folder.path, '--config', config], { env })
  const answer = await signInWith(server.url, {
    traceparent: `00-${TRACE}-${SPAN}-01`,
    tracestate: 'vendor=value',
  })
  expect(answer.status).toBe(200)
  const { stderr } = await server.stop()

  expect(collector.received[0]).toMatchObject({ path: '/v1/traces', headers: { 'x-key': 'abc' } })
  const [batch] = batches(collector.received)
  expect(attributesOf(batch?.resource ?? { attributes: [] })).toMatchObject({
    'service.name': 'sign-ins',
    'deployment.environment.name': 'test',
  })
  const spans = spansIn(collector.received)
  const own = spans.filter(({ traceId }) => traceId === TRACE)
  const request = own.find(({ name }) => name === 'InitiateAuth')
  expect(request).toMatchObject({ kind: 2, parentSpanId: SPAN, traceState: 'vendor=value' })
  expect(attributesOf(request ?? { attributes: [] })).toEqual({
    'http.request.method': 'POST',
    'http.response.status_code': 200,
    'url.path': '/',
    'rpc.system': 'aws-api',
    'rpc.service': 'CognitoIdentityProvider',
    'rpc.method': 'InitiateAuth',
    'aws.request_id': answer.headers.get('x-amzn-requestid'),
  })
  const within = own.filter(({ parentSpanId }) => parentSpanId === request?.spanId)
  expect(within.map(({ name }) => name).sort()).toEqual([
    'SRP verifier',
    'transaction',
    'trigger PostAuthentication_Authentication',
  ])
  const asked = within.find(({ name }) => name.startsWith('trigger'))
  expect(trigger.received[0]?.headers).toMatchObject({
    traceparent: `00-${TRACE}-${asked?.spanId}-01`,
    tracestate: 'vendor=value',
  })
  const line = stderr.split('\n').find((text) => text.includes('"msg":"request"')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({ trace_id: TRACE, span_id: request?.spanId })
  const sent = collector.received.map(({ body }) => body).join()
  for (const secret of ['alice', 'Horse', '127.0.0.1:']) expect(sent).not.toContain(secret)
})

test('headers that are no trace begin a new one; a caller that does not sample is obeyed', async () => {
  await using collector = await receiver({})
  await using trigger = await receiver({ response: {} })
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', withTrigger(trigger.url))
  const env = {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/spans`,
    LATCHKEY_TRIGGER_SECRET: TRIGGER_SECRET,
  }
  await using server = await serve(['--data', folder.path, '--config', config], { env })
  await signInWith(server.url, { traceparent: `00-${TRACE}-${SPAN}-00` })
  expect(trigger.received[0]?.headers.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`))
  const hostile = [
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `'; drop table spans; --`,
    'x'.repeat(8000),
  ]
  for (const traceparent of hostile) {
    expect((await signInWith(server.url, { traceparent, tracestate: '\u00ff=,,==' })).status).toBe(200)
  }
  await server.stop()
  expect(new Set(collector.received.map(({ path }) => path))).toEqual(new Set(['/spans']))
  const requests = spansIn(collector.received).filter(({ name }) => name === 'InitiateAuth')
  expect(requests).toHaveLength(hostile.length)
  for (const { traceId, parentSpanId } of requests) {
    expect(traceId).not.toBe(TRACE)
    expect(parentSpanId || undefined).toBe(undefined)
  }
})

test.each<[string, Record<string, string>]>([
  ['no variable is set', {}],
  ['it is disabled', { OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'otlp' }],
  ['there is no exporter', { OTEL_TRACES_EXPORTER: 'none' }],
])('where %s, nothing is traced', async (_why, env) => {
  await using collector = await receiver({})
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', sample)
  const endpoint = Object.keys(env).length > 0 ? { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } : {}
  await using server = await serve(['--data', folder.path, '--config', config], {
    env: { ...endpoint, ...env },
  })
  await signIn(server.url)
  expect((await server.stop()).stderr).not.toContain('trace_id')
  expect(collector.received).toEqual([])
})

test('a collector that is away, or hangs, costs nobody a sign-in, and the stop a few seconds', async () => {
  const hanging = createServer(() => {})
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
  const { port } = hanging.address() as AddressInfo
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', sample)
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }
  await using server = await serve(['--data', folder.path, '--config', config], { env })
  await signIn(server.url)
  const started = performance.now()
  expect(await server.stop()).toMatchObject({ code: 0, signal: null })
  expect(performance.now() - started).toBeLessThan(8000)
  hanging.closeAllConnections()
  await new Promise((resolve) => hanging.close(resolve))
})
