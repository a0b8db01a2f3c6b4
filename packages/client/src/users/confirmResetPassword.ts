import { asking } from '../call.js'
import { world } from '../configure.js'
import { ensure } from '../errors.js'
import type { ConfirmResetPasswordInput } from '../types.js'
import { userContextData } from '../user-context.js'
import type { CallOptions } from '../world.js'

/**
 * Sets another password by the code that `resetPassword` sent.
 *
 * @throws AuthError EmptyConfirmResetPasswordUsername, EmptyConfirmResetPasswordNewPassword,
 *   EmptyConfirmResetPasswordConfirmationCode, or an error of ConfirmForgotPassword
 * @example
 * await confirmResetPassword({ username: 'alice', confirmationCode: '123456', newPassword: 'Better-Horse-9' })
 * // ConfirmForgotPassword { ClientId, Username, ConfirmationCode, Password }
 */
export async function confirmResetPassword(
  input: ConfirmResetPasswordInput,
  options?: CallOptions,
): Promise<void> {
  const here = world()
  const { username, newPassword, confirmationCode } = input
  ensure(username, 'EmptyConfirmResetPasswordUsername', 'username is required to confirmResetPassword')
  ensure(
    newPassword,
    'EmptyConfirmResetPasswordNewPassword',
    'newPassword is required to confirmResetPassword',
  )
  ensure(
    confirmationCode,
    'EmptyConfirmResetPasswordConfirmationCode',
    'confirmationCode is required to confirmResetPassword',
  )
  await asking(here, options)('ConfirmForgotPassword', {
    Username: username,
    ConfirmationCode: confirmationCode,
    Password: newPassword,
    ClientMetadata: input.options?.clientMetadata,
    ClientId: here.pool.clientId,
    UserContextData: userContextData(here, username),
  })
}
