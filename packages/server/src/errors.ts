import type { ErrorCode } from '@latchkey/wire'

/**
 * Errors that AWS answers before an operation is reached. They are in no operation's list of declared errors.
 * Source: "Common Errors", Amazon Cognito user pools API reference.
 */
const commonErrorCodes = [
  'AccessDeniedException',
  'IncompleteSignature',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SerializationException',
  'UnknownOperationException',
  'UnrecognizedClientException',
] as const

type CommonErrorCode = (typeof commonErrorCodes)[number]

export type Reason =
  | 'wrong credentials'
  | 'locked out'
  | 'disabled'
  | 'session over'
  | 'unknown device'
  | 'wrong device secret'
  | 'temporary password over'
  | 'no second factor'
  | 'too many codes'

/** A request that is refused in the protocol's own words: `code` travels as `__type`, the message as it is. */
export class Refusal extends Error {
  readonly code: ErrorCode | CommonErrorCode
  /** What it never says on the wire, where several reasons have one sentence. For metrics and events. */
  readonly reason: Reason | undefined
  override readonly name = 'Refusal'

  constructor(code: ErrorCode | CommonErrorCode, message: string, reason?: Reason) {
    super(message)
    this.code = code
    this.reason = reason
  }
}

export const notAuthorized = (message: string, reason?: Reason) =>
  new Refusal('NotAuthorizedException', message, reason)
export const invalidParameter = (message: string) => new Refusal('InvalidParameterException', message)
export const notFound = (message: string, reason?: Reason) =>
  new Refusal('ResourceNotFoundException', message, reason)
export const missingParameter = (name: string) => invalidParameter(`Missing required parameter ${name}`)

/**
 * Clients recover only from this very sentence, full stop included
 * (aws-amplify `retryOnResourceNotFoundException.ts`).
 */
export const deviceDoesNotExist = (reason: Reason = 'unknown device') =>
  notFound('Device does not exist.', reason)

/** One sentence for a wrong password and for an unknown user, so that they cannot be told apart. */
export const incorrectUsernameOrPassword = () =>
  notAuthorized('Incorrect username or password.', 'wrong credentials')

/** An operator, or an import, left the user without a password that signs in. Clients lead the user to a reset. */
export const passwordResetRequired = () =>
  new Refusal('PasswordResetRequiredException', 'Password reset required for the user')

/** A ticket that is forged, expired, of another client, user or step, or paid out already. */
export const invalidSession = () => notAuthorized('Invalid session for the user.', 'session over')

/** Nobody is signed in to the console, or nobody any more: its page leads to the sign-in. */
export class NotSignedIn extends Refusal {
  constructor() {
    super('NotAuthorizedException', 'Sign in to the console.')
  }
}
