// @ts-check
import { cpus } from 'node:os'
import { signInClient } from './client.mjs'
import { median, quantile } from './statistics.mjs'

/** @typedef {import('./child.mjs').Child} Child */
/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./seed.mjs').Signer} Signer */

/**
 * What was measured of one server. Every list has one value for each round, `waits` one for each sign-in.
 * @typedef {{
 *   size: number, child: Child, client: ReturnType<typeof signInClient>, signers: Signer[], next: number,
 *   cpuAlone: number[], cpu: number[], rate: number[], waits: number[],
 * }} Subject
 */

/** @typedef {Awaited<ReturnType<typeof measure>>} Report */

/**
 * All servers and the floor take turns in short rounds, so that whatever else the machine does hits them alike.
 *
 * @param {Options} options
 * @param {{ size: number, child: Child }[]} servers
 * @param {Child} floor
 */
export async function measure(options, servers, floor) {
  say(`Seeding ${options.sizes.join(', ')} users …`)
  const subjects = await Promise.all(servers.map((server) => prepared(server, options)))
  say('Warming up …')
  for (const subject of subjects) await signInMany(subject, options.warmUp, options.concurrency)
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
  for (const { client } of subjects) client.close()
  const [first, last] = [results[0], results.at(-1)]
  return {
    node: process.versions.node,
    processor: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    srp: options.cores === 1 ? 'inline' : 'worker threads',
    signIns: rounds * options.perRound,
    concurrency: options.concurrency,
    floorCpu,
    results,
    p50Growth: first && last ? last.p50 / first.p50 : Number.NaN,
  }
}

/**
 * @param {{ size: number, child: Child }} server
 * @param {Options} options
 * @returns {Promise<Subject>}
 */
async function prepared({ size, child }, { signIns, concurrency }) {
  /** @type {Signer[]} */
  const signers = await child.ask('seed', { size, signers: Math.min(size, signIns) })
  const client = signInClient(await child.ask('url'), concurrency)
  return { size, child, client, signers, next: 0, cpuAlone: [], cpu: [], rate: [], waits: [] }
}

/** @param {Subject} subject @param {Options} options */
async function measureRound(subject, { perRound, concurrency }) {
  const alone = await signInMany(subject, perRound, 1)
  subject.waits.push(...alone.waits)
  subject.cpuAlone.push(alone.cpu)
  const together = await signInMany(subject, perRound, concurrency)
  subject.cpu.push(together.cpu)
  subject.rate.push(together.rate)
}

/**
 * `count` sign-ins by different users, `concurrency` at any time, each beginning when one before it has ended.
 *
 * @param {Subject} subject
 * @param {number} count
 * @param {number} concurrency
 */
async function signInMany(subject, count, concurrency) {
  const { child, client, signers } = subject
  /** @type {number[]} */
  const waits = []
  let begun = 0
  const worker = async () => {
    while (begun < count) {
      begun += 1
      const signer = signers[subject.next++ % signers.length]
      if (signer) waits.push(await client.signIn(signer))
    }
  }
  const before = await child.ask('cpu')
  const start = performance.now()
  await Promise.all(Array.from({ length: concurrency }, worker))
  const seconds = (performance.now() - start) / 1000
  return { waits, rate: count / seconds, cpu: ((await child.ask('cpu')) - before) / count }
}

/** @param {Subject} subject @param {number} floorCpu */
async function resultOf({ size, child, cpuAlone, cpu, rate, waits }, floorCpu) {
  return {
    users: size,
    cpuAlone: median(cpuAlone),
    cpu: median(cpu),
    ratioAlone: median(cpuAlone) / floorCpu,
    ratio: median(cpu) / floorCpu,
    p50: median(waits),
    p99: quantile(waits, 0.99),
    rate: median(rate),
    residentBytes: Number(await child.ask('memory')),
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
const say = (text) => process.stderr.write(`${text}\n`)
