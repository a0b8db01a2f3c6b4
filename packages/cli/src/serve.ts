import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
    'metrics-port': {
      value: 'PORT',
      summary: 'the port on which /metrics is told; 0 takes a free one; without it, nothing is counted',
    },
    'metrics-host': { value: 'HOST', summary: 'the address of that port; by default 127.0.0.1' },
  },
  async run(options) {
    const { host = '', port = '', data = '', database, config, 'metrics-port': metricsPort } = options
    const { serve: startServer } = await import('@latchkey/server')
    const signal = toldToStop()
    const starting = startServer({
      host,
      port: portOf('--port', port),
      data,
      database,
      config,
      pages: builtPages(),
      metricsPort: metricsPort === undefined ? undefined : portOf('--metrics-port', metricsPort),
      metricsHost: options['metrics-host'],
      signal,
    })
    const serving = await unlessStopped(starting, signal)
    if (!serving) return 0
    if (serving.metricsUrl) process.stdout.write(`metrics ${serving.metricsUrl}/metrics\n`)
    if (serving.consoleLink) process.stdout.write(`console ${serving.consoleLink}\n`)
    process.stdout.write(`ready ${serving.url}\n`)
    await aborted(signal)
    return stop(serving)
  },
}

/** The pages of the package beside this one; undefined where a developer has not built them yet. */
function builtPages(): string | undefined {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('@latchkey/console/package.json'))), 'dist')
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

function portOf(option: string, text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new UsageError(`${option} ${text} is not a port: 0 to 65535.`)
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
