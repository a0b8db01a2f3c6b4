import type { Command } from '../command.js'
import { dataOptions } from '../data-option.js'
import { withData } from '../with-data.js'

export const accessKeyList: Command = {
  words: ['access-key', 'list'],
  summary: 'lists the pairs, without their secrets',
  options: { ...dataOptions, json: { summary: 'print JSON' } },
  async run(values) {
    return withData(values, async (folder) => {
      const keys = await folder.accessKeys.list()
      const lines = keys.map(({ accessKeyId, createdAt }) => `${accessKeyId}  ${createdAt.toISOString()}\n`)
      process.stdout.write(values.flags.has('json') ? `${JSON.stringify(keys)}\n` : lines.join(''))
    })
  },
}
