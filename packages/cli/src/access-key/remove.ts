import { type Command, needed } from '../command.js'
import { dataOptions } from '../data-option.js'
import { withData } from '../with-data.js'

export const accessKeyRemove: Command = {
  words: ['access-key', 'remove'],
  summary: 'removes a pair; what it signs is refused from then on',
  options: { ...dataOptions, id: { value: 'ID', summary: 'the access key id' } },
  async run(values) {
    const id = needed(values, 'id')
    return withData(values, async ({ accessKeys }) => {
      if (!(await accessKeys.remove(id))) throw new Error(`There is no access key ${id}.`)
    })
  },
}
