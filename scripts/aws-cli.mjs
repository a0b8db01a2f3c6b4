// The AWS CLI that tests run: the path of Debian's, which is installed where there is none and it can be.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { say } from './prepare.mjs'

/** Debian's, whose output the documentation shows. Another one on PATH prints other things. */
const DEBIAN = '/usr/bin/aws'

/** vitest calls this before the first test that needs it, and before no other; tests read it by `inject('awsCli')`. */
export default function setup(project) {
  const path = existsSync(DEBIAN) ? DEBIAN : install()
  if (!path) {
    say(
      'SKIPPED: the tests of the AWS CLI. They need Debian’s (apt-get install awscli), which only root can install, where there is apt-get.',
    )
  }
  project.provide('awsCli', path)
}

function install() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).error) return undefined
  say('Installing the AWS CLI …')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'awscli']]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (status !== 0) return undefined
  }
  return existsSync(DEBIAN) ? DEBIAN : undefined
}
