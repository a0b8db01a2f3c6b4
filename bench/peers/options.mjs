// @ts-check
import { parseArgs } from 'node:util'
import { count, counts } from '../shared/numbers.mjs'

/** @typedef {{ users: number[], rounds: number, seconds: number, concurrency: number, only: string | undefined, output: 'text' | 'markdown' | 'json' }} Options */

export const HELP = `npm run bench -- peers [options]

  --users 100,10000,50000   users in the pool, one size after the other
  --rounds 3                how often the servers take turns
  --seconds 4               how long each turn lasts: half of it one at a time, half of it side by side
  --concurrency 16          how many are side by side
  --only latchkey           without the peer, where there is no registry to install it from
  --markdown                prints the table as Markdown
  --json                    prints JSON
`

/** @param {string[]} args @returns {Options | 'help'} */
export function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string', default: '100,10000,50000' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '4' },
      concurrency: { type: 'string', default: '16' },
      only: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  if (values.only !== undefined && values.only !== 'latchkey')
    throw new Error(`--only: there is nothing to measure of ${values.only} alone.`)
  return {
    users: counts('users', values.users),
    rounds: count('rounds', values.rounds),
    seconds: count('seconds', values.seconds),
    concurrency: count('concurrency', values.concurrency),
    only: values.only,
    output: values.json ? 'json' : values.markdown ? 'markdown' : 'text',
  }
}
