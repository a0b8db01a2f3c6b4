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
    const serving = await startServer({ host, port: portOf(port), data, config })
    process.stdout.write(`ready ${serving.url}\n`)
    await toldToStop()
    return stop(serving)
  },
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--port ${text} is not a port: 0 to 65535.`)
}

const toldToStop = () =>
  new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })

async function stop(serving: Serving): Promise<number> {
  await serving.close()
  return 0
}
