import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { JWK } from 'jose'
import { invalidParameter, notFound } from '../errors.js'
import type { Caller, World } from '../operation.js'
import { answerSession, withoutCrossOrigin } from './console.js'
import { crossOriginHeaders, preflightAnswer } from './cross-origin.js'
import { dispatch } from './dispatch.js'
import { failure, internalError, newRequestId } from './envelope.js'
import { consoleGate, type Operators, protocolGate } from './gates.js'
import type { HeadersToRead } from './headers.js'
import { alive, type Checks, readiness } from './health.js'
import { answerForm, type Form } from './page.js'
import type { StaticPages } from './static-pages.js'
import { receive, type Uploads } from './upload.js'

/** What the listener knows of a connection. */
export type Connection = {
  address?: string | undefined
  /** Those of the request, by lower-case names, where they are at hand; else `request.headers` are read. */
  headers?: HeadersToRead | undefined
}

export type Discovery = {
  /** The public keys of a pool; undefined when there is no such pool. */
  publicKeys(poolId: string): Promise<JWK[] | undefined>
  /** Whether this node may get traffic. */
  checks(): Promise<Checks>
}

export type AppParts = {
  operators: Operators
  discovery: Discovery
  uploads: Uploads
  forms: Record<string, Form>
  /** Undefined where no pages are served. */
  pages: StaticPages | undefined
}

type Env = { Bindings: Connection }

/**
 * The whole HTTP surface, as one `fetch(request)` handler. The protocol itself is one path, POST /, and does without a
 * router, which costs as much as reading the request.
 */
export function makeApp(
  world: World,
  parts: AppParts,
): (request: Request, connection: Connection) => Response | Promise<Response> {
  const app = addresses(world, parts)
  const gate = protocolGate(parts.operators)
  return (request, connection) =>
    isCall(request)
      ? dispatch(world, gate, {
          request,
          headers: headersOf(request, connection),
          caller: callerOf(world, request, connection),
        })
      : app.fetch(request, connection)
}

/** `http://host/` or `http://host/?…`, by the first slash after the host. */
function isCall({ method, url }: Request): boolean {
  if (method !== 'POST') return false
  const path = url.indexOf('/', url.indexOf('//') + 2)
  return path === url.length - 1 || url[path + 1] === '?' || url[path + 1] === '#'
}

/** All that is asked for by a path of its own. */
function addresses(world: World, parts: AppParts): Hono<Env> {
  const { discovery, uploads, forms, pages } = parts
  const app = new Hono<Env>()
  addConsole(app, world, parts.operators)
  if (pages) addPages(app, pages)
  app.options('*', (c) => preflightAnswer(c.req.header('access-control-request-headers')))

  app.get('/healthz', alive)
  app.get('/readyz', async () => readiness(await discovery.checks()))

  app.get('/:poolId/.well-known/jwks.json', async (c) => {
    const keys = await discovery.publicKeys(c.req.param('poolId'))
    return keys ? c.json({ keys }, 200, { ...crossOriginHeaders, ...CACHED }) : unknownPool()
  })

  app.get('/:poolId/.well-known/openid-configuration', async (c) => {
    const poolId = c.req.param('poolId')
    const keys = await discovery.publicKeys(poolId)
    return keys
      ? c.json(openIdConfiguration(`${world.publicUrl}/${poolId}`), 200, { ...crossOriginHeaders, ...CACHED })
      : unknownPool()
  })

  app.put('/imports/:poolId/:jobId', (c) => {
    const { poolId, jobId } = c.req.param()
    const { Expires: expires = '', Signature: signature = '' } = c.req.query()
    return receive(
      world,
      uploads,
      { poolId, jobId, expires, signature },
      c.req.raw,
      callerOf(world, c.req.raw, c.env),
    )
  })

  for (const [path, form] of Object.entries(forms)) {
    app.on(['GET', 'POST'], path, (c) =>
      answerForm(world, form, c.req.raw, callerOf(world, c.req.raw, c.env)),
    )
  }

  app.notFound(() =>
    failure(invalidParameter('There is nothing here. The user pool protocol is POST /.'), newRequestId()),
  )
  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse()
    const requestId = newRequestId()
    world.log.error({ requestId, err: error }, 'request failed')
    return failure(internalError(requestId), requestId)
  })
  return app
}

/** What the console's page calls. Pages of other origins get no leave: their preflights are answered without any. */
function addConsole(app: Hono<Env>, world: World, operators: Operators): void {
  const gate = consoleGate(operators)
  const callOf = (request: Request, connection: Connection) => ({
    request,
    headers: headersOf(request, connection),
    caller: callerOf(world, request, connection),
  })
  app.options('/console/*', () => new Response(null, { status: 204 }))
  app.post('/console/api', async (c) =>
    withoutCrossOrigin(await dispatch(world, gate, callOf(c.req.raw, c.env))),
  )
  app.on(['GET', 'POST', 'DELETE'], '/console/session', (c) =>
    answerSession(world, operators.sessions, callOf(c.req.raw, c.env)),
  )
}

function addPages(app: Hono<Env>, pages: StaticPages): void {
  for (const path of ['/console/*', '/account/*']) app.get(path, () => pages.page())
  app.get('/assets/:name', (c) => pages.asset(c.req.param('name'), c.req.header('accept-encoding') ?? ''))
}

/** Verifiers ask again when they meet a key that they do not know. */
const CACHED = { 'cache-control': 'public, max-age=300' }

const unknownPool = () => failure(notFound('User pool does not exist.'), newRequestId())

const headersOf = (request: Request, connection: Connection | undefined): HeadersToRead =>
  connection?.headers ?? request.headers

function callerOf(world: World, request: Request, connection: Connection | undefined): Caller {
  const headers = headersOf(request, connection)
  return {
    address: world.keptAddress(connection?.address),
    userAgent: (headers.get('user-agent') ?? headers.get('x-amz-user-agent'))?.slice(0, 512),
    requestId: newRequestId(),
  }
}

/** OpenID Connect Discovery 1.0, section 3: what verifiers of tokens read. There are no endpoints to sign in at. */
const openIdConfiguration = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ['RS256'],
  subject_types_supported: ['public'],
  response_types_supported: ['token'],
})
