import { amplifyConfiguration } from './amplify-configuration.js'
import { type Command, needed } from './command.js'
import { dataOptions } from './data-option.js'
import { withData } from './with-data.js'

export const outputs: Command = {
  words: ['outputs'],
  summary: 'prints what Amplify.configure wants to know of a pool and client',
  options: {
    pool: { value: 'ID', summary: 'the user pool id' },
    client: { value: 'ID', summary: 'the app client id' },
    endpoint: { value: 'URL', summary: 'where apps reach the server (default: where it last ran)' },
    ...dataOptions,
  },
  async run(values) {
    const [poolId, clientId] = [needed(values, 'pool'), needed(values, 'client')]
    return withData(values, async (folder) => {
      const found = await folder.findClient(poolId, clientId)
      if (!found) throw new Error(`There is no client ${clientId} in a pool ${poolId}.`)
      const endpoint = values.endpoint ?? folder.lastUrl ?? 'http://127.0.0.1:9229'
      const configuration = amplifyConfiguration(found.pool, { clientId, endpoint })
      process.stdout.write(`${JSON.stringify(configuration, null, 2)}\n`)
    })
  },
}
