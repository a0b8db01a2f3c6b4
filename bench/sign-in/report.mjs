// @ts-check

/** What is wanted. A benchmark reports; nothing fails by it, since no machine is quiet enough for that. */
const WANTED = { ratio: 1.6, p50Growth: 1.2 }

/** @param {import('./measure.mjs').Report} report */
export function asTable(report) {
  const { node, processor, srp, signIns, concurrency, floorCpu, results, p50Growth } = report
  const head = [
    'users',
    'CPU alone',
    'ratio',
    `CPU × ${concurrency}`,
    'ratio',
    'p50',
    'p99',
    'per s',
    'memory',
  ]
  const rows = results.map((result) => [
    result.users.toLocaleString('en'),
    milliseconds(result.cpuAlone),
    result.ratioAlone.toFixed(2),
    milliseconds(result.cpu),
    result.ratio.toFixed(2),
    milliseconds(result.p50),
    milliseconds(result.p99),
    result.rate.toFixed(0),
    `${(result.residentBytes / 2 ** 20).toFixed(0)} MB`,
  ])
  return `
Sign-in on a remembered device (SRP for the password, SRP for the device), ${signIns} of each kind
Node ${node}, ${processor}, SRP in ${srp === 'inline' ? 'the event loop' : srp}

floor (six exponentiations, two RS256 signatures): ${milliseconds(floorCpu)} of CPU

${table([head, ...rows])}

CPU: the server's, all threads, for one sign-in: one at a time, and ${concurrency} side by side. Ratio: to the floor; wanted ${WANTED.ratio} or less.
p50, p99: waiting for the four answers, one sign-in at a time.  p50, last size to first: ${p50Growth.toFixed(2)}; wanted ${WANTED.p50Growth} or less.
per s: ${concurrency} side by side, the load generator on the same machine.
`
}

const milliseconds = (/** @type {number} */ value) => `${value.toFixed(2)} ms`

/** @param {string[][]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (/** @type {string[]} */ row) =>
    row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ')
  return rows.map(line).join('\n')
}
