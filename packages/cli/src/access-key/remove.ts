import { type Command, needed } from '../command.js'
import { dataOptions, dataPlace } from '../data-option.js'

export const accessKeyRemove: Command = {
  words: ['access-key', 'remove'],
  summary: 'removes a pair; what it signs is refused from then on',
  options: { ...dataOptions, id: { value: 'ID', summary: 'the access key id' } },
  async run(values) {
    const id = needed(values, 'id')
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(dataPlace(values), process.env)
    try {
      if (await folder.accessKeys.remove(id)) return 0
      throw new Error(`There is no access key ${id}.`)
    } finally {
      await folder.close()
    }
  },
}
