// @ts-check
import { parseArgs } from 'node:util'

/**
 * @typedef {{
 *   sizes: number[], signIns: number, warmUp: number, perRound: number, concurrency: number, cores: number | undefined,
 *   profile: string | undefined, json: boolean,
 * }} Options
 */

export const HELP = `npm run bench -- sign-in [options]

  --sizes 100,10000,100000  users in the pool; one server each
  --sign-ins 300            sign-ins of each size, one after the other, and as many again side by side
  --warm-up 1000            sign-ins before those that count: V8 compiles for that long and longer
  --concurrency 16          how many are side by side
  --cores N                 cores for SRP; 1 computes inline, without worker threads (default: all)
  --profile FOLDER          writes a V8 CPU profile of each process and worker thread (open it in Chrome)
  --json                    prints JSON
`

/**
 * @param {string[]} args
 * @returns {Options | 'help'}
 */
export function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: '100,10000,100000' },
      'sign-ins': { type: 'string', default: '300' },
      'warm-up': { type: 'string', default: '1000' },
      concurrency: { type: 'string', default: '16' },
      cores: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    sizes: values.sizes.split(',').map((size) => count('sizes', size)),
    signIns: count('sign-ins', values['sign-ins']),
    warmUp: count('warm-up', values['warm-up']),
    perRound: 50,
    concurrency: count('concurrency', values.concurrency),
    cores: values.cores === undefined ? undefined : count('cores', values.cores),
    profile: values.profile,
    json: values.json,
  }
}

/** @param {string} name @param {string} text */
function count(name, text) {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`--${name}: ${text} is not a whole number above 0.`)
}
