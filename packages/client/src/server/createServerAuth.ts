import { asking } from '../call.js'
import {
  type AmplifyOutputs,
  type LegacyConfig,
  type PoolConfiguration,
  type ResourcesConfig,
  readConfiguration,
} from '../configuration.js'
import { AuthError, notSignedIn } from '../errors.js'
import { SafeStorage } from '../storage/safe-storage.js'
import type { AuthSession, FetchAuthSessionOptions } from '../tokens/fetchAuthSession.js'
import { authSessionOf, userOf } from '../tokens/shown.js'
import type { AuthUser, FetchUserAttributesOutput } from '../types.js'
import type { CallOptions, World } from '../world.js'
import { type CookieAdapter, type CookieAttributes, cookieAttributes } from './cookies.js'
import { type Visit, verifiedSession } from './request-session.js'
import { RequestStorage } from './request-storage.js'
import { addressOfKeys } from './verifyToken.js'

export type ServerAuthOptions = {
  /** The pool's URL, for configurations that have no place for it, or where this server reaches it by another one. */
  userPoolEndpoint?: string
  /** The `iss` of the tokens. Default: the pool's URL and its id. */
  issuer?: string
  /** Where the issuer's keys are. Default: `.well-known/jwks.json` under the issuer. */
  jwksUri?: string
  /** Milliseconds that a call may take, with all its requests and retries. Default: 10,000: a page waits for it. */
  deadline?: number
  /**
   * How refreshed tokens are set. Default: path `/`, SameSite=Lax, Secure, for a year. The same as in the browser, or
   * there will be two cookies of a name.
   */
  cookies?: Partial<CookieAttributes>
  /** Told why a token in a cookie was not believed: forged, or this server has the wrong `issuer`. For the log. */
  onRefused?: (error: AuthError) => void
}

/** The functions of `aws-amplify/auth/server`, for the user whose cookies came with a request. */
export type RequestAuth = {
  /**
   * The tokens in the cookies: verified, and refreshed if they have expired; then the cookies are set anew. `{}` when
   * nobody is signed in. `signInDetails` is what the browser wrote there: nobody vouches for it.
   *
   * @throws AuthError TokenIssuerUnreachable, NetworkError, …: when it cannot be known whether somebody is
   */
  fetchAuthSession(options?: FetchAuthSessionOptions): Promise<AuthSession>
  /** @throws AuthError UserUnAuthenticatedException when nobody is signed in; the errors of fetchAuthSession */
  getCurrentUser(options?: CallOptions): Promise<AuthUser>
  /** @throws AuthError UserUnAuthenticatedException; an error of GetUser; the errors of fetchAuthSession */
  fetchUserAttributes(options?: CallOptions): Promise<FetchUserAttributesOutput>
}

export type ServerAuth = {
  /** Once for each request, and once only: two would refresh twice. */
  forRequest(cookies: CookieAdapter): RequestAuth
}

const DEADLINE = 10_000

/**
 * Sessions on a server, from the cookies that `configure(config, { ssr: true })` keeps in the browser; those of
 * aws-amplify are the same. It holds no state but settings and the issuer's keys: one for the whole process.
 *
 * @throws AuthError AuthUserPoolException, InvalidUserPoolId, InvalidUserPoolClientId, InvalidUserPoolEndpoint,
 * InvalidTokenIssuer, InvalidCookieAttributes
 * @example
 * const auth = createServerAuth(config)
 * const cookies = requestCookies(request)
 * await auth.forRequest(cookies).getCurrentUser()
 * // GET http://127.0.0.1:9229/local_Sample1/.well-known/jwks.json
 * // expired: GetTokensFromRefreshToken { ClientId, RefreshToken, DeviceKey }
 * // { username: 'alice', userId: '3f0a…' }
 */
export function createServerAuth(
  config: ResourcesConfig | AmplifyOutputs | LegacyConfig,
  options: ServerAuthOptions = {},
): ServerAuth {
  const pool = readConfiguration(config, options.userPoolEndpoint) ?? notConfigured()
  const { deadline = DEADLINE, onRefused, jwksUri, issuer = issuerOf(pool) } = options
  addressOfKeys(issuer, jwksUri)
  const attributes = cookieAttributes(options.cookies)
  return {
    forRequest(adapter) {
      const cookies = new RequestStorage(adapter, attributes)
      const world = worldOf(pool, cookies, deadline)
      return authOf({ world, cookies, issuer: { issuer, jwksUri }, onRefused, refreshing: undefined })
    },
  }
}

function notConfigured(): never {
  throw new AuthError({
    name: 'AuthUserPoolException',
    message: 'The configuration names no user pool.',
    recoverySuggestion: 'Pass createServerAuth() what configure() takes in the browser.',
  })
}

/** For Latchkey `PUBLIC_URL/POOL_ID`. For Amazon Cognito it comes out right too: the pool's id after its endpoint. */
const issuerOf = ({ endpoint, userPoolId }: PoolConfiguration) =>
  `${endpoint.replace(/\/+$/, '')}/${userPoolId}`

const worldOf = (pool: PoolConfiguration, cookies: RequestStorage, deadline: number): World => ({
  pool,
  storage: new SafeStorage(cookies),
  vault: undefined,
  secrets: 'plain',
  engine: async () => noProofsHere(),
  deviceName: undefined,
  headers: async () => ({}),
  deadline,
  onServer: true,
})

/** A device proves itself where it is. The arithmetic of that would be the larger part of a bundle for the edge. */
function noProofsHere(): never {
  throw new Error('A server has no secret of a device to prove.')
}

const authOf = (visit: Visit): RequestAuth => ({
  fetchAuthSession: async (options) => authSessionOf(await verifiedSession(visit, options)),
  getCurrentUser: async (options) => userOf(await verifiedSession(visit, options)),
  fetchUserAttributes: (options) => attributesOf(visit, options),
})

async function attributesOf(visit: Visit, options?: CallOptions): Promise<FetchUserAttributesOutput> {
  const session = await verifiedSession(visit, options)
  if (!session) throw notSignedIn()
  const AccessToken = session.accessToken.toString()
  const { UserAttributes = [] } = await asking(visit.world, options)('GetUser', { AccessToken })
  return Object.fromEntries(UserAttributes.map(({ Name, Value = '' }) => [Name, Value]))
}
