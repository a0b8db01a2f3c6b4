// @ts-check
import { median, quantile } from '../shared/statistics.mjs'
import { load } from './load.mjs'

/** @typedef {import('../shared/child.mjs').Child} Child */
/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./options.mjs').DatabaseName} DatabaseName */
/** @typedef {Awaited<ReturnType<typeof import('./latchkey.mjs').startLatchkey>>} Server */
/** @typedef {import('./load.mjs').Load} Load */

/** @typedef {{ database: DatabaseName, size: number, server: Server, databaseCpu: (() => number) | undefined }} Ground */

/**
 * What was measured of one server. Every list has one value for each round, `waits` one for each sign-in.
 * @typedef {Ground & {
 *   load: Load, cpuAlone: number[], cpu: number[], cpuOfDatabase: number[], rate: number[], waits: number[],
 *   eventLoopDelays: number[],
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
  for (const { load } of subjects) await load.many(options.warmUp)
  await floor.ask('run', { count: options.warmUp })
  /** @type {number[]} */
  const floors = []
  const rounds = Math.ceil(options.signIns / options.perRound)
  for (let round = 0; round < rounds; round += 1) {
    say(`Round ${round + 1} of ${rounds} …`)
    for (const subject of rotated(subjects, round)) await measureRound(subject, options)
    floors.push((await floor.ask('run', { count: options.perRound })) / options.perRound)
  }
  const floorCpu = median(floors)
  const results = await Promise.all(subjects.map((subject) => resultOf(subject, floorCpu)))
  for (const { load } of subjects) load.close()
  return { signIns: rounds * options.perRound, concurrency: options.concurrency, floorCpu, results }
}

/** @param {Ground} ground @param {Options} options @returns {Subject} */
const subjectOf = (ground, { concurrency }) => ({
  ...ground,
  load: load([ground.server.url], ground.server.signers, concurrency),
  cpuAlone: [],
  cpu: [],
  cpuOfDatabase: [],
  rate: [],
  waits: [],
  eventLoopDelays: [],
})

/** @param {Subject} subject @param {Options} options */
async function measureRound(subject, { perRound, concurrency }) {
  const { child } = subject.server
  const alone = await withCpu(subject, () => subject.load.many(perRound, 1))
  subject.waits.push(...alone.result.waits)
  subject.cpuAlone.push(alone.cpu / perRound)
  await child.ask('watchEventLoop')
  const together = await withCpu(subject, () => subject.load.many(perRound, concurrency))
  subject.eventLoopDelays.push(await child.ask('eventLoopDelay'))
  subject.cpu.push(together.cpu / perRound)
  subject.cpuOfDatabase.push(together.cpuOfDatabase / perRound)
  subject.rate.push(together.result.rate)
}

/**
 * @template Result
 * @param {Subject} subject
 * @param {() => Promise<Result>} work
 */
async function withCpu({ server: { child }, databaseCpu }, work) {
  const before = { node: await child.ask('cpu'), database: databaseCpu?.() ?? 0 }
  const result = await work()
  return {
    result,
    cpu: (await child.ask('cpu')) - before.node,
    cpuOfDatabase: (databaseCpu?.() ?? 0) - before.database,
  }
}

/** @param {Subject} subject @param {number} floorCpu */
async function resultOf(subject, floorCpu) {
  const { database, size, server, cpuAlone, cpu, cpuOfDatabase, rate, waits, eventLoopDelays } = subject
  return {
    database,
    users: size,
    cpuAlone: median(cpuAlone),
    cpu: median(cpu),
    ratioAlone: median(cpuAlone) / floorCpu,
    ratio: median(cpu) / floorCpu,
    databaseCpu: median(cpuOfDatabase),
    p50: median(waits),
    p99: quantile(waits, 0.99),
    rate: median(rate),
    eventLoopDelay: median(eventLoopDelays),
    residentBytes: Number(await server.child.ask('memory')),
  }
}

/**
 * Nobody goes first every time.
 * @template T
 * @param {T[]} list
 * @param {number} by
 */
const rotated = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)]

/** Standard output is for the results. @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`)
