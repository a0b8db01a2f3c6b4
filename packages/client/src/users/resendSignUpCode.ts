import { asking } from '../call.js'
import { world } from '../configure.js'
import { ensure } from '../errors.js'
import type { ResendSignUpCodeInput, ResendSignUpCodeOutput } from '../types.js'
import { userContextData } from '../user-context.js'
import type { CallOptions } from '../world.js'
import { codeDelivery } from './code-delivery.js'

/**
 * Sends the code for `confirmSignUp` again.
 *
 * @throws AuthError EmptyresendSignUpCodeUsername (aws-amplify's spelling), or an error of ResendConfirmationCode
 * @example
 * await resendSignUpCode({ username: 'alice' })
 * // ResendConfirmationCode { ClientId, Username }
 * // { destination: 'a***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' }
 */
export async function resendSignUpCode(
  input: ResendSignUpCodeInput,
  options?: CallOptions,
): Promise<ResendSignUpCodeOutput> {
  const here = world()
  ensure(input.username, 'EmptyresendSignUpCodeUsername', 'username is required to confirmSignUp')
  const { CodeDeliveryDetails } = await asking(here, options)('ResendConfirmationCode', {
    Username: input.username,
    ClientMetadata: input.options?.clientMetadata,
    ClientId: here.pool.clientId,
    UserContextData: userContextData(here, input.username),
  })
  return codeDelivery(CodeDeliveryDetails)
}
