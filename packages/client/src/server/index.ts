/** The front door of @latchkey/auth/server: sessions and tokens on a server. It runs where there is no Node, too. */

export type { AmplifyOutputs, LegacyConfig, ResourcesConfig } from '../configuration.js'
export { AuthError, type ResponseMetadata } from '../errors.js'
export type { AuthSession, AuthTokens, FetchAuthSessionOptions } from '../tokens/fetchAuthSession.js'
export type { JWT, JwtPayload } from '../tokens/jwt.js'
export type { AuthUser, FetchUserAttributesOutput, SignInDetails } from '../types.js'
export type { CallOptions } from '../world.js'
export {
  type CookieAdapter,
  type CookieAttributes,
  nextCookies,
  type RequestCookies,
  requestCookies,
} from './cookies.js'
export {
  createServerAuth,
  type RequestAuth,
  type ServerAuth,
  type ServerAuthOptions,
} from './createServerAuth.js'
export { type Issuer, type VerifyTokenOptions, verifyToken } from './verifyToken.js'
