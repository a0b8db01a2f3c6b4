// @ts-check
// npm run bench -- sign-in: what a sign-in on a remembered device costs the server, and the floor of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './shared/child.mjs'
import { onInterrupt } from './shared/interrupt.mjs'
import { fill, serveOn } from './sign-in/latchkey.mjs'
import { measure, say } from './sign-in/measure.mjs'
import { measureNodes } from './sign-in/nodes.mjs'
import { HELP, optionsOf } from './sign-in/options.mjs'
import { cluster } from './sign-in/postgres.mjs'
import { asText } from './sign-in/report.mjs'
import { soak } from './sign-in/soak.mjs'
import { startTime } from './sign-in/starts.mjs'
import { usageOfPostgres, usageOfSqlite } from './sign-in/usage.mjs'

/** @typedef {import('./sign-in/options.mjs').Options} Options */
/** @typedef {import('./sign-in/measure.mjs').Ground} Ground */
/** @typedef {import('./sign-in/latchkey.mjs').Start} Start */
/** @typedef {import('./sign-in/latchkey.mjs').Place} Place */
/** @typedef {import('./sign-in/postgres.mjs').Cluster} Cluster */
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
    const report = await Promise.race([run(options, folder, running, start), interrupted.raised])
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
 * @param {{ stop(): Promise<void> }[]} running
 * @param {Start} start
 */
async function run(options, folder, running, start) {
  const postgres = options.databases.includes('postgres') ? await cluster() : undefined
  if (postgres) running.push(postgres)
  const grounds = await groundsOf(options, folder, start, postgres)
  const floor = start(new URL('./sign-in/floor-process.mjs', import.meta.url), {})
  const cost = await measure(options, grounds, floor)
  const soaks = []
  for (const ground of options.soak > 0 ? firstOfEach(grounds) : [])
    soaks.push(await soak(ground, options.soak, options.concurrency))
  for (const { server } of grounds) await server.child.stop()
  const starts = []
  for (const { database, size, filled } of options.starts > 0 ? firstOfEach(grounds.toReversed()) : [])
    starts.push({ database, users: size, milliseconds: await startTime(filled, options.starts) })
  const shared = grounds.findLast(({ database }) => database === 'postgres')
  const measuresNodes = postgres && shared && options.nodes.length > 0
  return {
    node: process.versions.node,
    processor: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    cost,
    soaks,
    starts,
    nodes: measuresNodes
      ? await measureNodes(start, shared.filled, { ...postgres, usage: shared.usage }, options)
      : undefined,
  }
}

/**
 * A server for each size on each database, filled.
 *
 * @param {Options} options
 * @param {string} folder
 * @param {Start} start
 * @param {Cluster | undefined} postgres
 */
async function groundsOf({ databases, sizes, signIns, profile, cores }, folder, start, postgres) {
  /** @type {Ground[]} */
  const grounds = []
  for (const database of databases) {
    for (const size of sizes) {
      say(`${database}: seeding ${size} users …`)
      const databaseUrl = database === 'postgres' ? await postgres?.createDatabase() : undefined
      const place = { folder: join(folder, `${database}-${size}`), databaseUrl }
      const filled = await fill(start, place, { size, signers: Math.min(size, signIns) })
      const server = await serveOn(start, filled, { profile, cores })
      const usage =
        databaseUrl === undefined
          ? usageOfSqlite(server.child.pid)
          : usageOfPostgres(databaseUrl, postgres?.postmaster ?? 0)
      grounds.push({ database, size, filled, server, usage })
    }
  }
  return grounds
}

/** One for each database. @param {Ground[]} grounds */
const firstOfEach = (grounds) =>
  grounds.filter(({ database }, at) => grounds.findIndex((other) => other.database === database) === at)
