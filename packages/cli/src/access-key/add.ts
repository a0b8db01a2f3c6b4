import type { Command } from '../command.js'
import { dataOptions } from '../data-option.js'
import { withData } from '../with-data.js'

export const accessKeyAdd: Command = {
  words: ['access-key', 'add'],
  summary: 'makes a pair that signs admin operations',
  options: { ...dataOptions, json: { summary: 'print JSON' } },
  async run(values) {
    return withData(values, async (folder) => {
      const { accessKeyId, secretAccessKey } = await folder.accessKeys.add()
      const text = values.flags.has('json')
        ? JSON.stringify({ accessKeyId, secretAccessKey })
        : `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}`
      process.stdout.write(`${text}\n`)
      process.stderr.write('The secret is not shown again.\n')
    })
  },
}
