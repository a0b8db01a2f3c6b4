import type { DataFolder } from '@latchkey/server'
import type { Values } from './command.js'
import { dataPlace } from './data-option.js'

/** Opens a server's data for a command, and closes it whatever happens. @returns 0, with which the command ends. */
export async function withData(values: Values, work: (folder: DataFolder) => Promise<void>): Promise<number> {
  const { openDataFolder } = await import('@latchkey/server')
  const folder = await openDataFolder(dataPlace(values), process.env)
  try {
    await work(folder)
    return 0
  } finally {
    await folder.close()
  }
}
