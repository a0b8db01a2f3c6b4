import { type Command, needed } from './command.js'
import { DEFAULT_DATA, dataOption } from './data-option.js'

export const outputs: Command = {
  words: ['outputs'],
  summary: 'prints what Amplify.configure wants to know of a pool and client',
  options: {
    pool: { value: 'ID', summary: 'the user pool id' },
    client: { value: 'ID', summary: 'the app client id' },
    endpoint: { value: 'URL', summary: 'where apps reach the server (default: where it last ran)' },
    data: dataOption,
  },
  async run(values) {
    const [poolId, clientId] = [needed(values, 'pool'), needed(values, 'client')]
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(values.data ?? DEFAULT_DATA, process.env)
    try {
      const found = await folder.findClient(poolId, clientId)
      if (!found) throw new Error(`There is no client ${clientId} in a pool ${poolId}.`)
      const endpoint = values.endpoint ?? folder.lastUrl ?? 'http://127.0.0.1:9229'
      process.stdout.write(`${JSON.stringify(amplifyConfiguration(poolId, clientId, endpoint), null, 2)}\n`)
      return 0
    } finally {
      await folder.close()
    }
  },
}

/** The `ResourcesConfig` of aws-amplify v6. */
const amplifyConfiguration = (userPoolId: string, userPoolClientId: string, userPoolEndpoint: string) => ({
  Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } },
})
