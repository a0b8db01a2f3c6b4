// @ts-check
import { cpus } from 'node:os'
import { table } from '../shared/table.mjs'
import { VERSION } from './cognito-local.mjs'

/** @typedef {{ users: number, results: import('./measure.mjs').Result[] }} Size */

/**
 * @param {Size[]} sizes
 * @param {import('./options.mjs').Options} options
 */
export function asText(sizes, { concurrency, only, output }) {
  const markdown = output === 'markdown'
  const crowded = `${concurrency} at once`
  const head = [
    'users',
    'server',
    'p50',
    'p99',
    'per s',
    `p50, ${crowded}`,
    `p99, ${crowded}`,
    `per s, ${crowded}`,
  ]
  const rows = sizes.flatMap(({ users, results }) => rowsOf(users.toLocaleString('en'), results))
  return `
Sign-in with a password in the clear (USER_PASSWORD_AUTH), without devices${only ? '' : `: Latchkey and cognito-local ${VERSION}`}
Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}

${table([head, ...rows], markdown)}

p50, p99 in milliseconds, one sign-in at a time and ${crowded}; the load generator is on the same machine. ratio: how many times shorter
the waiting is at Latchkey, and how many times more sign-ins there are in a second.
Latchkey derives the SRP verifier from the password (an exponentiation of 3072 bits) and compares it, signs two tokens, and has the session on disk (fsync) before it
answers. cognito-local compares the password as text, signs three tokens, writes all users into one JSON file, and never calls fsync.
`
}

/** @param {string} users @param {import('./measure.mjs').Result[]} results */
function rowsOf(users, results) {
  const rows = results.map((result) => [users, result.name, ...valuesOf(result).map(rounded)])
  const [ours, peer] = results
  if (!ours || !peer) return rows
  const theirs = valuesOf(peer)
  const ratios = valuesOf(ours).map((value, at) => {
    const ratio = (theirs[at] ?? Number.NaN) / value
    return isRate(at) ? 1 / ratio : ratio
  })
  return [...rows, [users, 'ratio', ...ratios.map((ratio) => `× ${rounded(ratio)}`)]]
}

/** Which of `valuesOf` are better when they are higher. @param {number} at */
const isRate = (at) => at % 3 === 2

/** @param {import('./measure.mjs').Result} result */
const valuesOf = ({ p50, p99, rate, crowdedP50, crowdedP99, crowdedRate }) => [
  p50,
  p99,
  rate,
  crowdedP50,
  crowdedP99,
  crowdedRate,
]

/** Three digits. @param {number} value */
const rounded = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
