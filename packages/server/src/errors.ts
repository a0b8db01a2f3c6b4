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

/** A request that is refused in the protocol's own words: `code` travels as `__type`, the message as it is. */
export class Refusal extends Error {
  readonly code: ErrorCode | CommonErrorCode
  override readonly name = 'Refusal'

  constructor(code: ErrorCode | CommonErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const notAuthorized = (message: string) => new Refusal('NotAuthorizedException', message)
export const invalidParameter = (message: string) => new Refusal('InvalidParameterException', message)
export const notFound = (message: string) => new Refusal('ResourceNotFoundException', message)
export const missingParameter = (name: string) => invalidParameter(`Missing required parameter ${name}`)

/**
 * Clients recover only from this very sentence, full stop included
 * (aws-amplify `retryOnResourceNotFoundException.ts`).
 */
export const deviceDoesNotExist = () => notFound('Device does not exist.')

/** One sentence for a wrong password and for an unknown user, so that they cannot be told apart. */
export const incorrectUsernameOrPassword = () => notAuthorized('Incorrect username or password.')

/** An operator, or an import, left the user without a password that signs in. Clients lead the user to a reset. */
export const passwordResetRequired = () =>
  new Refusal('PasswordResetRequiredException', 'Password reset required for the user')

/** A ticket that is forged, expired, of another client, user or step, or paid out already. */
export const invalidSession = () => notAuthorized('Invalid session for the user.')
