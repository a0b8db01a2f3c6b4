/** Apps of any origin may call: nothing that a browser adds by itself (cookies) is ever looked at. */

/** On every answer. Hono's own middleware makes each answer anew for this, which is felt in the cost of a sign-in. */
export const crossOriginHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-errortype,x-amzn-errormessage,x-amzn-requestid,date',
}

/**
 * The headers that browsers ask for before a call. Source: aws-amplify and amazon-cognito-identity-js on the wire.
 * The star lets apps add headers of their own; it never stands for Authorization (Fetch standard, "CORS-preflight
 * fetch"), so that no web page can send signed admin operations, not even with the well-known pair of development.
 */
const allowedHeaders = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'cache-control',
  'content-type',
  'x-amz-target',
  'x-amz-user-agent',
  '*',
]

/** One preflight serves a whole sign-in, and the next ones: browsers cap it (Chromium at two hours). */
const PREFLIGHT_SECONDS = 7200

/** The answer to a browser that asks whether it may call. */
export const preflightAnswer = () =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST,GET,OPTIONS',
      'access-control-allow-headers': allowedHeaders.join(','),
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    },
  })
