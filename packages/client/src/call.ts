import type { OperationName, Requests, Responses } from '@latchkey/wire'
import { AuthError, type ResponseMetadata, unexpectedResponse } from './errors.js'
import type { CallOptions, World } from './world.js'

/** The way to the server for one call of a public function, with that call's deadline and signal. */
export type Ask = {
  /** One operation of the protocol: by its name, with its request, to its answer. */
  <Name extends OperationName>(operation: Name, request: Requests[Name]): Promise<Responses[Name]>
  /** Waits for something else, no longer than the call may take. What is waited for goes on. */
  within<Value>(work: Promise<Value>): Promise<Value>
  /** The same with its whole time again: after the user was asked for something. */
  afresh(): Ask
}

const ATTEMPTS = 3

/** Source: aws-amplify's retry middleware, seen on the wire: throttling, time-outs, and clocks that will be right. */
const WORTH_A_RETRY =
  /Throttl|LimitExceeded|ThroughputExceeded|^(?:PriorRequestNotComplete|SlowDown|TooManyRequestsException|RequestTimeout(?:Exception)?|AuthFailure|InvalidSignatureException|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch|BadRequestException)$/

/** `setTimeout` knows no longer time. */
const LONGEST = 2 ** 31 - 1

/**
 * All requests of a call share its deadline and its signal. Three attempts each, as aws-amplify makes them; the
 * invocation id stays the same over them.
 */
export function asking(world: World, options: CallOptions = {}): Ask {
  const { signal, deadline = world.deadline } = options
  const limits = { signal, until: Date.now() + Math.min(deadline, LONGEST) }
  const ask = async (operation: string, request: object) => {
    const invocation = uuid()
    const body = JSON.stringify(request)
    for (let attempt = 1; ; attempt += 1) {
      const own = await within(world.headers(), limits)
      const headers = { ...own, ...headersOf(operation, invocation, attempt) }
      try {
        return await once(world.pool.endpoint, { headers, body }, limits)
      } catch (error) {
        if (attempt === ATTEMPTS || !isWorthARetry(error)) throw error
        await pause(100 * 2 ** attempt + Math.random() * 100, limits)
      }
    }
  }
  return Object.assign(ask as Ask, {
    within: <Value>(work: Promise<Value>) => within(work, limits),
    afresh: () => asking(world, options),
  })
}

const headersOf = (operation: string, invocation: string, attempt: number) => ({
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': operation.includes('.') ? operation : `AWSCognitoIdentityProviderService.${operation}`,
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
  const controller = new AbortController()
  const request = async () => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        cache: 'no-store',
        ...init,
        signal: controller.signal,
      })
      return answerOf<Answer>(response, await response.text())
    } catch (error) {
      throw error instanceof AuthError ? error : unreachable(url, error)
    }
  }
  return within(request(), limits, url).finally(() => controller.abort())
}

/** Waits until the work is done, the signal goes off, or time is up, whichever is first. */
function within<Value>(work: Promise<Value>, { signal, until }: Limits, url?: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => end(() => reject(reasonOf(signal)))
    const timer = setTimeout(() => end(() => reject(timedOut(url))), until - Date.now())
    const end = (act: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      act()
    }
    signal?.addEventListener('abort', abort)
    work.then(
      (value) => end(() => resolve(value)),
      (error) => end(() => reject(error)),
    )
    if (signal?.aborted) abort()
  })
}

const timedOut = (url = 'What was waited for') =>
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
  if (signal?.aborted) throw reasonOf(signal)
}

const reasonOf = (signal: AbortSignal | undefined): unknown =>
  signal?.reason ?? Object.assign(new Error('The call was aborted.'), { name: 'AbortError' })

const pause = (milliseconds: number, limits: Limits) =>
  within(
    new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, limits.until - Date.now()))),
    limits,
  )

/** A UUID (RFC 9562, version 4) that need not be secret: it ties the attempts of one call together in a log. */
function uuid(): string {
  const digit = (place: string) => (place === 'y' ? 8 : Math.floor(Math.random() * 16)).toString(16)
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, digit)
}
