// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const VERSION = '5.3.0'

const CACHE = fileURLToPath(new URL('../../.cache/bench', import.meta.url))
const POOL = 'local_Peer1'
const CLIENT = 'peerclient'
const PASSWORD = 'Correct-Horse-Battery-9'

/** The registry did not answer: nothing is known of the peer, or of us. */
export class RegistryUnreachable extends Error {}

const UNREACHABLE =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/

/**
 * Installs cognito-local where it was not yet: outside of the project's dependencies, and without its scripts.
 * @returns {string} the program
 */
export function install() {
  const folder = join(CACHE, `cognito-local-${VERSION}`)
  const program = join(folder, 'node_modules', 'cognito-local', 'lib', 'bin', 'start.js')
  if (existsSync(program)) return program
  mkdirSync(CACHE, { recursive: true })
  // Under its name only when it is whole.
  const fresh = mkdtempSync(join(CACHE, 'installing-'))
  writeFileSync(join(fresh, 'package.json'), '{ "private": true }')
  const { status, stderr } = spawnSync(
    'npm',
    [
      'install',
      `cognito-local@${VERSION}`,
      ...'--ignore-scripts --no-save --no-audit --no-fund'.split(' '),
      ...'--loglevel=error --fetch-retries=1 --fetch-timeout=30000'.split(' '),
    ],
    { cwd: fresh, encoding: 'utf8', shell: process.platform === 'win32' },
  )
  if (status !== 0) {
    const fault = `cognito-local ${VERSION} could not be installed: ${stderr}`
    throw UNREACHABLE.test(stderr) ? new RegistryUnreachable(fault) : new Error(fault)
  }
  renameSync(fresh, folder)
  return program
}

/**
 * A server of its own on a pool of `size` users. Its files are written as it would write them: through its API each
 * user would rewrite all users before.
 *
 * @param {string} program
 * @param {string} folder
 * @param {number} size
 */
export async function startCognitoLocal(program, folder, size) {
  const files = join(folder, '.cognito', 'db')
  mkdirSync(files, { recursive: true })
  write(join(dirname(files), 'config.json'), { UserPoolDefaults: { UsernameAttributes: [] } })
  write(join(files, 'clients.json'), { Clients: { [CLIENT]: client } })
  write(join(files, `${POOL}.json`), { Users: usersOf(size), Options: pool })
  const port = await freePort()
  const log = join(folder, 'log')
  const output = openSync(log, 'a')
  const child = spawn(process.execPath, [program], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', output, output],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const url = `http://127.0.0.1:${port}`
  if (await listens(url, child)) return { url, clientId: CLIENT, signers: signersOf(size), stop }
  await stop()
  throw new Error(`cognito-local did not start: ${readFileSync(log, 'utf8').slice(-2000)}`)
}

/** @param {string} file @param {object} content */
const write = (file, content) => writeFileSync(file, JSON.stringify(content, undefined, 2))

const now = new Date()
const dates = { CreationDate: now, LastModifiedDate: now }

const client = {
  ClientId: CLIENT,
  ClientName: 'bench',
  ...dates,
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  TokenValidityUnits: { AccessToken: 'hours', IdToken: 'minutes', RefreshToken: 'days' },
  UserPoolId: POOL,
}

const pool = { Id: POOL, Name: 'bench', ...dates, MfaConfiguration: 'OFF', UsernameAttributes: [] }

const nameOf = (/** @type {number} */ number) => `user-${String(number).padStart(8, '0')}`

/** @param {number} size */
const usersOf = (size) =>
  Object.fromEntries(Array.from({ length: size }, (_, number) => [nameOf(number), userOf(nameOf(number))]))

/** @param {string} username */
const userOf = (username) => ({
  Username: username,
  Password: PASSWORD,
  Attributes: [
    { Name: 'sub', Value: randomUUID() },
    { Name: 'email', Value: `${username}@example.com` },
    { Name: 'email_verified', Value: 'true' },
  ],
  Enabled: true,
  UserStatus: 'CONFIRMED',
  UserCreateDate: now,
  UserLastModifiedDate: now,
  RefreshTokens: [],
})

const SIGNERS = 300

/** Spread over all. @param {number} size */
const signersOf = (size) =>
  Array.from({ length: Math.min(size, SIGNERS) }, (_, at) => ({
    username: nameOf(Math.floor((at * size) / Math.min(size, SIGNERS))),
    password: PASSWORD,
  }))

/** It takes no port 0. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** @param {string} url @param {import('node:child_process').ChildProcess} child */
async function listens(url, child) {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const answer = await fetch(`${url}/health`).catch(() => undefined)
    if (answer) return true
    await setTimeout(100)
  }
  return false
}
