import type { LatchkeyOperationName, Requests, Responses, SignedOperationName } from '@latchkey/wire'
import { heard, isThere, unheard } from './reachability.js'

/*
 * The way to the server. The operator's session is a cookie that no script can read (HttpOnly); the target's header
 * cannot be sent across origins without the server's leave, which it gives nobody.
 */

/** What the server said of a request that it refused. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  constructor(
    /** A code of the protocol: `AccessDeniedException`. */
    readonly code: string,
    message: string,
    readonly requestId: string | undefined,
  ) {
    super(message)
  }
}

/** No answer, or one of something that stands before the server. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  constructor(cause?: unknown) {
    super('The server does not answer.', { cause })
  }
}

/** Nobody is signed in, or no longer. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ServerError && error.code === NOT_SIGNED_IN

/** An operation refuses under NotAuthorizedException, too: 401 is what the session is refused with. */
const NOT_SIGNED_IN = 'NotSignedIn'

type Signed = Extract<keyof Requests, SignedOperationName>

/** Complete by its type: an operation of ours that is missing here does not compile. */
const ours: Record<Extract<Signed, LatchkeyOperationName>, true> = {
  AdminCountPoolDevices: true,
  AdminForgetAndSignOutDevice: true,
  AdminForgetPoolDevices: true,
  AdminGetActivity: true,
  AdminGetTrackedDevice: true,
  AdminListEvents: true,
  AdminListMessages: true,
  AdminListPoolDevices: true,
  AdminListTrackedDevices: true,
  AdminRenameDevice: true,
  AdminSearchUsers: true,
  GetOperator: true,
}

const targetOf = (name: Signed) =>
  `${Object.hasOwn(ours, name) ? 'LatchkeyService' : 'AWSCognitoIdentityProviderService'}.${name}`

/**
 * Calls an operation as the operator who is signed in.
 *
 * @throws ServerError, Unreachable
 */
export async function call<Name extends Signed>(
  name: Name,
  request: Requests[Name],
  signal?: AbortSignal,
): Promise<Responses[Name]> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': targetOf(name) }
  const text = await ask('/console/api', { method: 'POST', headers, body: JSON.stringify(request) }, signal)
  return (text === '' ? {} : JSON.parse(text)) as Responses[Name]
}

/** How long an answer may take. */
const PATIENCE = 20_000

/** One request to this page's own server, to the text of its answer. */
export async function ask(path: string, init: RequestInit, signal?: AbortSignal): Promise<string> {
  const { response, text } = await reach(path, init, signal)
  if (response.ok) return text
  throw refusal(response, text)
}

async function reach(path: string, init: RequestInit, signal: AbortSignal | undefined) {
  const patience = AbortSignal.timeout(PATIENCE)
  try {
    const response = await fetch(path, {
      cache: 'no-store',
      redirect: 'error',
      ...init,
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    })
    const text = await response.text()
    if (!isThere(response.status)) throw new Error(`The answer was ${response.status}.`)
    heard()
    return { response, text }
  } catch (error) {
    if (signal?.aborted) throw error
    unheard()
    throw new Unreachable(error)
  }
}

function refusal({ status, headers }: Response, text: string): ServerError {
  const requestId = headers.get('x-amzn-requestid') ?? undefined
  const { __type = 'UnknownError', message = `The server answered ${status}.` } = bodyOf(text)
  return new ServerError(status === 401 ? NOT_SIGNED_IN : __type.replace(/^.*#/, ''), message, requestId)
}

function bodyOf(text: string): { __type?: string; message?: string } {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}
