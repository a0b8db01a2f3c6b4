// A reader who tries the guide out: a browser's name, an authenticator app, and a console that prints a line a value.
import { inspect } from 'node:util'
import { TOTP } from 'otpauth'

globalThis.navigator ??= { userAgent: 'Docs' }

console.log = (...values) => process.stdout.write(`${values.map(inOneLine).join(' ')}\n`)

const inOneLine = (value) =>
  typeof value === 'string' ? value : inspect(value, { breakLength: Infinity, compact: 100, depth: null })

/** The app takes the secret down as soon as a page shows it. */
let secret
const { fetch } = globalThis
globalThis.fetch = async (...request) => {
  const response = await fetch(...request)
  const text = await response.clone().text()
  secret = /"SecretCode":"(\w+)"/.exec(text)?.[1] ?? secret
  return response
}

const STEP_MILLISECONDS = 30_000
/** A code passes once, and one step early or late: three codes are good at any time, from the oldest on. */
let step = Math.floor(Date.now() / STEP_MILLISECONDS) - 2

/** Stands for the app's form: the user is asked for a code. */
globalThis.prompt = () => {
  step = Math.max(step + 1, Math.floor(Date.now() / STEP_MILLISECONDS) - 1)
  return new TOTP({ secret }).generate({ timestamp: step * STEP_MILLISECONDS })
}
