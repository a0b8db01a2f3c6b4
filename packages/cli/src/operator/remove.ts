import { type Command, needed } from '../command.js'
import { dataOptions } from '../data-option.js'
import { withData } from '../with-data.js'

export const operatorRemove: Command = {
  words: ['operator', 'remove'],
  operand: 'NAME',
  summary: 'removes an operator; what they have open ends at once',
  options: { ...dataOptions },
  async run(values) {
    const name = needed(values, 'NAME')
    return withData(values, async (folder) => {
      await folder.operators.remove(name)
    })
  },
}
