import { type Command, needed } from '../command.js'
import { dataOptions } from '../data-option.js'
import { withData } from '../with-data.js'
import { consoleOf } from './console-of.js'

export const operatorLink: Command = {
  words: ['operator', 'link'],
  operand: 'NAME',
  summary: 'prints an address at which an operator comes in without a password, once',
  options: { ...dataOptions },
  async run(values) {
    const name = needed(values, 'NAME')
    return withData(values, async (folder) => {
      process.stdout.write(`${consoleOf(folder)}#link=${await folder.operators.link(name)}\n`)
      process.stderr.write('It works once, and for half an hour.\n')
    })
  },
}
