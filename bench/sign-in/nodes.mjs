// @ts-check
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { median } from '../shared/statistics.mjs'
import { serveOn } from './latchkey.mjs'
import { load } from './load.mjs'
import { say } from './measure.mjs'
import { processesOf } from './usage.mjs'

/** @typedef {import('./latchkey.mjs').Start} Start */
/** @typedef {import('./latchkey.mjs').Server} Server */
/** @typedef {{ nodes: number, rates: number[], cpu: number[], shares: number[], databaseCpu: number[], others: number[] }} Figures */
/** @typedef {Awaited<ReturnType<typeof measureNodes>>} Scale */

const ROUNDS = 4
/** How many turns long: V8 compiles for hundreds of sign-ins of each node. */
const WARM_UP_TURNS = 3
/** For each node: enough that it always has something to do. */
const CONCURRENCY = 8

/**
 * What two nodes do together, and four, to what one does.
 *
 * Every node has the same part of the first core, whatever there is beside it: as many processes as the largest number of
 * nodes compete for it all the time, nodes or others that only burn their share. The load generator and the database have
 * the other cores to themselves.
 *
 * @param {Start} start
 * @param {import('./latchkey.mjs').Filled} filled
 * @param {{ postmaster: number, usage: import('./usage.mjs').Usage }} database
 * @param {{ nodes: number[], turnMilliseconds: number }} options nodes: such as 1, 2, 4
 */
export async function measureNodes(start, filled, { postmaster, usage }, options) {
  const { nodes: numbers, turnMilliseconds } = options
  const [first, ...others] = coresOfThisProcess()
  if (first === undefined || others.length === 0)
    return 'not measured: this takes Linux, its taskset and two cores'
  const most = Math.max(...numbers)
  const pinned = { cores: String(first) }
  /** @type {Server[]} */
  const nodes = []
  for (let node = 0; node < most; node += 1) nodes.push(await serveOn(start, filled, pinned))
  const burners = Array.from({ length: most - Math.min(...numbers) }, () =>
    start(new URL('./burner-process.mjs', import.meta.url), {}, pinned),
  )
  const subjects = numbers.map((number) => ({
    nodes: nodes.slice(0, number),
    burners: burners.slice(0, most - number),
    load: load(
      nodes.slice(0, number).map(({ url }) => url),
      filled.signers,
      number * CONCURRENCY,
    ),
    /** @type {Figures} */
    figures: { nodes: number, rates: [], cpu: [], shares: [], databaseCpu: [], others: [] },
  }))
  pin([process.pid, ...(postmaster === 0 ? [] : processesOf(postmaster))], others.join())
  try {
    say('Warming up nodes …')
    await subjects.at(-1)?.load.during(WARM_UP_TURNS * turnMilliseconds)
    for (let round = 0; round < ROUNDS; round += 1) {
      say(`Round ${round + 1} of ${ROUNDS} of nodes …`)
      for (const subject of round % 2 === 0 ? subjects : subjects.toReversed())
        await turn(subject, usage, turnMilliseconds)
    }
  } finally {
    pin([process.pid], [first, ...others].join())
    for (const subject of subjects) subject.load.close()
  }
  const [alone] = subjects
  return subjects.map(({ figures }) => resultOf(figures, alone?.figures.rates ?? []))
}

/**
 * @param {{ nodes: Server[], burners: import('../shared/child.mjs').Child[], load: import('./load.mjs').Load, figures: Figures }} subject
 * @param {import('./usage.mjs').Usage} usage
 * @param {number} turnMilliseconds
 */
async function turn({ nodes, burners, load, figures }, usage, turnMilliseconds) {
  await Promise.all(burners.map((burner) => burner.ask('burn')))
  const before = { nodes: await cpuOf(nodes), database: await usage(), own: process.cpuUsage() }
  const began = performance.now()
  const { results, rate } = await load.during(turnMilliseconds)
  const milliseconds = performance.now() - began
  const cpu = (await cpuOf(nodes)) - before.nodes
  const databaseCpu = (await usage()).databaseCpu - before.database.databaseCpu
  const own = process.cpuUsage(before.own)
  await Promise.all(burners.map((burner) => burner.ask('rest')))
  figures.rates.push(rate)
  figures.cpu.push(cpu / results.length)
  figures.shares.push(cpu / milliseconds / nodes.length)
  figures.databaseCpu.push(databaseCpu / results.length)
  figures.others.push((databaseCpu + (own.user + own.system) / 1000) / milliseconds)
}

/** @param {Server[]} nodes */
async function cpuOf(nodes) {
  const each = await Promise.all(nodes.map(({ child }) => child.ask('cpu')))
  return each.reduce((sum, milliseconds) => sum + Number(milliseconds), 0)
}

/** @param {Figures} figures @param {number[]} alone rates of one node, in the same rounds */
const resultOf = ({ nodes, rates, cpu, shares, databaseCpu, others }, alone) => ({
  nodes,
  rate: median(rates),
  toOne: median(rates.map((rate, round) => rate / (alone[round] ?? Number.NaN))),
  cpu: median(cpu),
  share: median(shares),
  databaseCpu: median(databaseCpu),
  others: median(others),
})

/** On Linux; elsewhere none. */
function coresOfThisProcess() {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return []
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, at) => from + at)
  })
}

/** All threads. @param {number[]} pids @param {string} cores */
function pin(pids, cores) {
  for (const pid of pids) {
    const { status, stderr } = spawnSync('taskset', ['-a', '-p', '-c', cores, String(pid)], {
      encoding: 'utf8',
    })
    // It may have ended meanwhile.
    if (status !== 0 && !stderr.includes('No such process'))
      throw new Error(`Process ${pid} was not moved to cores ${cores}: ${stderr}`)
  }
}
