import { type Command, needed } from '../command.js'
import { dataOptions, dataPlace } from '../data-option.js'
import { consoleOf } from './console-of.js'

export const operatorLink: Command = {
  words: ['operator', 'link'],
  operand: 'NAME',
  summary: 'prints an address at which an operator comes in without a password, once',
  options: { ...dataOptions },
  async run(values) {
    const name = needed(values, 'NAME')
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(dataPlace(values), process.env)
    try {
      process.stdout.write(`${consoleOf(folder)}#link=${await folder.operators.link(name)}\n`)
      process.stderr.write('It works once, and for half an hour.\n')
      return 0
    } finally {
      await folder.close()
    }
  },
}
