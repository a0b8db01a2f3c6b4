// @ts-check
// npm run bench -- sign-in: what a sign-in on a remembered device costs the server, and the floor of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './sign-in/child.mjs'
import { onInterrupt } from './sign-in/interrupt.mjs'
import { measure } from './sign-in/measure.mjs'
import { HELP, optionsOf } from './sign-in/options.mjs'
import { asTable } from './sign-in/report.mjs'

/** @param {string[]} args */
export default async function bench(args) {
  const options = optionsOf(args)
  if (options === 'help') {
    process.stdout.write(HELP)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  /** @type {import('./sign-in/child.mjs').Child[]} */
  const children = []
  const interrupted = onInterrupt()
  try {
    const report = await Promise.race([run(options, folder, children), interrupted.raised])
    if (report) process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asTable(report))
    else process.exitCode = 130
  } finally {
    interrupted.ignore()
    await Promise.all(children.map((child) => child.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {import('./sign-in/options.mjs').Options} options
 * @param {string} folder
 * @param {import('./sign-in/child.mjs').Child[]} children
 */
async function run(options, folder, children) {
  const { cores, profile } = options
  const start = (/** @type {string} */ file, /** @type {object} */ settings) => {
    const child = startChild(new URL(`./sign-in/${file}`, import.meta.url), settings, profile)
    children.push(child)
    return child
  }
  const floor = start('floor-process.mjs', {})
  const servers = options.sizes.map((size) => ({
    size,
    child: start('server-process.mjs', { folder: join(folder, String(size)), cores }),
  }))
  return measure(options, servers, floor)
}
