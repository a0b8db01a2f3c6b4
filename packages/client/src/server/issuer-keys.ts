// By their paths: the rest of jose (encryption, compression) is not for the edge, and Next.js warns of it.
import type { JWTVerifyGetKey } from 'jose'
import { createLocalJWKSet } from 'jose/jwks/local'
import { createRemoteJWKSet, customFetch, type FetchImplementation } from 'jose/jwks/remote'
import { AuthError } from '../errors.js'

/*
 * The published keys of issuers, cached for all requests: they are the same for everybody. They are read again after ten
 * minutes, and at once for a key that is not among them, but not more than once in 30 seconds: made-up key names must
 * not become requests to the issuer.
 */

/** Issuers come from an app's own settings. The bound is for apps that make them up for each tenant. */
const MOST_ISSUERS = 100

const known = new Map<string, JWTVerifyGetKey>()

/** The keys at an address; those of the addresses that were used last are kept. */
export function keysAt(address: URL): JWTVerifyGetKey {
  const keys = known.get(address.href) ?? publishedKeys(address)
  known.delete(address.href)
  known.set(address.href, keys)
  const [oldest] = known.keys()
  if (oldest !== undefined && known.size > MOST_ISSUERS) known.delete(oldest)
  return keys
}

/** Next.js 14 keeps what `fetch` brings for ever, unless it is told not to: a new key would never be seen. */
const freshFetch: FetchImplementation = (url, options) => fetch(url, { ...options, cache: 'no-store' })

function publishedKeys(address: URL): JWTVerifyGetKey {
  const published = createRemoteJWKSet(address, {
    timeoutDuration: 5000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    [customFetch]: freshFetch,
  })
  return async (header, token) => {
    try {
      return await published(header, token)
    } catch (error) {
      // While the issuer restarts, the keys that it had are as good as they were. A key that is missing is missing still.
      const last = published.jwks()
      if (!last) throw unreachable(address, error)
      return createLocalJWKSet(last)(header, token)
    }
  }
}

const unreachable = (address: URL, underlyingError: unknown) =>
  new AuthError({
    name: 'TokenIssuerUnreachable',
    message: `The keys of the token's issuer could not be read at ${address.href}`,
    recoverySuggestion:
      'Check `issuer` (for Latchkey: PUBLIC_URL/POOL_ID), and that this server reaches that address; else set `jwksUri`.',
    underlyingError,
  })
