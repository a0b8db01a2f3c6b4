import {
  checkRequest,
  isOperationName,
  isSignedOperation,
  type OperationName,
  operationFacts,
  type Requests,
  type SignedOperationName,
} from '@latchkey/wire'
import type { Logger } from 'pino'
import { isOfDeletedOwner } from '../database/violations.js'
import { invalidParameter, Refusal } from '../errors.js'
import { whyNotServed } from '../not-served.js'
import type { Caller, Identity, Operation, World } from '../operation.js'
import { operations } from '../operations.js'
import type { Trace } from '../telemetry/trace.js'
import { failure, internalError, success } from './envelope.js'
import type { HeadersToRead } from './headers.js'
import { readBody } from './read-body.js'

/** The protocol's own operations, and those that Cognito does not have. */
const TARGET = /^(?:AWSCognitoIdentityProviderService|LatchkeyService)\.(\w{1,64})$/

/** A request, and what was read off it already. */
export type Call = { request: Request; headers: HeadersToRead; caller: Caller }

/** A way in for operators' operations. */
export type Gate = {
  /** Which operator sent a request. Throws Refusal. */
  identify(world: World, call: Call, body: string): Promise<Identity>
  /** Refuses what that operator may not. Throws AccessDeniedException. */
  permit(operator: Identity, name: SignedOperationName, request: object): void
  /** An answer without what the operator is not to see. */
  shown(operator: Identity, name: SignedOperationName, request: object, answer: object): object
  /** True where nothing else comes in. */
  operatorsOnly: boolean
}

/** One request of the protocol: from X-Amz-Target to an operation and back. Never throws. */
export async function dispatch(world: World, gate: Gate, call: Call): Promise<Response> {
  const { headers, caller } = call
  const started = performance.now()
  const target = headers.get('x-amz-target') ?? ''
  const operation = operationNamed(target)
  const trace = world.tracing?.begin(operation ?? UNKNOWN, headers, caller.requestId)
  const ids = { requestId: caller.requestId, ...trace?.ids }
  try {
    return answered(
      'ok',
      success(await run(worldOf(world, caller, ids, trace), gate, call, operation), caller.requestId),
    )
  } catch (error) {
    if (error instanceof Refusal) return answered(error.code, failure(error, caller.requestId))
    const fault = internalError(caller.requestId)
    return answered(fault.code, failure(fault, caller.requestId), error)
  }

  /** Tells log, metrics and trace; what they may hold of a request is never a parameter of it. */
  function answered(outcome: string, response: Response, error?: unknown): Response {
    const seconds = (performance.now() - started) / 1000
    const named = { operation: TARGET.exec(target)?.[1], address: caller.address }
    const facts = { ...ids, ...named, ms: Math.round(seconds * 10_000) / 10 }
    if (error === undefined) world.log.info({ ...facts, outcome }, 'request')
    else world.log.error({ ...facts, outcome, err: error }, 'request failed')
    world.metrics.requestEnded(operation ?? UNKNOWN, outcome, seconds)
    trace?.end(outcome, response.status)
    return response
  }
}

/** For what names no operation: what it names instead is anybody's invention, and there is no end of it. */
const UNKNOWN = 'unknown'

/**
 * The world of one request: it knows who asks, each line of its log says which request it is, and what takes time is told
 * to its trace.
 */
function worldOf(world: World, caller: Caller, ids: object, trace: Trace | undefined): World {
  let log: Logger | undefined
  const here = {
    ...world,
    caller,
    // Most requests have nothing to say but how they ended.
    get log() {
      log ??= world.log.child(ids)
      return log
    },
  }
  return trace ? trace.through(here) : here
}

async function run(world: World, gate: Gate, call: Call, name: OperationName | undefined): Promise<object> {
  // The body first, whatever the target is: an answer before its end would break the connection of its sender.
  const text = await readBody(call.request, call.headers)
  if (name === undefined) throw unknownOperation()
  if (!isSignedOperation(name) && !gate.operatorsOnly) return perform(world, name, checked(name, text))
  const operator = await gate.identify(world, call, text)
  if (!isSignedOperation(name)) throw invalidParameter(`${name} is for users, who call POST /.`)
  const request = checked(name, text)
  gate.permit(operator, name, request)
  const caller = { ...world.caller, ...operator, operation: name }
  return gate.shown(operator, name, request, await perform({ ...world, caller }, name, request))
}

function operationNamed(target: string): OperationName | undefined {
  const name = TARGET.exec(target)?.[1]
  return name !== undefined && isOperationName(name) && operationFacts(name).target === target
    ? name
    : undefined
}

const unknownOperation = () =>
  new Refusal('UnknownOperationException', 'X-Amz-Target names no operation of the user pool protocol.')

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('SerializationException', 'The request body is not valid JSON.')
  }
}

/** The request in a body, checked by the model; of an operation that is not served, nothing is. */
function checked<Name extends OperationName>(name: Name, text: string): Requests[Name] {
  const body = parse(text)
  if (operations[name] === 'not served') {
    throw invalidParameter(`${name} is not served by this version of Latchkey: ${whyNotServed.get(name)}.`)
  }
  const result = checkRequest(name, body)
  if (!result.ok) throw new Refusal(result.code, result.message)
  return result.request
}

async function perform<Name extends OperationName>(
  world: World,
  name: Name,
  request: Requests[Name],
): Promise<object> {
  const operation = operations[name] as Operation<Name>
  return withoutTheDeleted(() => operation(world, request, world.caller))
}

/**
 * Users, groups and pools may be deleted between the look at them and the writing of something of theirs. Then nothing
 * was written, and the operation, asked once more, finds them gone and says so in its own words.
 */
async function withoutTheDeleted<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isOfDeletedOwner(error)) throw error
    return work()
  }
}
