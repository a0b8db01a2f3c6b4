import { asking } from '../call.js'
import { world } from '../configure.js'
import { ensure } from '../errors.js'
import type { ResetPasswordInput, ResetPasswordOutput } from '../types.js'
import { userContextData } from '../user-context.js'
import type { CallOptions } from '../world.js'
import { codeDelivery } from './code-delivery.js'

/**
 * Sends a code with which a user who forgot the password can set another one.
 *
 * @throws AuthError EmptyResetPasswordUsername, or an error of ForgotPassword
 * @example
 * await resetPassword({ username: 'alice' })
 * // ForgotPassword { ClientId, Username }
 * // { isPasswordReset: false, nextStep: { resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE', codeDeliveryDetails } }
 */
export async function resetPassword(
  input: ResetPasswordInput,
  options?: CallOptions,
): Promise<ResetPasswordOutput> {
  const here = world()
  ensure(input.username, 'EmptyResetPasswordUsername', 'username is required to resetPassword')
  const { CodeDeliveryDetails } = await asking(here, options)('ForgotPassword', {
    Username: input.username,
    ClientMetadata: input.options?.clientMetadata,
    ClientId: here.pool.clientId,
    UserContextData: userContextData(here, input.username),
  })
  return {
    isPasswordReset: false,
    nextStep: {
      resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
      codeDeliveryDetails: codeDelivery(CodeDeliveryDetails),
    },
  }
}
