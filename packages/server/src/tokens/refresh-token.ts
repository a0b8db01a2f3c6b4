import type { Keyring } from '../keys/keyring.js'

/** What a refresh token names. Whether it still passes is for the session store to say. */
export type RefreshTokenRef = { poolId: string; userId: string; tokenId: string }

const CONTEXT = 'refresh token'

/** Refresh tokens are opaque: sealed, so that they tell nothing and cannot be made up. */
export const writeRefreshToken = (keyring: Keyring, ref: RefreshTokenRef) =>
  keyring.seal(CONTEXT, [ref.poolId, ref.userId, ref.tokenId].join(' '))

/** Undefined when it is not a refresh token of this server. */
export function readRefreshToken(keyring: Keyring, text: string): RefreshTokenRef | undefined {
  const [poolId, userId, tokenId] = keyring.open(CONTEXT, text)?.toString().split(' ') ?? []
  return poolId && userId && tokenId ? { poolId, userId, tokenId } : undefined
}
