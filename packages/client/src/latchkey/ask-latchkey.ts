import type { OperationName, Requests, Responses } from '@latchkey/wire'
import { AuthError, hasName } from '../errors.js'
import type { SignedIn } from '../tokens/require-session.js'

/**
 * An operation that Latchkey has and Cognito has not.
 *
 * @throws AuthError LatchkeyServerRequiredException from a server that has never heard of it
 */
export async function askLatchkey<Name extends OperationName>(
  { ask }: Pick<SignedIn, 'ask'>,
  operation: Name,
  request: Requests[Name],
): Promise<Responses[Name]> {
  try {
    // Its name with the service's: the way to the server takes both.
    return await ask(`LatchkeyService.${operation}` as Name, request)
  } catch (error) {
    if (hasName(error, 'UnknownOperationException')) throw needsLatchkey(operation, error)
    throw error
  }
}

const needsLatchkey = (operation: string, underlyingError: unknown) =>
  new AuthError({
    name: 'LatchkeyServerRequiredException',
    message: `This server does not know ${operation}: that takes a Latchkey server, and a version that has it.`,
    recoverySuggestion:
      'On Amazon Cognito, use fetchDevices, forgetDevice and forgetOtherDevices of @latchkey/auth.',
    underlyingError,
  })
