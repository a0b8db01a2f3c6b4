import { AuthError } from '../errors.js'
import { COOKIE_SECONDS, decode, encodeValue, parseCookies } from '../storage/cookie-storage.js'

/** How a cookie is kept. The names are those of Next.js, Express, Hono and SvelteKit. */
export type CookieAttributes = {
  path: string
  /** Undefined: the host that answers, and no other. */
  domain?: string | undefined
  sameSite: 'lax' | 'strict' | 'none'
  /** Over TLS only. */
  secure: boolean
  /** Seconds. 0 removes the cookie. */
  maxAge: number
}

/** The cookies of one request and of its answer. Names are as they travel (encoded), values are not. */
export type CookieAdapter = {
  get(name: string): string | undefined
  /** May throw where the answer is on its way already: the tokens are then refreshed for this request only. */
  set(name: string, value: string, attributes: CookieAttributes): void
}

type CookieReader = { get(name: string): { value: string } | undefined }
type CookieWriter = { set(name: string, value: string, attributes: CookieAttributes): unknown }

/**
 * The cookies of Next.js.
 *
 * @param reads what `await cookies()` gives; in middleware `request.cookies`
 * @param writes in middleware `response.cookies`; elsewhere the same
 * @example
 * auth.forRequest(nextCookies(await cookies()))
 * auth.forRequest(nextCookies(request.cookies, response.cookies))
 */
export function nextCookies(both: CookieReader & CookieWriter): CookieAdapter
export function nextCookies(reads: CookieReader, writes: CookieWriter): CookieAdapter
export function nextCookies(
  reads: CookieReader,
  writes: CookieWriter = reads as CookieReader & CookieWriter,
): CookieAdapter {
  return {
    get: (name) => reads.get(name)?.value,
    set: (name, value, attributes) => void writes.set(name, value, attributes),
  }
}

export type RequestCookies = CookieAdapter & {
  /** What the answer has to carry, one `Set-Cookie` header each. */
  readonly setCookies: string[]
}

/**
 * The cookies of a `Request`, for whatever speaks the web's own types: Hono, Remix, SvelteKit, workers.
 *
 * @example
 * const cookies = requestCookies(request)
 * const { tokens } = await auth.forRequest(cookies).fetchAuthSession()
 * for (const cookie of cookies.setCookies) response.headers.append('set-cookie', cookie)
 * // GET http://127.0.0.1:9229/local_Sample1/.well-known/jwks.json
 * // expired: GetTokensFromRefreshToken { ClientId, RefreshToken, DeviceKey }
 * // expired: set-cookie: CognitoIdentityServiceProvider.sampleclient.alice.accessToken=eyJ…; Path=/; Max-Age=31536000; SameSite=Lax; Secure
 */
export function requestCookies(request: { headers: Pick<Headers, 'get'> }): RequestCookies {
  const cookies = parseCookies(request.headers.get('cookie') ?? '')
  const lines = new Map<string, string>()
  return {
    get: (name) => cookies.get(decode(name)),
    set(name, value, attributes) {
      lines.set(name, setCookieLine(name, value, attributes))
      cookies.set(decode(name), value)
    },
    get setCookies() {
      return [...lines.values()]
    },
  }
}

const DEFAULTS: CookieAttributes = { path: '/', sameSite: 'lax', secure: true, maxAge: COOKIE_SECONDS }

/** @throws AuthError InvalidCookieAttributes for what would end a header, or what browsers refuse */
export function cookieAttributes(own: Partial<CookieAttributes> = {}): CookieAttributes {
  const attributes = { ...DEFAULTS, ...own }
  const { path, domain = '', sameSite, secure, maxAge } = attributes
  if (![path, domain].every(isAttributeValue))
    throw refused('path and domain are printable, without semicolon')
  if (!['lax', 'strict', 'none'].includes(sameSite)) throw refused('sameSite is lax, strict or none')
  if (sameSite === 'none' && !secure) throw refused('sameSite none needs secure')
  if (!Number.isInteger(maxAge)) throw refused('maxAge is a whole number of seconds')
  return attributes
}

/** RFC 6265, section 4.1.1: any character except controls and semicolon. */
const isAttributeValue = (text: string) => /^[ -:<-~]*$/.test(text)

const refused = (rule: string) =>
  new AuthError({
    name: 'InvalidCookieAttributes',
    message: `Such a cookie cannot be set: ${rule}.`,
    recoverySuggestion: 'Correct the `cookies` option of createServerAuth.',
  })

/** RFC 6265, section 4.1.1: a token of RFC 2616. */
const isCookieName = (name: string) => /^[!#$%&'*+\-.^_`|~\w]+$/.test(name)

function setCookieLine(name: string, value: string, own: CookieAttributes): string {
  if (!isCookieName(name)) throw refused('a name is made of letters, digits and some signs')
  const { path, domain, sameSite, secure, maxAge } = cookieAttributes(own)
  return [
    `${name}=${encodeValue(value)}`,
    ...(domain ? [`Domain=${domain}`] : []),
    `Path=${path}`,
    `Max-Age=${maxAge}`,
    `SameSite=${sameSite[0]?.toUpperCase()}${sameSite.slice(1)}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ')
}
