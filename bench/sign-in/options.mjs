// @ts-check
import { parseArgs } from 'node:util'
import { count, counts } from '../shared/numbers.mjs'

/** @typedef {'sqlite' | 'postgres'} DatabaseName */

/**
 * @typedef {{
 *   databases: DatabaseName[], sizes: number[], signIns: number, warmUp: number, perRound: number, concurrency: number,
 *   cores: string | undefined, nodes: number[], turnMilliseconds: number, starts: number, soak: number, profile: string | undefined,
 *   output: 'text' | 'markdown' | 'json',
 * }} Options
 */

export const HELP = `npm run bench -- sign-in [options]

  --database sqlite,postgres
  --sizes 100,100000        users in the pool; one server each
  --sign-ins 300            sign-ins of each size, one after the other, and as many again side by side
  --warm-up 1000            sign-ins before those that count: V8 compiles for that long and longer
  --concurrency 16          how many are side by side
  --starts 5                how often a server is started on the largest pool; 0: not at all
  --nodes 1,2,4             nodes on PostgreSQL, which share a core in equal parts; 0: none
  --seconds 4               how long each turn of nodes lasts
  --soak N                  N sign-ins more at the smallest pool, whose memory is printed each tenth of them
  --cores LIST              the cores of each server, such as 0 or 0-1; with one, SRP is in the event loop (default: all)
  --profile FOLDER          writes a V8 CPU profile of each process and worker thread (open it in Chrome)
  --markdown                prints Markdown
  --json                    prints JSON
`

/** @param {string[]} args @returns {Options | 'help'} */
export function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      database: { type: 'string', default: 'sqlite,postgres' },
      sizes: { type: 'string', default: '100,100000' },
      'sign-ins': { type: 'string', default: '300' },
      'warm-up': { type: 'string', default: '1000' },
      concurrency: { type: 'string', default: '16' },
      starts: { type: 'string', default: '5' },
      nodes: { type: 'string', default: '1,2,4' },
      seconds: { type: 'string', default: '4' },
      soak: { type: 'string', default: '0' },
      cores: { type: 'string' },
      profile: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    databases: databasesOf(values.database),
    sizes: counts('sizes', values.sizes),
    signIns: count('sign-ins', values['sign-ins']),
    warmUp: count('warm-up', values['warm-up']),
    perRound: 50,
    concurrency: count('concurrency', values.concurrency),
    starts: values.starts === '0' ? 0 : count('starts', values.starts),
    turnMilliseconds: count('seconds', values.seconds) * 1000,
    soak: values.soak === '0' ? 0 : count('soak', values.soak),
    nodes: values.nodes === '0' ? [] : nodesOf(counts('nodes', values.nodes)),
    cores: values.cores,
    profile: values.profile,
    output: values.json ? 'json' : values.markdown ? 'markdown' : 'text',
  }
}

/** One is what the others are compared with. @param {number[]} numbers */
const nodesOf = (numbers) => [...new Set([1, ...numbers])].sort((one, other) => one - other)

/** @param {string} text @returns {DatabaseName[]} */
const databasesOf = (text) =>
  text.split(',').map((name) => {
    if (name === 'sqlite' || name === 'postgres') return name
    throw new Error(`--database: ${JSON.stringify(name)} is none; there are sqlite and postgres.`)
  })
