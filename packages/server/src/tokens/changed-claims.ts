import type { JWTPayload } from 'jose'

/** What a PreTokenGeneration trigger may change of the claims of tokens. Pure. */

export type ClaimChanges = {
  /** Added, or put in the place of claims that are there. */
  set: Readonly<Record<string, unknown>>
  suppressed: readonly string[]
}

export type ScopeChanges = { added: readonly string[]; suppressed: readonly string[] }

/**
 * Claims that say what a token is, whose it is and how it came to be: nobody's to change. Those that begin with
 * `cognito:` change by way of the groups alone.
 * Source: developer guide, "Pre token generation Lambda trigger", claims that cannot be changed.
 */
const RESERVED = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
]

const isReserved = (name: string) => RESERVED.includes(name) || /^(?:cognito|dev):/.test(name)

/** Changes of reserved claims are left out, as Cognito leaves them out. */
export function withChanges(claims: JWTPayload, { set, suppressed }: ClaimChanges): JWTPayload {
  const kept = Object.entries(claims).filter(([name]) => isReserved(name) || !suppressed.includes(name))
  const added = Object.entries(set).filter(([name]) => !isReserved(name) && !suppressed.includes(name))
  return Object.fromEntries([...kept, ...added])
}

/** A scope of the service itself is a power over the account: it can be taken from a token, and never given. */
const isOfTheService = (scope: string) => scope.startsWith('aws.cognito.')

/** The scopes of an access token, as its claim has them. */
export function scopeWithChanges(scopes: readonly string[], { added, suppressed }: ScopeChanges): string {
  const all = [...scopes, ...added.filter((scope) => !isOfTheService(scope))]
  return [...new Set(all)].filter((scope) => !suppressed.includes(scope)).join(' ')
}

/** What a scope is made of. Source: RFC 6749, 3.3. */
export const isScope = (text: string) => /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(text)
