// @ts-check
// npm run bench -- sign-in: what a sign-in on a remembered device costs the server, and the floor of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './shared/child.mjs'
import { onInterrupt } from './shared/interrupt.mjs'
import { startLatchkey } from './sign-in/latchkey.mjs'
import { measure, say } from './sign-in/measure.mjs'
import { HELP, optionsOf } from './sign-in/options.mjs'
import { asText } from './sign-in/report.mjs'
import { soak } from './sign-in/soak.mjs'
import { startTime } from './sign-in/starts.mjs'

/** @typedef {import('./sign-in/options.mjs').Options} Options */
/** @typedef {import('./sign-in/measure.mjs').Ground} Ground */
/** @typedef {import('./sign-in/latchkey.mjs').Start} Start */
/** @typedef {Awaited<ReturnType<typeof run>>} Report */

/** @param {string[]} args */
export default async function bench(args) {
  const options = optionsOf(args)
  if (options === 'help') {
    process.stdout.write(HELP)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  /** @type {{ stop(): Promise<void> }[]} */
  const running = []
  /** @type {Start} */
  const start = (...how) => {
    const child = startChild(...how)
    running.push(child)
    return child
  }
  const interrupted = onInterrupt()
  try {
    const report = await Promise.race([run(options, folder, start), interrupted.raised])
    if (!report) process.exitCode = 130
    else if (options.output === 'json') process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
    else process.stdout.write(asText(report, options.output === 'markdown'))
  } finally {
    interrupted.ignore()
    for (const each of running.reverse()) await each.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {Options} options
 * @param {string} folder
 * @param {Start} start
 */
async function run(options, folder, start) {
  const { signIns, profile, cores, concurrency } = options
  /** @type {Ground[]} */
  const grounds = []
  for (const database of options.databases) {
    for (const size of options.sizes) {
      say(`${database}: seeding ${size} users …`)
      const place = { folder: join(folder, `${database}-${size}`), size, signers: Math.min(size, signIns) }
      const server = await startLatchkey(start, { ...place, profile, cores })
      grounds.push({ database, size, server, databaseCpu: undefined })
    }
  }
  const floor = start(new URL('./sign-in/floor-process.mjs', import.meta.url), {})
  const cost = await measure(options, grounds, floor)
  const soaks = []
  for (const ground of options.soak > 0 ? firstOfEach(grounds) : [])
    soaks.push(await soak(ground, options.soak, concurrency))
  const starts = []
  for (const { database, size, server } of options.starts > 0 ? firstOfEach(grounds.toReversed()) : []) {
    await server.child.stop()
    starts.push({ database, users: size, milliseconds: await startTime(server, options.starts) })
  }
  return {
    node: process.versions.node,
    processor: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    cost,
    soaks,
    starts,
  }
}

/** One for each database. @param {Ground[]} grounds */
const firstOfEach = (grounds) =>
  grounds.filter(({ database }, at) => grounds.findIndex((other) => other.database === database) === at)
