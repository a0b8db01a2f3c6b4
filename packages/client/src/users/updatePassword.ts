import { world } from '../configure.js'
import { ensure } from '../errors.js'
import { requireSession } from '../tokens/require-session.js'
import type { UpdatePasswordInput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * Changes the password of the user who is signed in. The device stays the same.
 *
 * @throws AuthError EmptyUpdatePassword, UserUnAuthenticatedException, or an error of ChangePassword
 * @example
 * await updatePassword({ oldPassword: 'Correct-Horse-9', newPassword: 'Better-Horse-9' })
 * // ChangePassword { AccessToken, PreviousPassword, ProposedPassword }
 */
export async function updatePassword(input: UpdatePasswordInput, options?: CallOptions): Promise<void> {
  const { oldPassword: PreviousPassword, newPassword: ProposedPassword } = input
  const given = PreviousPassword && ProposedPassword
  ensure(given, 'EmptyUpdatePassword', 'oldPassword and newPassword are required to changePassword')
  const { ask, AccessToken } = await requireSession(world(), options)
  await ask('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword })
}
