// @ts-check
// npm run bench -- peers: the same sign-in at Latchkey and at cognito-local, which is installed for that.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, RegistryUnreachable, startCognitoLocal } from './peers/cognito-local.mjs'
import { measure } from './peers/measure.mjs'
import { HELP, optionsOf } from './peers/options.mjs'
import { asText } from './peers/report.mjs'
import { startChild } from './shared/child.mjs'
import { onInterrupt } from './shared/interrupt.mjs'
import { fill, serveOn } from './sign-in/latchkey.mjs'
import { CLIENT } from './sign-in/pool.mjs'

/** EX_UNAVAILABLE of sysexits.h: the registry cannot be reached, so that there is no peer to measure. */
const UNAVAILABLE = 69

/** @typedef {{ stop(): Promise<void> }} Running */

/** @param {string[]} args */
export default async function bench(args) {
  const options = optionsOf(args)
  if (options === 'help') {
    process.stdout.write(HELP)
    return
  }
  /** @type {Running[]} */
  const running = []
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const interrupted = onInterrupt()
  try {
    const sizes = await Promise.race([run(options, folder, running), interrupted.raised])
    if (!sizes) process.exitCode = 130
    else
      process.stdout.write(
        options.output === 'json' ? `${JSON.stringify(sizes, null, 2)}\n` : asText(sizes, options),
      )
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error
    process.stderr.write(`${error.message}\nNOTHING WAS MEASURED. Without the peer: --only latchkey\n`)
    process.exitCode = UNAVAILABLE
  } finally {
    interrupted.ignore()
    await stopAll(running)
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * One size after the other, so that no more than one server of each is up at any time.
 *
 * @param {import('./peers/options.mjs').Options} options
 * @param {string} folder
 * @param {Running[]} running
 */
async function run(options, folder, running) {
  const program = options.only === undefined ? install() : undefined
  const sizes = []
  for (const users of options.users) {
    process.stderr.write(`${users} users …\n`)
    const servers = [await latchkey(join(folder, `latchkey-${users}`), users, running)]
    if (program) servers.push(await cognitoLocal(program, join(folder, `peer-${users}`), users, running))
    sizes.push({ users, results: await measure(servers, options) })
    await stopAll(running)
  }
  return sizes
}

const SIGNERS = 300

/** @param {string} folder @param {number} size @param {Running[]} running */
async function latchkey(folder, size, running) {
  /** @type {import('./sign-in/latchkey.mjs').Start} */
  const start = (...how) => {
    const child = startChild(...how)
    running.push(child)
    return child
  }
  const filled = await fill(start, { folder }, { size, signers: Math.min(size, SIGNERS), devices: false })
  const { url } = await serveOn(start, filled)
  return { name: 'Latchkey', url, clientId: CLIENT, signers: filled.signers }
}

/** @param {string} program @param {string} folder @param {number} size @param {Running[]} running */
async function cognitoLocal(program, folder, size, running) {
  const server = await startCognitoLocal(program, folder, size)
  running.push(server)
  return { name: 'cognito-local', ...server }
}

/** @param {Running[]} running */
const stopAll = (running) => Promise.all(running.splice(0).map((each) => each.stop()))
