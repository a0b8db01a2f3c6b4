// @ts-check
import { parseArgs } from 'node:util'

/** @typedef {'node' | 'chromium'} Place */

/**
 * @typedef {{ places: Place[], signIns: number, warmUp: number, profile: string | undefined, json: boolean }} Options
 */

export const HELP = `npm run bench -- client [options]

  --sign-ins 30         how often each thing is measured
  --warm-up 20          rounds before those that count
  --only node|chromium  one place alone
  --profile FOLDER      writes V8 CPU profiles (open them in Chrome); what is measured meanwhile is worth little
  --json                prints JSON
`

/**
 * @param {string[]} args
 * @returns {Options | 'help'}
 */
export function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      'sign-ins': { type: 'string', default: '30' },
      'warm-up': { type: 'string', default: '20' },
      only: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    places: placesOf(values.only),
    signIns: count('sign-ins', values['sign-ins']),
    warmUp: count('warm-up', values['warm-up']),
    profile: values.profile,
    json: values.json,
  }
}

/** @param {string | undefined} only @returns {Place[]} */
function placesOf(only) {
  if (only === undefined) return ['node', 'chromium']
  if (only === 'node' || only === 'chromium') return [only]
  throw new Error(`--only: ${only} is neither node nor chromium.`)
}

/** @param {string} name @param {string} text */
function count(name, text) {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`--${name}: ${text} is not a whole number above 0.`)
}
