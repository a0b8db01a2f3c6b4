// @ts-check

import { table } from '../shared/table.mjs'
import { estimate } from './estimate.mjs'
import { bytesPer } from './storage.mjs'

/** What is wanted. A benchmark reports; nothing fails by it, since no machine is quiet enough for that. */
const WANTED = {
  ratio: { sqlite: 1.4, postgres: 1.5 },
  p50Growth: 1.2,
  eventLoopDelay: 20,
  start: 1500,
  twoNodes: 1.7,
  residentMegabytes: 200,
}

/** @typedef {import('../sign-in.mjs').Report} Report */

/** @param {Report} report @param {boolean} markdown */
export function asText({ node, processor, cost, soaks, starts, nodes }, markdown) {
  const parts = [
    `Sign-in on a remembered device (SRP for the password, SRP for the device), ${cost.signIns} of each kind`,
    `Node ${node}, ${processor}`,
    `floor (six exponentiations, two RS256 signatures): ${milliseconds(cost.floorCpu)} of CPU`,
    costTable(cost, markdown),
    NOTES(cost.concurrency),
    storageTable(cost, markdown),
    ...(nodes ? [typeof nodes === 'string' ? `Nodes: ${nodes}.` : nodesTable(nodes, markdown)] : []),
    ...(starts.length > 0 ? [startTable(starts, markdown)] : []),
    ...(soaks.length > 0 ? [soakTable(soaks, markdown)] : []),
    ...estimateOf(cost, markdown),
  ]
  return `\n${parts.join('\n\n')}\n`
}

const NOTES = (/** @type {number} */ concurrency) =>
  `CPU: the server's, all threads, for one sign-in: one at a time, and ${concurrency} side by side. Ratio: to the floor; wanted ${WANTED.ratio.sqlite} or less on SQLite, ${WANTED.ratio.postgres} on PostgreSQL.
CPU of db: PostgreSQL's own, ${concurrency} side by side; it is no part of the ratio. SQLite is part of the server.
Written: to the disk for one sign-in; on SQLite by the server, its log with it; on PostgreSQL to the write-ahead log. Refresh: CPU of the server for one.
p50, p99: waiting for the four answers, one sign-in at a time. To first: p50 to that of the first size; wanted ${WANTED.p50Growth} or less.
per s: ${concurrency} side by side, the load generator on the same machine. Loop: p99 delay of the event loop meanwhile; wanted less than ${WANTED.eventLoopDelay} ms.`

/** @param {Report['cost']} cost @param {boolean} markdown */
function costTable({ concurrency, results }, markdown) {
  const head = [
    'database',
    'users',
    'CPU alone',
    'ratio',
    `CPU × ${concurrency}`,
    'ratio',
    'CPU of db',
    'written',
    'refresh',
    'its CPU of db',
    'p50',
    'p99',
    'to first',
    'per s',
    'loop',
    'memory',
  ]
  const rows = results.map((result) => [
    nameOf[result.database],
    result.users.toLocaleString('en'),
    milliseconds(result.cpuAlone),
    result.ratioAlone.toFixed(2),
    milliseconds(result.cpu),
    result.ratio.toFixed(2),
    result.database === 'sqlite' ? '' : milliseconds(result.databaseCpu),
    `${(result.written / 1024).toFixed(1)} kB`,
    milliseconds(result.refreshCpu),
    result.database === 'sqlite' ? '' : milliseconds(result.databaseRefreshCpu),
    milliseconds(result.p50),
    milliseconds(result.p99),
    (result.p50 / (results.find(({ database }) => database === result.database)?.p50 ?? 0)).toFixed(2),
    result.rate.toFixed(0),
    milliseconds(result.eventLoopDelay),
    megabytes(result.residentBytes),
  ])
  return table([head, ...rows], markdown)
}

/** The largest pool tells it best. @param {Report['cost']} cost @param {'sqlite' | 'postgres'} name */
const largest = ({ results }, name) => results.findLast(({ database }) => database === name)

/** @param {Report['cost']} cost @param {boolean} markdown */
function storageTable(cost, markdown) {
  const found = [largest(cost, 'sqlite'), largest(cost, 'postgres')].flatMap((result) => result ?? [])
  const rows = found.map(({ database, users, storage }) => {
    const { user, device, session } = bytesPer(storage)
    return [
      nameOf[database],
      users.toLocaleString('en'),
      ...[user, device, session].map((bytes) => bytes.toFixed(0)),
    ]
  })
  const head = ['database', 'users', 'a user, two names', 'a device', 'a session, a refresh token']
  return `Bytes on the disk, with indexes:\n\n${table([head, ...rows], markdown)}`
}

/** @param {Report['cost']} cost @param {boolean} markdown */
function estimateOf(cost, markdown) {
  const result = largest(cost, 'postgres')
  return result ? [estimate({ ...result, perUser: bytesPer(result.storage) }, markdown)] : []
}

/** @param {Exclude<import('./nodes.mjs').Scale, string>} nodes @param {boolean} markdown */
function nodesTable(nodes, markdown) {
  const rows = nodes.map(({ nodes: number, rate, toOne, cpu, share, databaseCpu, others }) => [
    String(number),
    rate.toFixed(0),
    toOne.toFixed(2),
    milliseconds(cpu),
    `${(share * 100).toFixed(0)} %`,
    milliseconds(databaseCpu),
    others.toFixed(2),
  ])
  const head = ['nodes', 'per s', 'to one', 'CPU of nodes', 'core of each', 'CPU of db', 'cores of others']
  return `Nodes on one PostgreSQL, ${Math.max(...nodes.map(({ nodes: number }) => number))} at most; two to one, wanted ${WANTED.twoNodes} or more:

${table([head, ...rows], markdown)}

Each node has the same share of the first core, however many there are: where there are fewer, processes that only burn their share take the place of the others.
The load generator and the database have the other cores to themselves, and must not need all of them (cores of others). SRP of nodes is in their event loops.`
}

/** @param {Report['starts']} starts @param {boolean} markdown */
const startTable = (starts, markdown) =>
  `From the start of  latchkey serve  to its first answer that it is ready, median; wanted ${WANTED.start} ms or less:\n\n${table(
    [
      ['database', 'users', 'start'],
      ...starts.map(({ database, users, milliseconds }) => [
        nameOf[database],
        users.toLocaleString('en'),
        `${milliseconds.toFixed(0)} ms`,
      ]),
    ],
    markdown,
  )}`

/** @param {Report['soaks']} soaks @param {boolean} markdown */
function soakTable(soaks, markdown) {
  const [first] = soaks
  const rows = (first?.memory ?? []).map(({ signIns }, at) => [
    signIns.toLocaleString('en'),
    ...soaks.map(({ memory }) => megabytes(memory[at]?.residentBytes ?? Number.NaN)),
  ])
  const head = ['further sign-ins', ...soaks.map(({ database }) => nameOf[database])]
  return `Resident memory of the server; wanted less than ${WANTED.residentMegabytes} MB, and flat:\n\n${table([head, ...rows], markdown)}`
}

const nameOf = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

const milliseconds = (/** @type {number} */ value) => `${value.toFixed(2)} ms`

const megabytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`
