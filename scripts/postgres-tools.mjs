// What operators put around PostgreSQL, as tests run it: Debian's PgBouncer, and the programs of its PostgreSQL. They are
// installed where they are not there and can be; their services are not started.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { say } from './prepare.mjs'

const PGBOUNCER = '/usr/sbin/pgbouncer'
const VERSIONS = '/usr/lib/postgresql'

/** vitest calls this before the first test that needs them; tests read them by `inject('postgresTools')`. */
export default function setup(project) {
  if (!installed()) install()
  const tools = installed()
  if (!tools) {
    say(
      'SKIPPED: the tests of PgBouncer and of backups. They need Debian’s (apt-get install pgbouncer postgresql), which are installed here only for root, by apt-get, where no systemd would start them.',
    )
  }
  project.provide('postgresTools', tools)
}

function installed() {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : []
  const programs = versions.map((version) => join(VERSIONS, version, 'bin'))
  const whole = programs.find((folder) => existsSync(join(folder, 'initdb')))
  return whole && existsSync(PGBOUNCER) ? { pgbouncer: PGBOUNCER, programs: whole } : undefined
}

/** sd_booted(3): systemd would start a PostgreSQL and a PgBouncer that nobody asked for. */
const SYSTEMD = '/run/systemd/system'

function install() {
  if (process.getuid?.() !== 0 || existsSync(SYSTEMD) || spawnSync('apt-get', ['--version']).error) return
  say('Installing PgBouncer and PostgreSQL’s programs …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'pgbouncer', 'postgresql']]) {
    if (spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status !== 0) return
  }
}
