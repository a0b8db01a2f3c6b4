import type { Serving } from '@latchkey/server'
import { type Command, UsageError } from './command.js'
import { dataOptions } from './data-option.js'

export const serve: Command = {
  words: ['serve'],
  summary: 'runs the server',
  options: {
    host: { value: 'HOST', default: '127.0.0.1', summary: 'the address to listen on' },
    port: { value: 'PORT', default: '9229', summary: 'the port to listen on; 0 takes a free one' },
    ...dataOptions,
    config: { value: 'FILE', summary: 'pools, clients and users to begin with (JSON)' },
  },
  async run({ host = '', port = '', data = '', database, config }) {
    const { serve: startServer } = await import('@latchkey/server')
    const signal = toldToStop()
    const serving = await unlessStopped(
      startServer({ host, port: portOf(port), data, database, config, signal }),
      signal,
    )
    if (!serving) return 0
    process.stdout.write(`ready ${serving.url}\n`)
    await aborted(signal)
    return stop(serving)
  },
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--port ${text} is not a port: 0 to 65535.`)
}

/**
 * The first signal counts. The listeners stay: Ctrl-C reaches this process from the terminal and again from whoever
 * started it, and a signal without a listener would end it in the middle of requests.
 */
function toldToStop(): AbortSignal {
  const told = new AbortController()
  process.on('SIGTERM', () => told.abort())
  process.on('SIGINT', () => told.abort())
  return told.signal
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })

/** Undefined when it was told to stop while it waited for its database. */
async function unlessStopped(starting: Promise<Serving>, signal: AbortSignal): Promise<Serving | undefined> {
  try {
    return await starting
  } catch (error) {
    if (signal.aborted && error instanceof Error && error.name === 'AbortError') return undefined
    throw error
  }
}

async function stop(serving: Serving): Promise<number> {
  await serving.close()
  return 0
}
