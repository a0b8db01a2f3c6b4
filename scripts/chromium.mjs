// The Chromium that tests run in: the path of one, which is installed where there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { say } from './prepare.mjs'

const DEBIAN = '/usr/bin/chromium'

/** vitest calls this before the first test that needs it, and before no other; tests read it by `inject('chromium')`. */
export default function setup(project) {
  project.provide('chromium', chromiumPath())
}

/** The one that LATCHKEY_CHROMIUM names, Debian's, or the one that Playwright keeps; else Debian's, installed now. */
export function chromiumPath() {
  const named = process.env.LATCHKEY_CHROMIUM
  if (named)
    return existsSync(named) ? named : fail(`LATCHKEY_CHROMIUM is ${named}, and there is no such file.`)
  const found = [DEBIAN, chromium.executablePath()].find((path) => path && existsSync(path))
  return found ?? install()
}

function install() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).error) {
    return fail('It can be installed only by root, where there is apt-get.')
  }
  say('Installing Chromium …')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (status !== 0) return fail(`apt-get ${args.join(' ')} failed.`)
  }
  return existsSync(DEBIAN) ? DEBIAN : fail(`apt-get brought no ${DEBIAN}.`)
}

function fail(reason) {
  throw new Error(
    `These tests need Chromium. ${reason} Install it (apt-get install chromium), or set LATCHKEY_CHROMIUM to the path of one.`,
  )
}
