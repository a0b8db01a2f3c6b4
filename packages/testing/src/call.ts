import { type OperationName, operationFacts, type Requests, type Responses } from '@latchkey/wire'
import { type AccessKey, signRequest } from './sign-request.js'

/** Calls of the protocol, each answer of which is held against the model. */

/** A refusal in the protocol's words. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly operation: string
  readonly code: string
  readonly status: number

  constructor(operation: string, code: string, message: string, status: number) {
    super(message)
    this.operation = operation
    this.code = code
    this.status = status
  }
}

/** The server answered what the model does not let it answer. It has no `code`, so that no test expects it. */
export class BrokenContract extends Error {
  override readonly name = 'BrokenContract'
}

/**
 * What AWS answers before an operation is reached, so that no operation declares it.
 * Source: "Common Errors", Amazon Cognito user pools API reference. Said here again, and not taken from the server:
 * what the server thinks of its own errors proves nothing.
 */
const commonErrors = [
  'AccessDeniedException',
  'IncompleteSignature',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SerializationException',
  'UnknownOperationException',
  'UnrecognizedClientException',
]

export type Wire = {
  /** `http://127.0.0.1:9229` */
  url: string
  fetch(request: Request, from?: string): Promise<Response>
  accessKey: AccessKey
  /** The access token of an operator, which is shown in the place of a signature. */
  operatorToken?: string
  now(): Date
  /** Told of everything that the model does not allow. */
  broken(error: BrokenContract): void
  /** A test that breaks the server on purpose expects InternalErrorException. */
  faultsExpected: boolean
}

/**
 * One call: the body of the answer. Signed where the operation is. Throws ProtocolError.
 * @param from the address that the connection comes from, in process.
 */
export async function call<Name extends OperationName>(
  wire: Wire,
  operation: Name,
  request: Requests[Name],
  from?: string,
): Promise<Responses[Name]> {
  const response = await wire.fetch(requestFor(wire, operation, JSON.stringify(request)), from)
  const text = await response.text()
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  if (response.status === 200) return body as Responses[Name]
  throw refusal(wire, operation, response, body)
}

/** The request of a call, signed where the operation is. */
export function requestFor(wire: Wire, operation: OperationName, body: string): Request {
  const { signed, target } = operationFacts(operation)
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': target,
  }
  const url = `${wire.url}/`
  const signature = signed ? proofOf(wire, { url, headers, body }) : {}
  return new Request(url, {
    method: 'POST',
    headers: { ...headers, ...signature, 'x-amz-user-agent': 'latchkey-testing' },
    body,
  })
}

const proofOf = (
  { operatorToken, accessKey, now }: Wire,
  request: { url: string; headers: Record<string, string>; body: string },
): Record<string, string> =>
  operatorToken === undefined
    ? signRequest({ ...request, accessKey, at: now() })
    : { authorization: `Bearer ${operatorToken}` }

function refusal(wire: Wire, operation: OperationName, response: Response, body: unknown): Error {
  const { __type, message } = (body ?? {}) as { __type?: unknown; message?: unknown }
  if (typeof __type !== 'string' || typeof message !== 'string') {
    return contractBroken(wire, `${operation} answered ${response.status} without __type and message.`)
  }
  if (response.headers.get('x-amzn-errortype') !== `${__type}:`) {
    return contractBroken(wire, `${operation} answered ${__type} with another x-amzn-errortype.`)
  }
  const declared: readonly string[] = operationFacts(operation).errors
  if (!declared.includes(__type) && !commonErrors.includes(__type)) {
    return contractBroken(wire, `${operation} answered ${__type}, which the model does not declare for it.`)
  }
  if (__type === 'InternalErrorException' && !wire.faultsExpected) {
    return contractBroken(wire, `${operation} answered a fault of the server: ${message}`)
  }
  return new ProtocolError(operation, __type, message, response.status)
}

function contractBroken(wire: Wire, message: string): BrokenContract {
  const error = new BrokenContract(message)
  wire.broken(error)
  return error
}
