import type { Command } from '../command.js'
import { dataOptions, dataPlace } from '../data-option.js'

export const accessKeyList: Command = {
  words: ['access-key', 'list'],
  summary: 'lists the pairs, without their secrets',
  options: { ...dataOptions, json: { summary: 'print JSON' } },
  async run(values) {
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(dataPlace(values), process.env)
    try {
      const keys = await folder.accessKeys.list()
      const lines = keys.map(({ accessKeyId, createdAt }) => `${accessKeyId}  ${createdAt.toISOString()}\n`)
      process.stdout.write(values.flags.has('json') ? `${JSON.stringify(keys)}\n` : lines.join(''))
      return 0
    } finally {
      await folder.close()
    }
  },
}
