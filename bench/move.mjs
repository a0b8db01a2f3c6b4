// @ts-check
// npm run bench -- move: how fast a pool is exported and imported, and how much memory that takes.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { applyConfiguration, createServer, openSqlite } from '@latchkey/server'
import { crowd, startPostgres } from '@latchkey/testing'

const HELP = `npm run bench -- move [--users N]

  --users N   how many users, each with a remembered device, the pool has (default: 100,000)
`

const POOL = 'local_Move1'
const command = fileURLToPath(new URL('../packages/cli/dist/index.js', import.meta.url))

/** Kilobytes, told by the process itself at its end. */
const TELLING_PEAK = `--import=data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))",
)}`

/** @param {string[]} args */
export default async function bench(args) {
  const { values } = parseArgs({ args, options: { users: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const postgres = await startPostgres({ durable: true })
  try {
    await measure(folder, await postgres.createDatabase(), Number(values.users ?? 100_000))
  } finally {
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @param {string} database
 * @param {number} users
 */
async function measure(folder, database, users) {
  const env = {
    LATCHKEY_MASTER_KEY: randomBytes(32).toString('base64'),
    LATCHKEY_EXPORT_KEY: randomBytes(32).toString('base64'),
  }
  const [from, to, file] = [join(folder, 'from'), join(folder, 'to'), join(folder, 'file')]
  await fill(from, env.LATCHKEY_MASTER_KEY, users)
  const pool = ['--pool', POOL]
  const steps = {
    'SQLite to a file': ['export', ...pool, '--data', from, '--file', file],
    'the file, checked': ['import', '--check', '--file', file],
    'the file to PostgreSQL': ['import', '--file', file, '--database', database],
    'PostgreSQL to a file': ['export', ...pool, '--database', database, '--file', `${file}-2`],
    'the file to SQLite': ['import', '--file', `${file}-2`, '--data', to],
  }
  for (const [name, args] of Object.entries(steps)) {
    const { seconds, megabytes } = await timed(args, env)
    process.stdout.write(
      `${name.padEnd(24)}${Math.round(users / seconds)} users a second, ${megabytes.toFixed(0)} MB at most\n`,
    )
  }
  process.stdout.write(`the file has ${Math.round(statSync(file).size / users)} bytes for a user\n`)
}

/**
 * @param {string} folder
 * @param {string} masterKey
 * @param {number} users
 */
async function fill(folder, masterKey, users) {
  const server = await createServer({
    database: await openSqlite(folder),
    masterKey: Buffer.from(masterKey, 'base64'),
    publicUrl: 'https://id.example.com',
    development: false,
    cores: 1,
  })
  await applyConfiguration(server.world, {
    file: 'the benchmark',
    modules: {},
    pools: [{ UserPoolId: POOL, request: { PoolName: 'move' }, mfa: undefined }],
    clients: [],
    users: [],
  })
  await crowd(server.world, POOL, users)
  await server.close()
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
async function timed(args, env) {
  const began = performance.now()
  const child = spawn(process.execPath, [TELLING_PEAK, command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  let told = ''
  child.stderr.on('data', (text) => {
    told += text
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(told)
  const kilobytes = Number(/peak (\d+)$/.exec(told)?.[1])
  return { seconds: (performance.now() - began) / 1000, megabytes: kilobytes / 1024 }
}
