import { world } from '../configure.js'
import { requireSession } from '../tokens/require-session.js'
import type {
  SendUserAttributeVerificationCodeInput,
  SendUserAttributeVerificationCodeOutput,
} from '../types.js'
import type { CallOptions } from '../world.js'
import { codeDelivery } from './code-delivery.js'

/**
 * Sends a code to an address of the user who is signed in, for `confirmUserAttribute`.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of GetUserAttributeVerificationCode
 * @example
 * await sendUserAttributeVerificationCode({ userAttributeKey: 'email' })
 * // GetUserAttributeVerificationCode { AccessToken, AttributeName: 'email' }
 */
export async function sendUserAttributeVerificationCode(
  input: SendUserAttributeVerificationCodeInput,
  options?: CallOptions,
): Promise<SendUserAttributeVerificationCodeOutput> {
  const { ask, AccessToken } = await requireSession(world(), options)
  const { CodeDeliveryDetails } = await ask('GetUserAttributeVerificationCode', {
    AccessToken,
    AttributeName: input.userAttributeKey,
    ClientMetadata: input.options?.clientMetadata,
  })
  return codeDelivery(CodeDeliveryDetails)
}
