import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Device, type PostgresServer, startPostgres, type Wire } from '@latchkey/testing'
import { expect, inject, test } from 'vitest'
import { type Served, sample, serve, temporaryFolder } from './command-line.js'

declare module 'vitest' {
  interface ProvidedContext {
    nginx: string | undefined
  }
}

/** The nginx of the guide, in front of two nodes on one PostgreSQL. */

const nginx = inject('nginx')
const CONFIG = fileURLToPath(new URL('../../../docs/guide/nginx.conf', import.meta.url))

/** Longer than nginx keeps connections, as the guide says. */
const NODE_ENVIRONMENT = {
  LATCHKEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
  LATCHKEY_DRAIN_GRACE_SECONDS: '3',
}

const inGuide = { first: '10.0.0.11:9229', second: '10.0.0.12:9229' }

/** The file of the guide with other addresses, in what Debian's nginx.conf includes it in, without root. */
function configuration(folder: string, port: number, nodes: { first: string; second: string }): string {
  const tls = /^ *(?:listen 443 ssl|ssl_certificate(?:_key)? .*);\n/gm
  const text = readFileSync(CONFIG, 'utf8')
    .replace(inGuide.first, new URL(nodes.first).host)
    .replace(inGuide.second, new URL(nodes.second).host)
    .replace(tls, '')
    .replace('server_name id.example.com;', `listen 127.0.0.1:${port};`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  )
  return `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log stderr warn;
events { worker_connections 512; }
http { access_log off; ${temporary.join(' ')} ${text} }`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

type Front = AsyncDisposable & { url: string; first: Served; second: Served; postgres: PostgresServer }

/** What is to be let go of, the last first. Node 20 has no AsyncDisposableStack. */
function disposables() {
  const ends: (() => unknown)[] = []
  return {
    use<Held extends AsyncDisposable | Disposable>(held: Held): Held {
      ends.push(() => (Symbol.asyncDispose in held ? held[Symbol.asyncDispose]() : held[Symbol.dispose]()))
      return held
    },
    defer: (end: () => unknown) => void ends.push(end),
    async dispose() {
      for (const end of ends.reverse()) await end()
    },
  }
}

async function twoNodes(): Promise<Front> {
  const stack = disposables()
  try {
    const postgres = stack.use(await startPostgres())
    const folder = stack.use(temporaryFolder())
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const config = folder.write('latchkey.json', {
      ...sample,
      clients: sample.clients.map((client) => ({
        ...client,
        ExplicitAuthFlows: [...client.ExplicitAuthFlows, 'ALLOW_USER_SRP_AUTH'],
      })),
    })
    const env = {
      ...NODE_ENVIRONMENT,
      LATCHKEY_DATABASE_URL: await postgres.createDatabase(),
      LATCHKEY_PUBLIC_URL: url,
    }
    const args = ['--config', config, '--data', folder.path, '--metrics-port', '0']
    const first = stack.use(await serve(args, { env }))
    const second = stack.use(await serve(args, { env }))
    const prefix = join(folder.path, 'nginx')
    mkdirSync(prefix)
    const file = join(prefix, 'nginx.conf')
    writeFileSync(file, configuration(prefix, port, { first: first.url, second: second.url }))
    const process = spawn(nginx ?? '', ['-p', prefix, '-c', file, '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    stack.defer(() => stopped(process))
    await answering(url, process)
    return { url, first, second, postgres, [Symbol.asyncDispose]: stack.dispose }
  } catch (error) {
    await stack.dispose()
    throw error
  }
}

async function stopped(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null) return
  process.kill('SIGTERM')
  await once(process, 'close')
}

async function answering(url: string, process: ChildProcess): Promise<void> {
  let said = ''
  process.stderr?.on('data', (text) => {
    said += text
  })
  for (let look = 0; look < 200; look += 1) {
    if (process.exitCode !== null) throw new Error(said)
    if (
      await fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      )
    )
      return
    await setTimeout(50)
  }
  throw new Error(`nginx does not answer. ${said}`)
}

/** A request from another address of this machine. */
async function fetchFrom(localAddress: string, request: Request): Promise<Response> {
  const body = await request.text()
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(request.headers), 'content-length': Buffer.byteLength(body) }
    const sent = httpRequest(request.url, { method: request.method, localAddress, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () =>
        resolve(
          new Response(Buffer.concat(parts), {
            status: answer.statusCode ?? 0,
            headers: Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
          }),
        ),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const alice = { username: 'alice', password: 'Correct-Horse-9' }

/** A device whose calls go through nginx, from an address that is not a proxy's. */
function deviceAt(url: string, name: string): Device {
  const wire: Wire = {
    url,
    fetch: (request) => {
      request.headers.set('x-forwarded-for', '203.0.113.66')
      return fetchFrom('127.0.0.2', request)
    },
    accessKey: { accessKeyId: 'none', secret: 'none' },
    now: () => new Date(),
    broken: () => {},
    faultsExpected: true,
  }
  return new Device(wire, 'local_Test1', { clientId: 'testclient', clientSecret: undefined }, name)
}

const requestsAt = ({ printed }: Served) =>
  printed.stderr.split('\n').filter((line) => line.includes('"msg":"request"')).length

/** One sign-in with a password: a payout. What came of it. */
async function signInOnce(url: string): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: JSON.stringify({
      ClientId: 'testclient',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
    }),
  })
  const body = await answer.json()
  return answer.status === 200 ? 'ok' : `${answer.status} ${body.__type}`
}

const CLIENTS = 8

/** Some at a time, one after the other each, until `during` is over and a while longer: what did not succeed. */
async function signInsWhile(
  url: string,
  during: () => Promise<unknown>,
): Promise<{ total: number; failed: string[] }> {
  const failed: string[] = []
  let total = 0
  let over = false
  const client = async () => {
    while (!over) {
      const outcome = await signInOnce(url)
      total += 1
      if (outcome !== 'ok') failed.push(outcome)
    }
  }
  const clients = Promise.all(Array.from({ length: CLIENTS }, client))
  await setTimeout(300)
  await during()
  await setTimeout(300)
  over = true
  await clients
  return { total, failed }
}

test.skipIf(nginx === undefined)(
  'two nodes behind nginx are one: a sign-in goes on at either, knows its client, and outlives a drain and a kill',
  { timeout: 120_000 },
  async () => {
    await using front = await twoNodes()
    const { url, first, second } = front

    // Steps alternate between the nodes, and what one of them remembered the other one knows.
    const laptop = deviceAt(url, 'laptop')
    expect((await laptop.signIn(alice)).asks).toBe('nothing')
    const before = [requestsAt(first), requestsAt(second)]
    expect((await laptop.signIn(alice)).asks).toBe('nothing')
    expect(laptop.walk).toEqual([
      'USER_SRP_AUTH',
      'PASSWORD_VERIFIER',
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
    ])
    await expect.poll(() => [requestsAt(first), requestsAt(second)]).toEqual(before.map((count) => count + 2))

    // The address is the client's: not the proxy's, and not what the client claims.
    const { Devices } = await laptop.call('ListDevices', { AccessToken: laptop.accessToken })
    expect(Devices?.[0]?.DeviceAttributes).toContainEqual({ Name: 'last_ip_used', Value: '127.0.0.2' })
    expect(first.printed.stderr + second.printed.stderr).not.toContain('203.0.113.66')

    // Each node tells of its own connections to the database.
    for (const { printed } of [first, second]) {
      const told = await fetch(/^metrics (\S+)$/m.exec(printed.stdout)?.[1] ?? '')
      const text = await told.text()
      expect(text).toMatch(/^latchkey_database_connections\{state="total"\} [1-9]/m)
      expect(text).toMatch(/^latchkey_database_connections\{state="waiting"\} 0$/m)
    }

    // A drain costs nobody anything.
    const drained = await signInsWhile(url, async () => {
      expect(await first.stop('SIGTERM')).toMatchObject({ code: 0, signal: null })
    })
    expect(drained.failed).toEqual([])
    expect(drained.total).toBeGreaterThan(5)
  },
)

test.skipIf(nginx === undefined)(
  'a node that is killed costs the requests that it had, in the words of the protocol; the next ones go to the other',
  { timeout: 120_000 },
  async () => {
    await using front = await twoNodes()
    const { url, first, second, postgres } = front
    const killed = await signInsWhile(url, () => first.stop('SIGKILL'))
    expect(killed.failed.length).toBeLessThanOrEqual(CLIENTS)
    for (const failure of killed.failed) expect(failure).toBe('500 InternalErrorException')
    for (let again = 0; again < 5; again += 1) expect(await signInOnce(url)).toBe('ok')

    // Without its database a node is alive, and wants no traffic; and again once it is back.
    const ready = async () => {
      const answer = await fetch(`${second.url}/readyz`)
      return [answer.status, (await answer.json()).checks.database]
    }
    expect(await ready()).toEqual([200, 'ok'])
    await postgres.stop('immediate')
    await expect.poll(ready, { timeout: 5000 }).toEqual([503, 'failed'])
    expect((await fetch(`${second.url}/healthz`)).status).toBe(200)
    await postgres.start()
    await expect.poll(ready, { timeout: 5000 }).toEqual([200, 'ok'])

    // When none is left, nginx says so as a node would.
    await second.stop('SIGKILL')
    const answer = await fetch(url, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(await answer.json()).toEqual({
      __type: 'InternalErrorException',
      message: 'The service is not available. Try again.',
    })
  },
)
