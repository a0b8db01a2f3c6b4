import type { Command } from '../command.js'
import { NobodyReads, print } from '../print.js'
import { withData } from '../with-data.js'
import { eventOptions, formatOf, timeOf, whoseOf } from './options.js'

export const eventsExport: Command = {
  words: ['events', 'export'],
  summary: 'prints what is on record, oldest first',
  options: {
    ...eventOptions,
    since: { value: 'TIME', summary: 'from then on: 2026-03-11, or how long ago: 7d, 90m (default: all)' },
    until: { value: 'TIME', summary: 'before then (default: all)' },
  },
  async run(values) {
    const now = new Date()
    const wanted = {
      ...whoseOf(values),
      from: timeOf(values, 'since', now),
      to: timeOf(values, 'until', now),
    }
    const { head, lineOf } = formatOf(values)
    return withData(values, async (folder) => {
      try {
        await print(head)
        for await (const page of folder.events(wanted)) await print(page.map(lineOf).join(''))
      } catch (error) {
        if (!(error instanceof NobodyReads)) throw error
      }
    })
  },
}
