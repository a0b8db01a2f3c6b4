/** Whose account: `/account/POOL?client_id=CLIENT`. */
export type Address = { poolId: string; clientId: string }

/** What the address names, or what is missing in it, in a sentence. */
export function addressOf({ pathname, search }: Pick<URL, 'pathname' | 'search'>): Address | string {
  const [, , poolId = ''] = pathname.split('/')
  const clientId = new URLSearchParams(search).get('client_id') ?? ''
  if (poolId === '') return 'The address names no user pool. It ends in /account/POOL?client_id=CLIENT.'
  if (!/^[\w-]+_[0-9a-zA-Z]+$/.test(poolId) || poolId.length > 55)
    return 'The address names no user pool: its id is not one.'
  if (clientId === '') return 'The address names no app client: ?client_id= is missing.'
  if (!/^[\w+]{1,128}$/.test(clientId)) return 'The address names no app client: its id is not one.'
  return { poolId, clientId }
}
