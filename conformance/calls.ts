import { isOperationName, operationFacts } from '@latchkey/wire'

/** What goes over the wire, as the server sees it. */
export type Call = {
  operation: string
  request: {
    AuthFlow?: string
    ChallengeName?: string
    AuthParameters?: Record<string, string | null>
    ChallengeResponses?: Record<string, string | null>
    Session?: string
    [member: string]: unknown
  }
  status: number
  answer: {
    __type?: string
    message?: string
    ChallengeName?: string
    ChallengeParameters?: Record<string, string>
    AuthenticationResult?: { NewDeviceMetadata?: object }
    [member: string]: unknown
  }
}

type Handler<Connection> = (request: Request, connection: Connection) => Promise<Response>

/** Errors that are answered before an operation is reached, so that none declares them. */
const beforeAnyOperation = [
  'AccessDeniedException',
  'IncompleteSignature',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SerializationException',
  'UnknownOperationException',
  'UnrecognizedClientException',
]

/** Listens at the server's door. */
export class CallBook {
  readonly calls: Call[] = []
  #refused: string | undefined

  /** The same handler; what passes through it is written down. */
  around<Connection>(handler: Handler<Connection>): Handler<Connection> {
    return async (request, connection) => {
      if (request.method !== 'POST') return handler(request, connection)
      const { url, method, headers } = request
      const body = await request.text()
      if (this.#refused && headers.get('x-amz-target')?.endsWith(`.${this.#refused}`)) return refusal()
      const response = await handler(new Request(url, { method, headers, body }), connection)
      const operation = headers.get('x-amz-target')?.split('.')[1] ?? ''
      const answer = JSON.parse(await response.clone().text())
      this.calls.push({ operation, request: JSON.parse(body), status: response.status, answer })
      return response
    }
  }

  /** The calls that `act` makes, one line each: what was asked, and what came of it. */
  async during(act: () => Promise<unknown>): Promise<string[]> {
    const before = this.calls.length
    await act()
    return this.calls.slice(before).map(inWords)
  }

  /** While `act` goes on, an operation is refused before it reaches the server, as by a firewall. */
  async refusing(operation: string, act: () => Promise<unknown>): Promise<void> {
    this.#refused = operation
    await act()
    this.#refused = undefined
  }

  /** The latest call of an operation; of one challenge or flow of it, where it is named. */
  last(operation: string, asked?: string): Call {
    const call = this.calls.findLast(
      (one) => one.operation === operation && (asked === undefined || nameOf(one) === asked),
    )
    if (!call) throw new Error(`${operation} ${asked ?? ''} was not called.`)
    return call
  }

  /** Errors that the model does not declare for the operation that answered them: clients have no type for those. */
  undeclaredErrors(): string[] {
    return this.calls.filter(isUndeclared).map(inWords)
  }
}

const refusal = () =>
  Response.json(
    { __type: 'ForbiddenException', message: 'Request not allowed by a firewall.' },
    { status: 400 },
  )

const nameOf = ({ request }: Call) => request.AuthFlow ?? request.ChallengeName

function inWords(call: Call): string {
  const name = nameOf(call)
  return `${call.operation}${name ? ` ${name}` : ''} → ${outcomeOf(call.answer)}`
}

function outcomeOf({ __type, ChallengeName, AuthenticationResult }: Call['answer']): string {
  if (__type) return __type
  if (ChallengeName) return ChallengeName
  if (!AuthenticationResult) return 'done'
  return AuthenticationResult.NewDeviceMetadata ? 'tokens and a new device' : 'tokens'
}

function isUndeclared({ operation, answer }: Call): boolean {
  const { __type } = answer
  if (__type === undefined || beforeAnyOperation.includes(__type) || !isOperationName(operation)) return false
  return !operationFacts(operation).errors.some((declared) => declared === __type)
}
