// @ts-check
import { table } from '../shared/table.mjs'

/** What is wanted. A benchmark reports; nothing fails by it, since no machine is quiet enough for that. */
const WANTED = {
  ratio: { sqlite: 1.4, postgres: 1.5 },
  p50Growth: 1.2,
  eventLoopDelay: 20,
  start: 1500,
  residentMegabytes: 200,
}

/** @typedef {import('../sign-in.mjs').Report} Report */

/** @param {Report} report @param {boolean} markdown */
export function asText({ node, processor, cost, soaks, starts }, markdown) {
  const parts = [
    `Sign-in on a remembered device (SRP for the password, SRP for the device), ${cost.signIns} of each kind`,
    `Node ${node}, ${processor}`,
    `floor (six exponentiations, two RS256 signatures): ${milliseconds(cost.floorCpu)} of CPU`,
    costTable(cost, markdown),
    NOTES(cost.concurrency),
    ...(starts.length > 0 ? [startTable(starts, markdown)] : []),
    ...(soaks.length > 0 ? [soakTable(soaks, markdown)] : []),
  ]
  return `\n${parts.join('\n\n')}\n`
}

const NOTES = (/** @type {number} */ concurrency) =>
  `CPU: the server's, all threads, for one sign-in: one at a time, and ${concurrency} side by side. Ratio: to the floor; wanted ${WANTED.ratio.sqlite} or less on SQLite, ${WANTED.ratio.postgres} on PostgreSQL.
CPU of db: PostgreSQL's own, ${concurrency} side by side; it is no part of the ratio. SQLite is part of the server.
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
    milliseconds(result.p50),
    milliseconds(result.p99),
    (result.p50 / (results.find(({ database }) => database === result.database)?.p50 ?? 0)).toFixed(2),
    result.rate.toFixed(0),
    milliseconds(result.eventLoopDelay),
    megabytes(result.residentBytes),
  ])
  return table([head, ...rows], markdown)
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
