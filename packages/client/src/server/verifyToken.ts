import * as errors from 'jose/errors'
import { jwtVerify } from 'jose/jwt/verify'
import { AuthError } from '../errors.js'
import type { JwtPayload } from '../tokens/jwt.js'
import { keysAt } from './issuer-keys.js'

export type Issuer = {
  /**
   * The `iss` of the tokens, to the letter. Latchkey: `PUBLIC_URL/POOL_ID`. Amazon Cognito:
   * `https://cognito-idp.REGION.amazonaws.com/POOL_ID`.
   */
  issuer: string
  /** Where its keys are. Default: `.well-known/jwks.json` under the issuer. */
  jwksUri?: string | undefined
}

export type VerifyTokenOptions = Issuer & {
  /** The app client that the token must be for, or several. */
  clientId: string | readonly string[]
  tokenUse: 'access' | 'id'
}

/**
 * The claims of a token that the issuer signed for this client and that is good now. For APIs that take bearer tokens.
 * The issuer's keys are fetched once, and kept.
 *
 * @throws AuthError InvalidTokenException, TokenExpiredException; TokenIssuerUnreachable when there are no keys to
 * verify with, which says nothing of the token: answer 503, not 401
 * @example
 * await verifyToken(bearer, {
 *   issuer: 'http://127.0.0.1:9229/local_Sample1',
 *   clientId: 'sampleclient',
 *   tokenUse: 'access',
 * })
 * // GET http://127.0.0.1:9229/local_Sample1/.well-known/jwks.json
 * // { sub: '3f0a…', username: 'alice', token_use: 'access', client_id: 'sampleclient', … }
 */
export async function verifyToken(token: string, options: VerifyTokenOptions): Promise<JwtPayload> {
  const { claims, isExpired } = await genuineClaims(token, options)
  if (!isExpired) return claims
  throw new AuthError({
    name: 'TokenExpiredException',
    message: `The ${options.tokenUse} token has expired.`,
    recoverySuggestion: 'Refresh it: fetchAuthSession() does that by itself.',
  })
}

type Genuine = { claims: JwtPayload; isExpired: boolean }

/**
 * What a token says that is genuine, whether it has expired or not: signature, issuer, use and client are verified.
 *
 * @throws AuthError InvalidTokenException, TokenIssuerUnreachable
 */
export async function genuineClaims(token: string, options: VerifyTokenOptions): Promise<Genuine> {
  const { tokenUse, clientId } = options
  const genuine = await signedClaims(token, options)
  const { token_use: use, client_id, aud } = genuine.claims
  if (use !== tokenUse) throw invalid(`Its token_use is ${JSON.stringify(use)}, not "${tokenUse}".`)
  const client = tokenUse === 'access' ? client_id : aud
  if (!([clientId].flat() as unknown[]).includes(client))
    throw invalid(`It is for the client ${JSON.stringify(client)}.`)
  return genuine
}

/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE = 5

async function signedClaims(token: string, { issuer, jwksUri }: Issuer): Promise<Genuine> {
  const keys = keysAt(addressOfKeys(issuer, jwksUri))
  try {
    const { payload } = await jwtVerify<JwtPayload>(token, keys, {
      // Pinned: a token must not choose how it is verified (RFC 8725, section 3.1).
      algorithms: ['RS256'],
      issuer,
      requiredClaims: ['sub', 'exp', 'token_use'],
      clockTolerance: CLOCK_TOLERANCE,
    })
    return { claims: payload, isExpired: false }
  } catch (error) {
    // The last of jose's checks: whatever has expired passed those of signature and issuer.
    if (error instanceof errors.JWTExpired) return { claims: error.payload as JwtPayload, isExpired: true }
    if (error instanceof AuthError) throw error
    throw invalid(sentenceOn(error, issuer), error)
  }
}

/** OpenID Connect Discovery 1.0, section 4.1: well-known addresses follow the issuer without its last slash. */
export function addressOfKeys(issuer: string, jwksUri?: string): URL {
  const address = jwksUri ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`
  if (/^https?:/.test(address) && URL.canParse(address)) return new URL(address)
  throw new AuthError({
    name: 'InvalidTokenIssuer',
    message: `There cannot be keys at ${JSON.stringify(address)}.`,
    recoverySuggestion: 'Set `issuer` to a URL like https://id.example.com/local_Sample1',
  })
}

function sentenceOn(error: unknown, issuer: string): string {
  if (error instanceof errors.JOSEAlgNotAllowed) return 'It is not signed with RS256.'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'Its signature does not fit.'
  if (error instanceof errors.JWKSNoMatchingKey) return `${issuer} publishes no key that it is signed with.`
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'It is not a JWT that can be read.'
  const value = JSON.stringify(error.payload[error.claim])
  return error.claim === 'iss'
    ? `It was issued by ${value}, not by ${issuer}`
    : `Its ${error.claim} is ${value}.`
}

export const invalid = (why: string, underlyingError?: unknown) =>
  new AuthError({
    name: 'InvalidTokenException',
    message: `The token is not accepted. ${why}`,
    recoverySuggestion:
      'Sign in again. If that does not help, check `issuer` and the client id on this server.',
    underlyingError,
  })
