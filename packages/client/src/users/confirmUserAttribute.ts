import { world } from '../configure.js'
import { ensure } from '../errors.js'
import { requireSession } from '../tokens/require-session.js'
import type { ConfirmUserAttributeInput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * Confirms an address by the code that was sent to it.
 *
 * @throws AuthError EmptyConfirmUserAttributeCode, UserUnAuthenticatedException, or an error of VerifyUserAttribute
 * @example
 * await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: '123456' })
 * // VerifyUserAttribute { AccessToken, AttributeName: 'email', Code: '123456' }
 */
export async function confirmUserAttribute(
  input: ConfirmUserAttributeInput,
  options?: CallOptions,
): Promise<void> {
  const { userAttributeKey: AttributeName, confirmationCode: Code } = input
  ensure(Code, 'EmptyConfirmUserAttributeCode', 'confirmation code is required to confirmUserAttribute')
  const { ask, AccessToken } = await requireSession(world(), options)
  await ask('VerifyUserAttribute', { AccessToken, AttributeName, Code })
}
