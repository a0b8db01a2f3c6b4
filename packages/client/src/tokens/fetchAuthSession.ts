import { asking } from '../call.js'
import { world } from '../configure.js'
import type { ClientMetadata, SignInDetails } from '../types.js'
import type { CallOptions } from '../world.js'
import type { JWT } from './jwt.js'
import { currentSession } from './require-session.js'
import { authSessionOf } from './shown.js'

export type FetchAuthSessionOptions = CallOptions & {
  /** New tokens, whether the old ones have expired or not. */
  forceRefresh?: boolean
  clientMetadata?: ClientMetadata
}

export interface AuthTokens {
  accessToken: JWT
  idToken?: JWT
  signInDetails?: SignInDetails
}

/** As an identity pool gives them; named so that code written for aws-amplify compiles. */
export interface AWSCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration?: Date
}

/** Whatever gives tokens: `cognitoUserPoolsTokenProvider` of `@latchkey/auth/cognito` does. */
export interface TokenProvider {
  getTokens(options?: { forceRefresh?: boolean }): Promise<AuthTokens | null>
}

export interface AuthSession {
  /** Undefined when nobody is signed in. */
  tokens?: AuthTokens
  /** Never there: AWS credentials come from an identity pool, which is not part of this library. */
  credentials?: AWSCredentials
  /** Never there, likewise. */
  identityId?: string
  /** The `sub` of the user. */
  userSub?: string
}

/**
 * The tokens of the user who is signed in, refreshed if they have expired: by one tab at a time.
 *
 * @throws AuthError when the refresh failed for another reason than that the session is over (NetworkError, …)
 * @example
 * const { tokens } = await fetchAuthSession()
 * // expired: GetTokensFromRefreshToken { ClientId, RefreshToken, DeviceKey }
 * tokens?.accessToken.toString()
 */
export async function fetchAuthSession(options: FetchAuthSessionOptions = {}): Promise<AuthSession> {
  const here = world()
  return authSessionOf(await currentSession(here, asking(here, options), options))
}
