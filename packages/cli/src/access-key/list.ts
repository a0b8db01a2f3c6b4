import type { Command } from '../command.js'
import { DEFAULT_DATA, dataOption } from '../data-option.js'

export const accessKeyList: Command = {
  words: ['access-key', 'list'],
  summary: 'lists the pairs, without their secrets',
  options: { data: dataOption, json: { summary: 'print JSON' } },
  async run({ data = DEFAULT_DATA, flags }) {
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(data, process.env)
    try {
      const keys = await folder.accessKeys.list()
      const lines = keys.map(({ accessKeyId, createdAt }) => `${accessKeyId}  ${createdAt.toISOString()}\n`)
      process.stdout.write(flags.has('json') ? `${JSON.stringify(keys)}\n` : lines.join(''))
      return 0
    } finally {
      await folder.close()
    }
  },
}
