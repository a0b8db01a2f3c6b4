import { operations } from './generated/model.js'
import type {
  ErrorCode,
  LatchkeyOperationName,
  OperationName,
  SignedOperationName,
} from './generated/types.js'

export interface OperationFacts {
  /** The whole `X-Amz-Target`: `AWSCognitoIdentityProviderService.…`, or `LatchkeyService.…` for what Cognito does not have. */
  readonly target: string
  /** Whether it is for operators: signed (SigV4), or with an operator's token. The others carry a user's token or nothing. */
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

/** Whether an operation is one that Cognito does not have. */
export const isLatchkeyOperation = (name: OperationName): name is LatchkeyOperationName =>
  operations[name].ours === true

/** Whether an operation is for operators. */
export const isSignedOperation = (name: OperationName): name is SignedOperationName => operations[name].signed

/**
 * What the model says of an operation besides its shapes.
 *
 * @example
 * operationFacts('AdminGetDevice').signed   // true
 * operationFacts('ConfirmDevice').errors.at(-2)  // 'DeviceKeyExistsException'
 * operationFacts('RenameDevice').target  // 'LatchkeyService.RenameDevice'
 */
export function operationFacts(name: OperationName): OperationFacts {
  const facts = known.get(name) ?? expand(name)
  known.set(name, facts)
  return facts
}

const known = new Map<OperationName, OperationFacts>()

function expand(name: OperationName): OperationFacts {
  const { signed, errors } = operations[name]
  const target = `${isLatchkeyOperation(name) ? 'LatchkeyService' : 'AWSCognitoIdentityProviderService'}.${name}`
  // The generator only shortens names that end so, hence each of these is one of the model's codes.
  return { target, signed, errors: errors.split(' ').map((code) => `${code}Exception` as ErrorCode) }
}

/** Every operation, Cognito's and ours, in alphabetical order. */
export const operationNames: readonly OperationName[] = Object.keys(operations).filter(isOperationName)
