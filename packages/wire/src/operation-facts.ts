import { operations } from './generated/model.js'
import type { ErrorCode, OperationName } from './generated/types.js'

export interface OperationFacts {
  /** Whether the service wants the request signed (SigV4). The others carry an access token or nothing. */
  readonly signed: boolean
  /** The errors that the model declares for the operation, in its order. */
  readonly errors: readonly ErrorCode[]
}

/**
 * Whether a name that came from outside is the name of an operation.
 *
 * @example
 * isOperationName('ConfirmDevice')  // true
 * isOperationName('constructor')    // false
 */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

/**
 * What the model says of an operation besides its shapes.
 *
 * @example
 * operationFacts('AdminGetDevice').signed   // true
 * operationFacts('ConfirmDevice').errors.at(-2)  // 'DeviceKeyExistsException'
 */
export function operationFacts(name: OperationName): OperationFacts {
  const facts = known.get(name) ?? expand(name)
  known.set(name, facts)
  return facts
}

const known = new Map<OperationName, OperationFacts>()

function expand(name: OperationName): OperationFacts {
  const { signed, errors } = operations[name]
  // The generator only shortens names that end so, hence each of these is one of the model's codes.
  return { signed, errors: errors.split(' ').map((code) => `${code}Exception` as ErrorCode) }
}

/** Every operation of the model, in alphabetical order. */
export const operationNames: readonly OperationName[] = Object.keys(operations).filter(isOperationName)
