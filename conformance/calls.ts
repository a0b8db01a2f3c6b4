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
  /** What is done to calls of an operation, instead of passing them on or beside it. */
  readonly #hindrances = new Map<string, Hindrance>()

  /** The same handler; what passes through it is written down. */
  around<Connection>(handler: Handler<Connection>): Handler<Connection> {
    return async (request, connection) => {
      // Keys, pages and their forms are no calls of the protocol.
      if (!request.headers.has('x-amz-target')) return handler(request, connection)
      const { url, method, headers } = request
      const body = await request.text()
      const hindrance = this.#hindrances.get(headers.get('x-amz-target')?.split('.')[1] ?? '')
      const instead = await hindrance?.before?.(JSON.parse(body))
      if (instead) return instead
      const response = await handler(new Request(url, { method, headers, body }), connection)
      const operation = headers.get('x-amz-target')?.split('.')[1] ?? ''
      const answer = JSON.parse(await response.clone().text())
      this.calls.push({ operation, request: JSON.parse(body), status: response.status, answer })
      return (await hindrance?.after?.(answer)) ?? response
    }
  }

  /** The calls that `act` makes, one line each: what was asked, and what came of it. */
  async during(act: () => Promise<unknown>): Promise<string[]> {
    const before = this.calls.length
    await act()
    return this.calls.slice(before).map(inWords)
  }

  /** While `act` goes on, an operation is refused before it reaches the server, as by a firewall. */
  refusing(operation: string, act: () => Promise<unknown>, type = 'ForbiddenException'): Promise<void> {
    return this.#hindered(operation, { before: async () => errorAnswer(400, type) }, act)
  }

  /** While `act` goes on, answers to one challenge are refused. */
  refusingChallenge(
    challenge: string,
    type: string,
    act: () => Promise<unknown>,
    message = 'Incorrect username or password.',
  ): Promise<void> {
    const refuses = ({ ChallengeName }: Call['request']) => ChallengeName === challenge
    const before = async (request: Call['request']) =>
      refuses(request) ? errorAnswer(400, type, message) : undefined
    return this.#hindered('RespondToAuthChallenge', { before }, act)
  }

  /** While `act` goes on, an operation fails, as a server does that is not well. */
  failing(operation: string, act: () => Promise<unknown>): Promise<void> {
    return this.#hindered(operation, { before: async () => errorAnswer(500, 'InternalErrorException') }, act)
  }

  /** While `act` goes on, an operation is done, and its answer does not arrive. */
  losingAnswers(operation: string, act: () => Promise<unknown>): Promise<void> {
    return this.#hindered(operation, { after: () => errorAnswer(504, 'InternalErrorException') }, act)
  }

  /** While `act` goes on, answers of an operation are changed on their way, as by somebody in the server's place. */
  rewriting(
    operation: string,
    change: (answer: Call['answer']) => unknown,
    act: () => Promise<unknown>,
  ): Promise<void> {
    return this.#hindered(operation, { after: (answer) => Response.json(change(answer)) }, act)
  }

  /** While `act` goes on, an operation is answered by something that does not speak the protocol. */
  answering(operation: string, answer: () => Response, act: () => Promise<unknown>): Promise<void> {
    return this.#hindered(operation, { before: async () => answer() }, act)
  }

  /** Holds calls of an operation back, or their answers, until what it returns is called: all of them, or the first. */
  holding(
    operation: string,
    what: 'calls' | 'answers' = 'calls',
    which: 'all' | 'first' = 'all',
  ): () => void {
    let release = () => {}
    const released = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined)
    })
    let held = 0
    const hold = async () => {
      held += 1
      return which === 'all' || held === 1 ? released : undefined
    }
    this.#hindrances.set(operation, what === 'calls' ? { before: hold } : { after: hold })
    return () => {
      this.#hindrances.delete(operation)
      release()
    }
  }

  async #hindered(operation: string, hindrance: Hindrance, act: () => Promise<unknown>): Promise<void> {
    this.#hindrances.set(operation, hindrance)
    try {
      await act()
    } finally {
      this.#hindrances.delete(operation)
    }
  }

  /** How often an operation was called. */
  times(operation: string): number {
    return this.calls.filter((one) => one.operation === operation).length
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

type Hindrance = {
  before?: (request: Call['request']) => Promise<Response | undefined>
  after?: (answer: Call['answer']) => Response | Promise<undefined>
}

/** As the server answers: pages of any origin may read it. */
const errorAnswer = (status: number, type: string, message = 'This is what the test wants.') =>
  Response.json({ __type: type, message }, { status, headers: { 'access-control-allow-origin': '*' } })

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
