import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './free-port.js'
import { asSuperuser } from './postgres.js'
import { unprivileged } from './unprivileged.js'

/** PgBouncer in front of a PostgreSQL server, on a free port of 127.0.0.1. */
export type PgBouncer = AsyncDisposable & {
  /** A database of the server, by way of PgBouncer. */
  by(databaseUrl: string): string
}

/**
 * Runs a PgBouncer, as an unprivileged user where this process is root's: it refuses root.
 *
 * @param program its path.
 * @param serverUrl the server that it leads to.
 * @param settings of `[pgbouncer]`, beside where it listens and whom it lets in: `{ pool_mode: 'transaction' }`.
 */
export async function startPgBouncer(
  program: string,
  serverUrl: string,
  settings: Record<string, string>,
): Promise<PgBouncer> {
  const account = unprivileged('PgBouncer')
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pgbouncer-'))
  if (account) chownSync(folder, account.uid, account.gid)
  const { hostname, port, username } = new URL(serverUrl)
  const own = String(await freePort())
  const users = join(folder, 'users.txt')
  writeFileSync(users, `"${username}" ""\n`)
  const ini = join(folder, 'pgbouncer.ini')
  const all = {
    ...settings,
    listen_addr: '127.0.0.1',
    listen_port: own,
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: users,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`)
  writeFileSync(
    ini,
    ['[databases]', `* = host=${hostname} port=${port}`, '[pgbouncer]', ...lines, ''].join('\n'),
  )
  const running = spawn(program, ['-q', ini], { ...account, cwd: folder, stdio: 'ignore' })
  const by = (databaseUrl: string) => {
    const url = new URL(databaseUrl)
    url.port = own
    return url.href
  }
  await answering(by(serverUrl), running)
  return {
    by,
    async [Symbol.asyncDispose]() {
      // It keeps nothing, and other signals mean other things from version to version.
      if (running.exitCode === null && running.kill('SIGKILL')) await once(running, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const MOST_TRIES = 100

async function answering(url: string, running: ChildProcess): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asSuperuser(url, async (client) => void (await client.query('select 1')))
    } catch (error) {
      if (running.exitCode !== null) throw new Error(`PgBouncer ended with ${running.exitCode}.`)
      if (tries >= MOST_TRIES) throw error
      await wait(50)
    }
  }
}
