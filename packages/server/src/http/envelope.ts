import { randomUUID } from 'node:crypto'
import { NotSignedIn, Refusal } from '../errors.js'
import { crossOriginHeaders } from './cross-origin.js'

/** How answers and errors travel: AWS JSON 1.1. */

const common = {
  ...crossOriginHeaders,
  'content-type': 'application/x-amz-json-1.1',
  'cache-control': 'no-store',
}

export const newRequestId = () => randomUUID()

export function success(body: object, requestId: string): Response {
  return new Response(JSON.stringify(body), {
    status: 200,
    headers: { ...common, 'x-amzn-requestid': requestId },
  })
}

/**
 * `__type` bare in the body, since amazon-cognito-identity-js keeps whatever follows a colon; `message` in lower
 * case; the header with its colon, as the service sends it.
 */
export function failure(error: Refusal, requestId: string): Response {
  return new Response(JSON.stringify({ __type: error.code, message: error.message }), {
    status: statusOf(error),
    headers: {
      ...common,
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': `${error.code}:`,
      'x-amzn-errormessage': headerText(error.message),
    },
  })
}

/** The protocol has 400 for all refusals. That nobody is signed in to the console is said in HTTP's own way as well. */
function statusOf(error: Refusal): number {
  if (error instanceof NotSignedIn) return 401
  return error.code === 'InternalErrorException' ? 500 : 400
}

/** Headers hold printable ASCII only (RFC 9110, 5.5); messages quote what clients sent. */
const headerText = (message: string) => message.replace(/[^\x20-\x7e]/g, '?').slice(0, 1024)

/** What is said of a fault of our own: nothing but where to look. */
export const internalError = (requestId: string) =>
  new Refusal(
    'InternalErrorException',
    `Something went wrong in the server. The log tells more of request ${requestId}.`,
  )
