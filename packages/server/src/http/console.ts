import { invalidParameter, NotSignedIn, Refusal } from '../errors.js'
import type { Caller, Identity, World } from '../operation.js'
import { failure, internalError } from './envelope.js'
import type { HeadersToRead } from './headers.js'
import { readBody } from './read-body.js'

/**
 * The console's session, which its page gets for an operator's access token or a one-time link. The browser keeps it in
 * a cookie that no script can read.
 */

export type ConsoleSessions = {
  ofToken(world: World, accessToken: string): Promise<Begun>
  ofLink(world: World, link: string): Promise<Begun>
  /** Throws NotAuthorizedException when it speaks for nobody any more. */
  operatorOf(world: World, sealed: string): Promise<Identity>
  end(world: World, sealed: string): Promise<void>
  /** What the page shows of whoever is signed in. */
  describe(world: World): Promise<object>
}

export type Begun = { sealed: string; seconds: number }

/** A request to the console, and what was read off it already. */
export type ConsoleCall = { request: Request; headers: HeadersToRead; caller: Caller }

/** Answers POST, GET and DELETE of /console/session. Never throws. */
export async function answerSession(
  base: World,
  sessions: ConsoleSessions,
  { request, headers, caller }: ConsoleCall,
): Promise<Response> {
  const world = { ...base, caller }
  const { requestId, address } = caller
  const facts = { requestId, operation: `${request.method} /console/session`, address }
  try {
    const response = await answer(world, sessions, request, headers)
    world.log.info({ ...facts, outcome: 'ok' }, 'request')
    response.headers.set('x-amzn-requestid', requestId)
    return response
  } catch (error) {
    if (error instanceof Refusal) {
      world.log.info({ ...facts, outcome: error.code }, 'request')
      return withoutCrossOrigin(failure(error, requestId))
    }
    world.log.error({ ...facts, err: error }, 'request failed')
    return withoutCrossOrigin(failure(internalError(requestId), requestId))
  }
}

async function answer(
  world: World,
  sessions: ConsoleSessions,
  request: Request,
  headers: HeadersToRead,
): Promise<Response> {
  const text = await readBody(request, headers)
  refuseOtherPages(request, world.publicUrl)
  if (request.method === 'POST') return began(world, await begin(world, sessions, headers, text))
  if (request.method === 'DELETE') {
    for (const sealed of cookiesOf(world, headers)) await sessions.end(world, sealed)
    return ended(world)
  }
  const identity = await operatorOfCookie(world, sessions, headers)
  const shown = await sessions.describe({ ...world, caller: { ...world.caller, ...identity } })
  return new Response(JSON.stringify(shown), { headers: { ...common, 'content-type': 'application/json' } })
}

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

function begin(
  world: World,
  sessions: ConsoleSessions,
  headers: HeadersToRead,
  text: string,
): Promise<Begun> {
  const token = bearerOf(headers)
  if (token !== undefined) return sessions.ofToken(world, token)
  const link = linkIn(text)
  if (link === undefined) throw invalidParameter('An access token is needed, or a one-time link.')
  return sessions.ofLink(world, link)
}

/** The access token of `Authorization: Bearer …` (RFC 6750, 2.1); undefined when it is of another kind. */
export function bearerOf(headers: HeadersToRead): string | undefined {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.get('authorization') ?? '') ?? []
  return token
}

function linkIn(text: string): string | undefined {
  try {
    const { link } = JSON.parse(text)
    return typeof link === 'string' && /^(?:developer|[\w-]{36})\.[\w-]{43}$/.test(link) ? link : undefined
  } catch {
    return undefined
  }
}

/** Who the cookie of a request speaks for. Throws NotAuthorizedException. */
export function operatorOfCookie(
  world: World,
  sessions: ConsoleSessions,
  headers: HeadersToRead,
): Promise<Identity> {
  const sealed = cookieOf(world, headers)
  if (sealed === undefined) throw new NotSignedIn()
  return sessions.operatorOf(world, sealed)
}

/**
 * Refuses what the page of another origin sends. A cookie goes with requests from every port of this host, and SameSite
 * lets them through: the origin is what tells the console from an app that runs beside it. Browsers send Origin with
 * every POST and DELETE, and pages cannot change it (Fetch standard, "forbidden request-header"); with a GET of the same
 * origin they do not, and its answer is for nobody else to read.
 */
export function refuseOtherPages(request: Request, publicUrl: string): void {
  const origin = request.headers.get('origin')
  if (origin === null && request.method === 'GET' && isOfSameOrigin(request)) return
  const { origin: own } = new URL(publicUrl)
  if (origin === own) return
  throw new Refusal(
    'AccessDeniedException',
    `The console is at ${own}/console, and for no other page to call.`,
  )
}

/** Old browsers do not say. */
const isOfSameOrigin = (request: Request) =>
  ['same-origin', 'none', null].includes(request.headers.get('sec-fetch-site'))

type Place = Pick<World, 'publicUrl'>

/** Browsers take `__Host-` from this very host alone, and over https (RFC 6265bis, 4.1.3.2). */
const cookieIn = ({ publicUrl }: Place) =>
  publicUrl.startsWith('https:')
    ? { name: '__Host-latchkey_operator', attributes: 'Path=/; Secure' }
    : { name: 'latchkey_operator', attributes: 'Path=/console' }

/** A browser that was given another cookie of the name, by a neighbour of this host, sends both: neither is believed then. */
function cookieOf(place: Place, headers: HeadersToRead): string | undefined {
  const [value, ...others] = cookiesOf(place, headers)
  return others.length === 0 && value !== undefined && SEALED.test(value) ? value : undefined
}

const SEALED = /^[\w-]{1,1024}$/

/** All of the name. Whoever signs out means every one of them; a neighbour could keep the session open otherwise. */
function cookiesOf(place: Place, headers: HeadersToRead): string[] {
  const { name } = cookieIn(place)
  return (headers.get('cookie') ?? '').split(';').flatMap((part) => {
    const at = part.indexOf('=')
    return part.slice(0, at).trim() === name ? [part.slice(at + 1).trim()] : []
  })
}

function setCookie(place: Place, value: string, seconds: number): string {
  const { name, attributes } = cookieIn(place)
  return `${name}=${value}; ${attributes}; HttpOnly; SameSite=Strict; Max-Age=${seconds}`
}

const began = (world: World, { sealed, seconds }: Begun) =>
  new Response(null, { status: 204, headers: { ...common, 'set-cookie': setCookie(world, sealed, seconds) } })

const ended = (world: World) =>
  new Response(null, { status: 204, headers: { ...common, 'set-cookie': setCookie(world, '', 0) } })

/** Nothing of the console is for pages of other origins. */
export function withoutCrossOrigin(response: Response): Response {
  for (const name of ['access-control-allow-origin', 'access-control-expose-headers'])
    response.headers.delete(name)
  return response
}
