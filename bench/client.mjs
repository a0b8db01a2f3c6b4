// @ts-check
// npm run bench -- client: what signing in costs an app, with aws-amplify/auth and with @latchkey/auth.
import { chromium } from './client/chromium.mjs'
import { measure } from './client/measure.mjs'
import { node } from './client/node.mjs'
import { HELP, optionsOf } from './client/options.mjs'
import { asTable, report } from './client/report.mjs'
import { startChild } from './shared/child.mjs'
import { onInterrupt } from './shared/interrupt.mjs'

const places = { node, chromium }

/** @param {string[]} args */
export default async function bench(args) {
  const options = optionsOf(args)
  if (options === 'help') {
    process.stdout.write(HELP)
    return
  }
  /** @type {import('./shared/child.mjs').Child[]} */
  const children = []
  const interrupted = onInterrupt()
  try {
    const results = await Promise.race([run(options, children), interrupted.raised])
    if (results)
      process.stdout.write(
        options.json ? `${JSON.stringify(report(results), null, 2)}\n` : asTable(report(results)),
      )
    else process.exitCode = 130
  } finally {
    interrupted.ignore()
    await Promise.all(children.map((child) => child.stop()))
  }
}

/**
 * @param {import('./client/options.mjs').Options} options
 * @param {import('./shared/child.mjs').Child[]} children
 */
async function run(options, children) {
  const server = startChild(new URL('./client/server-process.mjs', import.meta.url), {})
  children.push(server)
  const url = await server.ask('url')
  const results = []
  for (const name of options.places) {
    const place = await places[name](url, options, children)
    try {
      results.push(await measure(place, options, server))
    } finally {
      await place.close()
    }
  }
  return results
}
