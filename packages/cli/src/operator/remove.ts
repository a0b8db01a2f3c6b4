import { type Command, needed } from '../command.js'
import { dataOptions, dataPlace } from '../data-option.js'

export const operatorRemove: Command = {
  words: ['operator', 'remove'],
  operand: 'NAME',
  summary: 'removes an operator; what they have open ends at once',
  options: { ...dataOptions },
  async run(values) {
    const name = needed(values, 'NAME')
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(dataPlace(values), process.env)
    try {
      await folder.operators.remove(name)
      return 0
    } finally {
      await folder.close()
    }
  },
}
