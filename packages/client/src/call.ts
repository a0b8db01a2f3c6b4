import type { OperationName, Requests, Responses } from '@latchkey/wire'
import { AuthError, type ResponseMetadata, unexpectedResponse } from './errors.js'
import type { CallOptions, World } from './world.js'

/** One call of the protocol: an operation by its name, its request, its answer. */
export type Ask = <Name extends OperationName>(
  operation: Name,
  request: Requests[Name],
) => Promise<Responses[Name]>

const ATTEMPTS = 3

/** Source: aws-amplify's retry middleware, seen on the wire: throttling, time-outs, and clocks that will be right. */
const WORTH_A_RETRY =
  /Throttl|LimitExceeded|ThroughputExceeded|^(?:PriorRequestNotComplete|SlowDown|TooManyRequestsException|RequestTimeout(?:Exception)?|AuthFailure|InvalidSignatureException|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch|BadRequestException)$/

/**
 * The way to the server for one call of a public function: all requests of that call share its deadline and its signal.
 * Three attempts each, as aws-amplify makes them; the invocation id stays the same over them.
 */
export function asking(world: World, { signal, deadline = world.deadline }: CallOptions = {}): Ask {
  const until = Date.now() + deadline
  return async (operation, request) => {
    const invocation = uuid()
    const body = JSON.stringify(request)
    for (let attempt = 1; ; attempt += 1) {
      throwIfAborted(signal)
      const headers = { ...(await world.headers()), ...headersOf(operation, invocation, attempt) }
      try {
        return await once(world.pool.endpoint, { headers, body }, { signal, until })
      } catch (error) {
        if (attempt === ATTEMPTS || !isWorthARetry(error)) throw error
        await pause(100 * 2 ** attempt + Math.random() * 100, { signal, until })
      }
    }
  }
}

const headersOf = (operation: string, invocation: string, attempt: number) => ({
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  'x-amz-user-agent': 'latchkey-auth/0.1.0',
  'cache-control': 'no-store',
  'amz-sdk-invocation-id': invocation,
  'amz-sdk-request': `attempt=${attempt}; max=${ATTEMPTS}`,
})

type Limits = { signal: AbortSignal | undefined; until: number }

async function once<Answer>(
  url: string,
  init: { headers: Record<string, string>; body: string },
  limits: Limits,
): Promise<Answer> {
  const limit = limited(limits)
  try {
    const response = await fetch(url, { method: 'POST', cache: 'no-store', ...init, signal: limit.signal })
    return answerOf(response, await response.text())
  } catch (error) {
    if (error instanceof AuthError) throw error
    throwIfAborted(limits.signal)
    throw limit.signal.aborted ? timedOut(url) : unreachable(url, error)
  } finally {
    limit.end()
  }
}

/** A signal that goes off with the caller's, or when time is up. (`AbortSignal.any` is missing in React Native.) */
function limited({ signal, until }: Limits): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, until - Date.now())
  signal?.addEventListener('abort', abort)
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}

const timedOut = (url: string) =>
  new AuthError({
    name: 'TimeoutError',
    message: `${url} did not answer in time.`,
    recoverySuggestion: 'Try again, or give the call a longer deadline.',
  })

const unreachable = (url: string, underlyingError: unknown) =>
  new AuthError({
    name: 'NetworkError',
    message: 'A network error has occurred.',
    recoverySuggestion: `Check the connection, that a server answers at ${url}, and that it allows this origin (CORS).`,
    underlyingError,
  })

function answerOf<Answer>(response: Response, text: string): Answer {
  const metadata = metadataOf(response)
  // ForgetDevice and DeleteUser answer an empty body.
  const body = parsed(text === '' && response.ok ? '{}' : text)
  if (response.ok && body) return body as Answer
  if (body) throw refusal(response, body, metadata)
  const { status } = response
  throw unexpectedResponse(
    `The server answered ${status} with something other than JSON.`,
    text.slice(0, 200),
    metadata,
  )
}

type Body = { __type?: string; code?: string; message?: string; Message?: string }

function parsed(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
  } catch {
    return undefined
  }
}

/** Source of the order: aws-amplify (header over body, then `code`, then `__type`), and AWS JSON 1.1 for what to cut. */
function refusal({ headers }: Response, body: Body, metadata: ResponseMetadata): AuthError {
  const type = String(headers.get('x-amzn-errortype') ?? body.code ?? body.__type ?? 'UnknownError')
  const name = type.replace(/[,:].*$/s, '').replace(/^.*#/s, '')
  return new AuthError({ name, message: String(body.message ?? body.Message ?? 'Unknown error'), metadata })
}

function metadataOf({ status, headers }: Response): ResponseMetadata {
  const requestId = headers.get('x-amzn-requestid') ?? headers.get('x-amzn-request-id')
  const extendedRequestId = headers.get('x-amz-id-2')
  return {
    httpStatusCode: status,
    ...(requestId && { requestId }),
    ...(extendedRequestId && { extendedRequestId }),
  }
}

const isWorthARetry = (error: unknown): boolean => {
  if (!(error instanceof AuthError)) return false
  const status = error.metadata?.httpStatusCode ?? 0
  return (
    error.name === 'NetworkError' ||
    status === 429 ||
    /^50[0234]$/.test(String(status)) ||
    WORTH_A_RETRY.test(error.name)
  )
}

/** `AbortSignal.throwIfAborted` and `reason` are missing in React Native. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw signal.reason ?? Object.assign(new Error('The call was aborted.'), { name: 'AbortError' })
}

/** Waits, but not beyond the deadline and not after the signal. */
function pause(milliseconds: number, { signal, until }: Limits): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(milliseconds, until - Date.now()))
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}

/** A UUID (RFC 9562, version 4) that need not be secret: it ties the attempts of one call together in a log. */
function uuid(): string {
  const digit = (place: string) => (place === 'y' ? 8 : Math.floor(Math.random() * 16)).toString(16)
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, digit)
}
