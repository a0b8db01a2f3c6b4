// @ts-check
// npm run bench -- size: what an app loads, with aws-amplify/auth and with @latchkey/auth.
import { parseArgs } from 'node:util'
import { measure } from './size/measure.mjs'
import { asTable } from './size/report.mjs'

const HELP = `npm run bench -- size [options]

  --json  prints JSON
`

/** @param {string[]} args */
export default async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const report = await measure()
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : asTable(report))
}
