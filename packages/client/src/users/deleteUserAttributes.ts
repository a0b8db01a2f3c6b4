import { world } from '../configure.js'
import { requireSession } from '../tokens/require-session.js'
import type { DeleteUserAttributesInput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * Removes attributes of the user who is signed in.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of DeleteUserAttributes
 * @example
 * await deleteUserAttributes({ userAttributeKeys: ['nickname'] })
 * // DeleteUserAttributes { AccessToken, UserAttributeNames: ['nickname'] }
 */
export async function deleteUserAttributes(
  input: DeleteUserAttributesInput,
  options?: CallOptions,
): Promise<void> {
  const { ask, AccessToken } = await requireSession(world(), options)
  await ask('DeleteUserAttributes', { AccessToken, UserAttributeNames: input.userAttributeKeys })
}
