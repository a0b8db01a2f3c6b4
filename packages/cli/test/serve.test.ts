import { existsSync, statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { latchkey, sample, sdk, serve, signIn, temporaryFolder } from './command-line.js'

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')

test('standard output says where its console is, and where it is ready; logs go to standard error', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path])
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
  await expect(sdk(server.url).listUserPools({ MaxResults: 1 })).resolves.toMatchObject({ UserPools: [] })
  const { code, stdout, stderr } = await server.stop()
  expect(code).toBe(0)
  expect(stdout).toMatch(/^console \S+\/console#link=\S+\nready \S+\n$/)
  expect(stdout).toContain(`\nready ${server.url}\n`)
  for (const line of stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg')
})

test('a development server says so in the first line that it logs, and keeps its master key to itself', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path])
  const { stderr } = await server.stop()
  expect(JSON.parse(stderr.split('\n')[0] ?? '').msg).toMatch(/^DEVELOPMENT SERVER: .* local \/ local/)
  expect(statSync(join(folder.path, 'master.key')).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder.path, 'latchkey.db')).mode & 0o777).toBe(0o600)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s lets a running request end, and exits 0', async (signal) => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path])
  const half = await halfARequest(server.url)
  const ended = server.stop(signal)
  await expect.poll(() => isRefused(server.url)).toBe(true)
  expect(await half.finish()).toContain('HTTP/1.1 400')
  expect(await ended).toMatchObject({ code: 0, signal: null })
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s a second time does not cut a running request',
  async (signal) => {
    using folder = temporaryFolder()
    await using server = await serve(['--data', folder.path])
    const half = await halfARequest(server.url)
    const ended = server.stop(signal)
    await expect.poll(() => isRefused(server.url)).toBe(true)
    server.process.kill('SIGINT')
    server.process.kill('SIGTERM')
    expect(await half.finish()).toContain('HTTP/1.1 400')
    expect(await ended).toMatchObject({ code: 0, signal: null })
  },
)

test('connections without a request in progress do not hold up the stop', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path])
  const unused = await connected(server.url)
  const kept = await connected(server.url)
  kept.write('GET /healthz HTTP/1.1\r\nhost: latchkey\r\n\r\n')
  await new Promise((resolve) => kept.once('data', resolve))
  // Half of the patience that running requests get.
  const tooLong = new Promise((resolve) => setTimeout(resolve, 5000, 'too long'))
  expect(await Promise.race([server.stop(), tooLong])).toMatchObject({ code: 0, signal: null })
  for (const socket of [unused, kept]) socket.destroy()
})

test('a connection is closed when the request ends that was in progress at the stop', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path])
  const half = await halfARequest(server.url, 'keep-alive')
  const ended = server.stop()
  await expect.poll(() => isRefused(server.url)).toBe(true)
  expect(await half.finish()).toContain('HTTP/1.1 400')
  expect(await ended).toMatchObject({ code: 0, signal: null })
})

async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

/** A request that has begun, and whose body is still on its way. */
async function halfARequest(
  url: string,
  connection: 'close' | 'keep-alive' = 'close',
): Promise<{ finish(): Promise<string> }> {
  const socket = await connected(url)
  const head = ['POST / HTTP/1.1', 'host: latchkey', 'content-length: 2', `connection: ${connection}`]
  socket.write([...head, '', '{'].join('\r\n'))
  // The server has seen it once a second request on another connection is answered.
  await fetch(`${url}/healthz`)
  return {
    finish() {
      let answer = ''
      socket.on('data', (text) => {
        answer += text
      })
      socket.write('}')
      return new Promise((resolve) => socket.once('close', () => resolve(answer)))
    },
  }
}

const isRefused = (url: string) =>
  fetch(`${url}/healthz`, { headers: { connection: 'close' } }).then(
    () => false,
    () => true,
  )

test('a second server on the same data folder is refused in a sentence that says what to do', async () => {
  using folder = temporaryFolder()
  await using _first = await serve(['--data', folder.path])
  const second = await latchkey(['serve', '--port', '0', '--data', folder.path])
  expect(second.code).toBe(1)
  expect(second.stderr).toContain(`The data folder ${folder.path} is in use by another Latchkey server.`)
  expect(second.stdout).toBe('')
})

test('a port that is taken is named', async () => {
  using one = temporaryFolder()
  using two = temporaryFolder()
  await using first = await serve(['--data', one.path])
  const { port } = new URL(first.url)
  const second = await latchkey(['serve', '--port', port, '--data', two.path])
  expect(second).toMatchObject({ code: 1, stdout: '' })
  expect(second.stderr).toContain(`Port ${port} of 127.0.0.1 is in use.`)
})

test('without a master key a server listens on loopback only', async () => {
  using folder = temporaryFolder()
  const refused = await latchkey(['serve', '--host', '0.0.0.0', '--port', '0', '--data', folder.path])
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/Without LATCHKEY_MASTER_KEY .* it does not listen on 0\.0\.0\.0/)
})

test('with a master key the pair that everybody knows does not pass, and codes are not logged', async () => {
  using folder = temporaryFolder()
  const env = { LATCHKEY_MASTER_KEY: MASTER_KEY }
  await using server = await serve(['--data', folder.path], { env })
  await expect(sdk(server.url).listUserPools({ MaxResults: 1 })).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  })
  expect(server.printed.stderr).not.toContain('DEVELOPMENT')
})

test('data that was sealed with another master key is refused, and left as it is', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path], { env: { LATCHKEY_MASTER_KEY: MASTER_KEY } })
  await server.stop()
  const other = Buffer.alloc(32, 8).toString('base64')
  const refused = await latchkey(['serve', '--port', '0', '--data', folder.path], {
    LATCHKEY_MASTER_KEY: other,
  })
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('The master key is not the one that sealed this data.')
  const without = await latchkey(['serve', '--port', '0', '--data', folder.path])
  expect(without.stderr).toContain('set LATCHKEY_MASTER_KEY')
  expect(existsSync(join(folder.path, 'master.key'))).toBe(false)
  const malformed = await latchkey(['serve', '--data', folder.path], { LATCHKEY_MASTER_KEY: 'short' })
  expect(malformed.stderr).toContain('LATCHKEY_MASTER_KEY must be 32 bytes in base64')
})

test('what was set up is there after a restart', async () => {
  using folder = temporaryFolder()
  const config = folder.write('latchkey.json', sample)
  await using before = await serve(['--data', folder.path, '--config', config])
  await signIn(before.url)
  await before.stop()
  await using after = await serve(['--data', folder.path])
  await expect(signIn(after.url)).resolves.toHaveProperty('AuthenticationResult.AccessToken')
})

test('a master key that is set but empty does not make a development server', async () => {
  using folder = temporaryFolder()
  const refused = await latchkey(['serve', '--port', '0', '--data', folder.path], { LATCHKEY_MASTER_KEY: '' })
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('LATCHKEY_MASTER_KEY must be 32 bytes in base64')
  expect(existsSync(join(folder.path, 'master.key'))).toBe(false)
})

test.each([
  '',
  'id.example.com',
  'ftp://id.example.com',
  'https://',
  'https://id.example.com/?a=b',
  'http://x/#y',
])('a public URL that is none is refused: %j', async (url) => {
  using folder = temporaryFolder()
  const env = { LATCHKEY_PUBLIC_URL: url }
  const refused = await latchkey(['serve', '--port', '0', '--data', folder.path], env)
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('LATCHKEY_PUBLIC_URL must be an http or https URL')
})

test('a log level that is none is refused with those that there are', async () => {
  using folder = temporaryFolder()
  const env = { LATCHKEY_LOG_LEVEL: 'loud' }
  const refused = await latchkey(['serve', '--port', '0', '--data', folder.path], env)
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('one of trace, debug, info, warn, error, fatal, silent; it is "loud".')
})

test('a Node whose own arithmetic cannot be used is told at the start', async () => {
  using folder = temporaryFolder()
  const broken = folder.write(
    'broken.mjs',
    `import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
crypto.publicEncrypt = () => { throw new Error('not in this build') }
syncBuiltinESMExports()`,
  )
  const env = { NODE_OPTIONS: `--import ${pathToFileURL(broken).href}` }
  await using server = await serve(['--data', folder.path], { env })
  const logged = (await server.stop()).stderr.trim().split('\n')
  const warning = logged.map((line) => JSON.parse(line)).find(({ msg }) => msg.startsWith('SRP is slow here'))
  expect(warning).toMatchObject({ level: 40, fault: expect.stringContaining('not in this build') })
})
