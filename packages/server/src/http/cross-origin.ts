import { Refusal } from '../errors.js'

/** Apps of any origin may call: nothing that a browser adds by itself (cookies) is ever looked at. */

/** On every answer. Hono's own middleware makes each answer anew for this, which is felt in the cost of a sign-in. */
export const crossOriginHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-errortype,x-amzn-errormessage,x-amzn-requestid,date',
}

/** The headers that browsers ask for before a call. Source: aws-amplify and amazon-cognito-identity-js on the wire. */
const clientsHeaders = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'cache-control',
  'content-type',
  'x-amz-target',
  'x-amz-user-agent',
]

/** One preflight serves a whole sign-in, and the next ones: browsers cap it (Chromium at two hours). */
const PREFLIGHT_SECONDS = 7200

/**
 * The answer to a browser that asks whether it may call. Apps may add headers of their own, but never Authorization:
 * web pages do not send admin operations. A star would not do: browsers let it stand for Authorization, against the
 * Fetch standard (https://github.com/whatwg/fetch/issues/1919).
 */
export const preflightAnswer = (requested: string | undefined) =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST,GET,OPTIONS',
      'access-control-allow-headers': [...new Set([...clientsHeaders, ...ownHeaders(requested)])].join(','),
      'access-control-max-age': String(PREFLIGHT_SECONDS),
      vary: 'access-control-request-headers',
    },
  })

const ownHeaders = (requested = '') =>
  requested
    .toLowerCase()
    .slice(0, 2048)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^[a-z0-9-]{1,64}$/.test(name) && name !== 'authorization')

/**
 * Refuses an admin operation that a web page sends, whatever its signature: the pair of a development server is known
 * to everybody, and a page that has its own name point to this machine (DNS rebinding) needs no leave of CORS. Browsers
 * add Origin to such a request, and pages cannot change it (Fetch standard, "forbidden request-header").
 */
export function refuseWebPages(request: Request, publicUrl: string): void {
  const origin = request.headers.get('origin')
  if (origin === null || origin === originOf(publicUrl)) return
  throw new Refusal('AccessDeniedException', 'Admin operations are not for web pages of other origins.')
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : undefined)
