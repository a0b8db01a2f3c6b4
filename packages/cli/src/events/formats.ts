import type { ReadEvent } from '@latchkey/server'

/** How events are printed. */
export type Format = { head: string; lineOf(event: ReadEvent): string }

const columns = [
  'CreationDate',
  'UserPoolId',
  'Kind',
  'Outcome',
  'Reason',
  'Username',
  'UserSub',
  'DeviceKey',
  'DeviceName',
  'IpAddress',
  'Place',
  'Browser',
  'System',
  'UserAgent',
  'ClientId',
  'SessionId',
  'Operator',
  'Operation',
  'EventId',
] as const satisfies readonly (keyof ReadEvent)[]

const dateOf = ({ CreationDate }: ReadEvent) => new Date(CreationDate * 1000).toISOString()

/**
 * What a spreadsheet would take for a formula when it opens the file, and run, also behind blanks: names of devices and
 * user agents are anybody's own words. Source: OWASP, "CSV Injection".
 */
const FORMULA = /^\s*[=+\-@|%＝＋－＠]/

/** Where semicolons part the cells, as in much of Europe, and quotes in the middle of a line mean nothing. */
const FORMULA_AFTER_SEPARATOR = /;[\s"]*(?=[=+\-@|%＝＋－＠])/g

/** What talks to the terminal, or turns the direction of the text that follows. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** Source: RFC 4180. */
function cell(value: string | undefined): string {
  if (value === undefined) return ''
  const seen = value.replace(UNSEEN, ' ')
  const harmless = `${FORMULA.test(seen) ? "'" : ''}${seen.replace(FORMULA_AFTER_SEPARATOR, "$&'")}`
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** JSON escapes less than a terminal wants. */
const escaped = (json: string) =>
  json.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

export const formats: Record<'jsonl' | 'csv', Format> = {
  jsonl: {
    head: '',
    lineOf: (event) => `${escaped(JSON.stringify({ ...event, CreationDate: dateOf(event) }))}\n`,
  },
  csv: {
    head: `${columns.join(',')}\r\n`,
    lineOf: (event) =>
      `${columns.map((name) => cell(name === 'CreationDate' ? dateOf(event) : event[name])).join(',')}\r\n`,
  },
}
