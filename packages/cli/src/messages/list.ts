import type { MessageState, OutboxEntry } from '@latchkey/server'
import { type Command, UsageError } from '../command.js'
import { dataOptions } from '../data-option.js'
import { inOneLine } from '../one-line.js'
import { withData } from '../with-data.js'

export const messagesList: Command = {
  words: ['messages', 'list'],
  summary: 'lists the messages to users, newest first',
  options: {
    pool: { value: 'ID', summary: 'of one user pool only' },
    state: { value: 'STATE', summary: 'waiting, sent, dead or kept only' },
    limit: { value: 'N', default: '50', summary: 'how many' },
    contents: { summary: 'show what they say, codes and passwords too; in development it is shown anyway' },
    ...dataOptions,
    json: { summary: 'print JSON' },
  },
  async run(values) {
    const { pool: poolId, state, limit = '', flags } = values
    const { messageStates } = await import('@latchkey/server')
    const which = { poolId, state: stateOf(state, messageStates) }
    const most = limitOf(limit)
    return withData(values, async (folder) => {
      const entries = await folder.messages.list(which, most)
      const shown = folder.development || flags.has('contents') ? entries : entries.map(withoutText)
      process.stdout.write(flags.has('json') ? `${JSON.stringify(shown)}\n` : shown.map(lineOf).join(''))
    })
  },
}

function stateOf(text: string | undefined, states: readonly MessageState[]): MessageState | undefined {
  const state = states.find((one) => one === text)
  if (state !== undefined || text === undefined) return state
  throw new UsageError(`--state ${text} is none of ${states.join(', ')}.`)
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= 1000) return limit
  throw new UsageError(`--limit ${text} is not a number from 1 to 1000.`)
}

const withoutText = (entry: OutboxEntry): OutboxEntry => ({ ...entry, text: undefined })

const lineOf = ({
  createdAt,
  state,
  medium,
  to,
  occasion,
  subject,
  text,
  attempts,
  lastError,
}: OutboxEntry) => {
  const trouble =
    lastError === undefined ? '' : `  (${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${lastError})`
  const facts = [createdAt.toISOString(), state.padEnd(7), medium.padEnd(5), to ?? '?', occasion ?? '?']
  return `${inOneLine(`${facts.join('  ')}  ${text ?? subject ?? ''}${trouble}`)}\n`
}
