// @ts-check
import { median, quantile } from '../shared/statistics.mjs'
import { load } from './load.mjs'

/** @typedef {import('../shared/child.mjs').Child} Child */
/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./options.mjs').DatabaseName} DatabaseName */
/** @typedef {import('./latchkey.mjs').Filled} Filled */
/** @typedef {import('./latchkey.mjs').Server} Server */
/** @typedef {import('./usage.mjs').Usage} Usage */
/** @typedef {import('./load.mjs').Load} Load */

/** @typedef {{ database: DatabaseName, size: number, filled: Filled, server: Server, usage: Usage }} Ground */

/**
 * What was measured of one server. Every list has one value for each round, `waits` one for each sign-in.
 * @typedef {Ground & {
 *   load: Load, cpuAlone: number[], cpu: number[], rate: number[], waits: number[],
 *   refreshCpu: number[], eventLoopDelays: number[], databaseCpu: number, databaseRefreshCpu: number, written: number,
 * }} Subject
 */

/** @typedef {Awaited<ReturnType<typeof measure>>} Cost */

/**
 * All servers and the floor take turns in short rounds, so that whatever else the machine does hits them alike.
 *
 * @param {Options} options
 * @param {Ground[]} grounds
 * @param {Child} floor
 */
export async function measure(options, grounds, floor) {
  const subjects = grounds.map((ground) => subjectOf(ground, options))
  say('Warming up …')
  for (const { load } of subjects) {
    await load.many(options.warmUp)
    await load.manyRefreshes(options.warmUp / 4)
  }
  await floor.ask('run', { count: options.warmUp })
  /** @type {number[]} */
  const floors = []
  const rounds = Math.ceil(options.signIns / options.perRound)
  for (let round = 0; round < rounds; round += 1) {
    say(`Round ${round + 1} of ${rounds} …`)
    const before = await floor.ask('run', { count: options.perRound })
    await measureAlone(rotated(subjects, round), options.perRound)
    for (const subject of rotated(subjects, round)) await measureTogether(subject, options)
    const after = await floor.ask('run', { count: options.perRound })
    floors.push((before + after) / 2 / options.perRound)
  }
  const signIns = rounds * options.perRound
  const results = await Promise.all(subjects.map((subject) => resultOf(subject, floors, signIns)))
  for (const { load } of subjects) load.close()
  return { signIns, concurrency: options.concurrency, floorCpu: median(floors), results }
}

/** @param {Ground} ground @param {Options} options @returns {Subject} */
const subjectOf = (ground, { concurrency }) => ({
  ...ground,
  load: load([ground.server.url], ground.filled.signers, concurrency),
  cpuAlone: [],
  cpu: [],
  rate: [],
  waits: [],
  refreshCpu: [],
  eventLoopDelays: [],
  databaseCpu: 0,
  databaseRefreshCpu: 0,
  written: 0,
})

/** Enough for caches to be those of the server that is asked, and few enough for all servers to have the same weather. */
const IN_A_ROW = 5

/**
 * One sign-in at a time. Servers take turns after every few of them, since p50 is compared with p50.
 *
 * @param {Subject[]} subjects
 * @param {number} count
 */
async function measureAlone(subjects, count) {
  const cpu = new Map(subjects.map((subject) => [subject, 0]))
  for (let done = 0; done < count; done += IN_A_ROW) {
    for (const subject of subjects) {
      const alone = await withUsage(subject, () => subject.load.many(IN_A_ROW, 1))
      subject.waits.push(...alone.result.results)
      cpu.set(subject, (cpu.get(subject) ?? 0) + alone.cpu)
    }
  }
  for (const [subject, milliseconds] of cpu) subject.cpuAlone.push(milliseconds / count)
}

/** @param {Subject} subject @param {Options} options */
async function measureTogether(subject, { perRound, concurrency }) {
  const { child } = subject.server
  await child.ask('watchEventLoop')
  const together = await withUsage(subject, () => subject.load.many(perRound, concurrency))
  subject.eventLoopDelays.push(await child.ask('eventLoopDelay'))
  subject.cpu.push(together.cpu / perRound)
  subject.databaseCpu += together.databaseCpu
  subject.written += together.written
  subject.rate.push(together.result.rate)
  const refreshes = await withUsage(subject, () => subject.load.manyRefreshes(perRound))
  subject.refreshCpu.push(refreshes.cpu / perRound)
  subject.databaseRefreshCpu += refreshes.databaseCpu
}

/**
 * @template Result
 * @param {Subject} subject
 * @param {() => Promise<Result>} work
 */
async function withUsage({ server: { child }, usage }, work) {
  const before = { ...(await usage()), cpu: Number(await child.ask('cpu')) }
  const result = await work()
  const cpu = Number(await child.ask('cpu')) - before.cpu
  const after = await usage()
  return {
    result,
    cpu,
    databaseCpu: after.databaseCpu - before.databaseCpu,
    written: after.written - before.written,
  }
}

/** @param {Subject} subject @param {number[]} floors @param {number} signIns */
async function resultOf(subject, floors, signIns) {
  const { database, size, filled, server, cpuAlone, cpu, rate, waits, eventLoopDelays } = subject
  return {
    database,
    users: size,
    storage: filled.storage,
    cpuAlone: median(cpuAlone),
    cpu: median(cpu),
    ratioAlone: median(ratios(cpuAlone, floors)),
    ratio: median(ratios(cpu, floors)),
    databaseCpu: subject.databaseCpu / signIns,
    databaseRefreshCpu: subject.databaseRefreshCpu / signIns,
    written: subject.written / signIns,
    refreshCpu: median(subject.refreshCpu),
    p50: median(waits),
    p99: quantile(waits, 0.99),
    rate: median(rate),
    eventLoopDelay: median(eventLoopDelays),
    residentBytes: Number(await server.child.ask('memory')),
  }
}

/** Of the same round: what makes the machine slow for a while makes both slow. @param {number[]} costs @param {number[]} floors */
const ratios = (costs, floors) => costs.map((cost, round) => cost / (floors[round] ?? Number.NaN))

/**
 * Nobody goes first every time.
 * @template T
 * @param {T[]} list
 * @param {number} by
 */
const rotated = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)]

/** Standard output is for the results. @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`)
