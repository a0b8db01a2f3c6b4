import { setTimeout as wait } from 'node:timers/promises'
import type { ReadEvent } from '@latchkey/server'
import type { Command } from '../command.js'
import { dataPlace } from '../data-option.js'
import { NobodyReads, print } from '../print.js'
import { eventOptions, formatOf, timeOf, whoseOf } from './options.js'

const EVERY_MILLISECONDS = 1000

/**
 * An event is there when its transaction ends, and has the time of its beginning, by the clock of its node: it may come
 * after others that are later. So much is looked through again each time, for what was not there before.
 */
const AGAIN_MILLISECONDS = 30_000

export const eventsTail: Command = {
  words: ['events', 'tail'],
  summary: 'prints what happens, as it happens, until it is stopped',
  options: {
    ...eventOptions,
    since: {
      value: 'TIME',
      default: '0s',
      summary: 'and what happened since: 2026-03-11, or how long ago: 7d, 90m',
    },
  },
  async run(values) {
    const whose = whoseOf(values)
    const since = timeOf(values, 'since', new Date()) ?? new Date()
    const { head, lineOf } = formatOf(values)
    const { openDataFolder } = await import('@latchkey/server')
    const stop = new AbortController()
    const stopped = () => stop.abort()
    process.once('SIGINT', stopped).once('SIGTERM', stopped)
    const folder = await openDataFolder(dataPlace(values), process.env)
    const seen = newSeen(since)
    try {
      await print(head)
      while (!stop.signal.aborted) {
        const wanted = { ...whose, from: seen.from(new Date()), except: seen.ids() }
        for await (const page of folder.events(wanted)) {
          await print(page.map(lineOf).join(''))
          seen.add(page)
        }
        await wait(EVERY_MILLISECONDS, undefined, { signal: stop.signal }).catch(() => {})
      }
    } catch (error) {
      if (!(error instanceof NobodyReads)) throw error
    } finally {
      process.off('SIGINT', stopped).off('SIGTERM', stopped)
      await folder.close()
    }
    return 0
  },
}

/** What was printed already, as far as it is read again. */
function newSeen(since: Date) {
  const times = new Map<string, number>()
  let isFirst = true
  return {
    ids: () => new Set(times.keys()),
    add(events: readonly ReadEvent[]) {
      for (const { EventId, CreationDate } of events) times.set(EventId, CreationDate * 1000)
    },
    /** From when on is read. Forgets what is earlier. */
    from(now: Date): Date {
      const from = isFirst ? since.getTime() : Math.max(since.getTime(), now.getTime() - AGAIN_MILLISECONDS)
      isFirst = false
      for (const [id, time] of times) if (time < from) times.delete(id)
      return new Date(from)
    },
  }
}
