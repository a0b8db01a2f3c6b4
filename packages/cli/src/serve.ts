import type { Serving } from '@latchkey/server'
import { type Command, UsageError } from './command.js'
import { dataOption } from './data-option.js'

export const serve: Command = {
  words: ['serve'],
  summary: 'runs the server',
  options: {
    host: { value: 'HOST', default: '127.0.0.1', summary: 'the address to listen on' },
    port: { value: 'PORT', default: '9229', summary: 'the port to listen on; 0 takes a free one' },
    data: dataOption,
    config: { value: 'FILE', summary: 'pools, clients and users to begin with (JSON)' },
  },
  async run({ host = '', port = '', data = '', config }) {
    const { serve: startServer } = await import('@latchkey/server')
    const told = toldToStop()
    const serving = await startServer({ host, port: portOf(port), data, config })
    process.stdout.write(`ready ${serving.url}\n`)
    await told
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
const toldToStop = () =>
  new Promise<void>((resolve) => {
    process.on('SIGTERM', () => resolve())
    process.on('SIGINT', () => resolve())
  })

async function stop(serving: Serving): Promise<number> {
  await serving.close()
  return 0
}
