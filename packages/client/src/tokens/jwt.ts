type JsonPrimitive = null | string | number | boolean
type JsonArray = (JsonPrimitive | JsonObject | JsonArray)[]
interface JsonObject {
  [x: string]: JsonPrimitive | JsonArray | JsonObject
}

/** Claims of a token. RFC 7519, section 4.1, and whatever else it says. */
export type JwtPayload = {
  exp?: number
  iss?: string
  aud?: string | string[]
  nbf?: number
  iat?: number
  scope?: string
  jti?: string
  sub?: string
} & JsonObject

export interface JWT {
  payload: JwtPayload
  /** The token as it came. */
  toString(): string
}

/**
 * Reads what a token says. **Its signature is not verified**: that is for who relies on it, see `verifyToken` of
 * `@latchkey/auth/server`.
 *
 * @throws Error when it is no token
 * @example
 * decodeJWT('eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.').payload  // { sub: 'alice' }
 */
export function decodeJWT(token: string): JWT {
  const [, middle, ...rest] = token.split('.')
  if (middle === undefined || rest.length !== 1) throw new Error('Invalid token')
  const payload = claimsIn(middle)
  if (!payload) throw new Error('Invalid token payload')
  return { payload, toString: () => token }
}

function claimsIn(base64url: string): JwtPayload | undefined {
  try {
    const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
    const claims: unknown = JSON.parse(decodeURIComponent(binary.replace(/[\s\S]/g, percentEncoded)))
    return typeof claims === 'object' && claims !== null ? (claims as JwtPayload) : undefined
  } catch {
    return undefined
  }
}

/** UTF-8 without TextDecoder, which not every React Native has. */
const percentEncoded = (byte: string) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`

/** A claim that is text. */
export function textClaim(token: JWT | undefined, name: string): string | undefined {
  const value = token?.payload[name]
  return typeof value === 'string' ? value : undefined
}
