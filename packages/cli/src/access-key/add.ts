import type { Command } from '../command.js'
import { dataOptions, dataPlace } from '../data-option.js'

export const accessKeyAdd: Command = {
  words: ['access-key', 'add'],
  summary: 'makes a pair that signs admin operations',
  options: { ...dataOptions, json: { summary: 'print JSON' } },
  async run(values) {
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(dataPlace(values), process.env)
    try {
      const { accessKeyId, secretAccessKey } = await folder.accessKeys.add()
      const text = values.flags.has('json')
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
