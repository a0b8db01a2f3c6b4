import type { Command } from '../command.js'
import { DEFAULT_DATA, dataOption } from '../data-option.js'

export const accessKeyAdd: Command = {
  words: ['access-key', 'add'],
  summary: 'makes a pair that signs admin operations',
  options: { data: dataOption, json: { summary: 'print JSON' } },
  async run({ data = DEFAULT_DATA, flags }) {
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(data, process.env)
    try {
      const { accessKeyId, secretAccessKey } = await folder.accessKeys.add()
      const text = flags.has('json')
        ? JSON.stringify({ accessKeyId, secretAccessKey })
        : `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}`
      process.stdout.write(`${text}\n`)
      process.stderr.write('The secret is not shown again.\n')
      return 0
    } finally {
      await folder.close()
    }
  },
}
