/** The counterpart of `aws-amplify/auth/cognito`: the hooks of its token provider. */

import { world } from '../configure.js'
import type { KeyValueStorage } from '../storage/key-value-storage.js'
import { safe } from '../storage/safe-storage.js'
import { type AuthTokens, fetchAuthSession } from '../tokens/fetchAuthSession.js'
import type { ClientMetadata } from '../types.js'

export { type AsyncStorageLike, asyncStorage } from '../storage/async-storage.js'
export type { KeyValueStorage } from '../storage/key-value-storage.js'
export { memoryStorage } from '../storage/key-value-storage.js'

/** Where tokens are kept, and what a refresh tells: the hooks that apps of aws-amplify know by this name. */
export const cognitoUserPoolsTokenProvider = {
  /**
   * Where tokens and device keys are kept from now on. Call it after `configure`.
   *
   * @example
   * cognitoUserPoolsTokenProvider.setKeyValueStorage(memoryStorage())
   */
  setKeyValueStorage(storage: KeyValueStorage): void {
    world().storage = safe(storage)
  },

  /**
   * What each refresh tells the server's triggers (ClientMetadata), unless `fetchAuthSession` says something else. Call
   * it after `configure`.
   *
   * @example
   * cognitoUserPoolsTokenProvider.setClientMetadataProvider(async () => ({ app: 'shop' }))
   */
  setClientMetadataProvider(provider: () => Promise<ClientMetadata>): void {
    world().clientMetadata = provider
  },

  /** The tokens of the user who is signed in, or null. */
  async getTokens(options?: { forceRefresh?: boolean }): Promise<AuthTokens | null> {
    return (await fetchAuthSession(options)).tokens ?? null
  },
}
