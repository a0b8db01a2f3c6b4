/** What a server said of the request that failed. */
export type ResponseMetadata = {
  readonly httpStatusCode?: number
  readonly requestId?: string
  readonly extendedRequestId?: string
}

export type AuthErrorParams = {
  /** A code of the protocol (`NotAuthorizedException`), or one of this library's (`NetworkError`). */
  name: string
  message: string
  recoverySuggestion?: string
  underlyingError?: unknown
  metadata?: ResponseMetadata
}

/**
 * Every error of this library: a code to branch on, a sentence for the log, and what to do about it.
 *
 * The shape is that of aws-amplify's `AuthError`; `code` is the same as `name`.
 *
 * @example
 * const error = new AuthError({ name: 'NetworkError', message: 'No answer.', recoverySuggestion: 'Try again.' })
 * error.code                // 'NetworkError'
 * error.recoverySuggestion  // 'Try again.'
 */
export class AuthError extends Error {
  override name: string
  readonly recoverySuggestion?: string
  readonly underlyingError?: unknown
  readonly metadata?: ResponseMetadata

  constructor({ name, message, recoverySuggestion, underlyingError, metadata }: AuthErrorParams) {
    super(message)
    this.name = name
    this.recoverySuggestion = recoverySuggestion ?? own(suggestions, name) ?? OTHERWISE
    if (underlyingError !== undefined) this.underlyingError = underlyingError
    if (metadata) this.metadata = metadata
  }

  /** The code, again: what `name` says. */
  get code(): string {
    return this.name
  }
}

const OTHERWISE = 'See the message, and the reference of the operation.'

/** What to do about the errors that servers answer most. */
const suggestions: Record<string, string> = {
  CodeMismatchException: 'Ask for the code again.',
  ExpiredCodeException: 'Let a new code be sent, or wait for the next one.',
  InternalErrorException: 'Try again later. The log of the server tells more.',
  InvalidParameterException: 'Check the input, and the settings of the pool and its client.',
  InvalidPasswordException: 'Choose another password.',
  LimitExceededException: 'Wait before the next attempt.',
  NotAuthorizedException: 'Sign in again.',
  PasswordResetRequiredException: 'Call resetPassword.',
  RefreshTokenReuseException: 'Sign in again.',
  ResourceNotFoundException: 'Check the id of the device, and those in the configuration.',
  TooManyFailedAttemptsException: 'Wait before the next attempt.',
  TooManyRequestsException: 'Wait before the next attempt.',
  UserNotConfirmedException: 'Call confirmSignUp.',
  UsernameExistsException: 'Choose another username.',
}

/** Names come from servers, and every object has a `constructor`. */
const own = (texts: Record<string, string>, name: string) =>
  Object.hasOwn(texts, name) ? texts[name] : undefined

/** Refuses an input that would be refused by the server anyway, under the name that aws-amplify gives it. */
export function ensure(held: unknown, name: string, message: string): asserts held {
  if (!held)
    throw new AuthError({ name, message, recoverySuggestion: 'Pass what is missing, and call again.' })
}

/** The sign-in cannot go on: the state of this app, or what the server answered, is not what it must be. */
export const signInError = (message: string, recoverySuggestion = 'Call signIn again.') =>
  new AuthError({ name: 'SignInException', message, recoverySuggestion })

/** The server is not one that speaks the user pool protocol, or breaks it. */
export const unexpectedResponse = (message: string, underlyingError?: unknown, metadata?: ResponseMetadata) =>
  new AuthError({
    name: 'UnexpectedResponseException',
    message,
    recoverySuggestion:
      'Check userPoolEndpoint: it must be the address of a user pool server, not of a web page or a proxy.',
    underlyingError,
    ...(metadata && { metadata }),
  })

export const notSignedIn = () =>
  new AuthError({
    name: 'UserUnAuthenticatedException',
    message: 'User needs to be authenticated to call this API.',
    recoverySuggestion: 'Sign in before calling this API again.',
  })

export const hasName = (error: unknown, ...names: string[]): boolean =>
  error instanceof Error && names.includes(error.name)
