import { checkRequest, isOperationName, type OperationName, operationFacts } from '@latchkey/wire'
import { invalidParameter, Refusal } from '../errors.js'
import { whyNotServed } from '../not-served.js'
import type { Caller, Operation, World } from '../operation.js'
import { operations } from '../operations.js'
import { refuseWebPages } from './cross-origin.js'
import { failure, internalError, success } from './envelope.js'
import { readBody } from './read-body.js'
import { checkSignature, type SecretOf } from './signature.js'

const TARGET = /^AWSCognitoIdentityProviderService\.(\w{1,64})$/

/** One request of the protocol: from X-Amz-Target to an operation and back. Never throws. */
export async function dispatch(
  world: World,
  secretOf: SecretOf,
  request: Request,
  caller: Caller,
): Promise<Response> {
  const started = performance.now()
  const target = request.headers.get('x-amz-target') ?? ''
  try {
    const body = await run(world, secretOf, request, caller, target)
    world.log.info({ ...facts(), outcome: 'ok' }, 'request')
    return success(body, caller.requestId)
  } catch (error) {
    if (error instanceof Refusal) {
      world.log.info({ ...facts(), outcome: error.code }, 'request')
      return failure(error, caller.requestId)
    }
    world.log.error({ ...facts(), err: error }, 'request failed')
    return failure(internalError(caller.requestId), caller.requestId)
  }

  /** What a log may hold of a request: never a parameter of it. */
  function facts() {
    return {
      requestId: caller.requestId,
      operation: TARGET.exec(target)?.[1],
      address: caller.address,
      ms: Math.round((performance.now() - started) * 10) / 10,
    }
  }
}

async function run(
  world: World,
  secretOf: SecretOf,
  request: Request,
  caller: Caller,
  target: string,
): Promise<object> {
  const name = operationNamed(target)
  const signed = name !== undefined && operationFacts(name).signed
  // The body first, whatever the target is: an answer before its end would break the connection of its sender.
  const text = await readBody(request)
  if (name === undefined) throw unknownOperation()
  if (signed) {
    refuseWebPages(request, world.publicUrl)
    await checkSignature(request, text, secretOf, world.clock.now())
  }
  return perform(world, name, parse(text), caller)
}

function operationNamed(target: string): OperationName | undefined {
  const name = TARGET.exec(target)?.[1]
  return name !== undefined && isOperationName(name) ? name : undefined
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

async function perform<Name extends OperationName>(
  world: World,
  name: Name,
  body: unknown,
  caller: Caller,
): Promise<object> {
  const operation: Operation<Name> | 'not served' = operations[name]
  if (operation === 'not served') {
    throw invalidParameter(`${name} is not served by this version of Latchkey: ${whyNotServed.get(name)}.`)
  }
  const checked = checkRequest(name, body)
  if (!checked.ok) throw new Refusal(checked.code, checked.message)
  return operation(world, checked.request, caller)
}
