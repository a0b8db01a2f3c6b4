// The nginx that tests run: Debian's, taken out of its package. It is not installed, so that nothing starts it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root, say } from './prepare.mjs'

const INSTALLED = '/usr/sbin/nginx'
const KEPT = join(root, 'node_modules', '.cache', 'latchkey', 'nginx')

/** vitest calls this before the first test that needs it, and before no other; tests read it by `inject('nginx')`. */
export default function setup(project) {
  const path = [INSTALLED, KEPT].find((file) => existsSync(file)) ?? unpack()
  if (!path) {
    say(
      'SKIPPED: the tests with nginx. They need Debian’s (apt-get install nginx-light), or apt-get to download it with.',
    )
  }
  project.provide('nginx', path)
}

function unpack() {
  if (spawnSync('apt-get', ['--version']).error) return undefined
  say('Downloading nginx …')
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-nginx-'))
  try {
    if (!download(folder) && !(update() && download(folder))) return undefined
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'))
    if (!file || !runs('dpkg-deb', ['--extract', file, 'nginx'], folder)) return undefined
    mkdirSync(dirname(KEPT), { recursive: true })
    // Moved in one step: another run may be looking for it.
    if (!runs('cp', [join('nginx', 'usr', 'sbin', 'nginx'), `${KEPT}.new`], folder)) return undefined
    renameSync(`${KEPT}.new`, KEPT)
    return KEPT
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Its binary is in the package of this name, whichever modules come along. */
const download = (folder) => runs('apt-get', ['download', 'nginx'], folder)
const update = () => process.getuid?.() === 0 && runs('apt-get', ['update'], root)

const runs = (command, args, cwd) => spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] }).status === 0
