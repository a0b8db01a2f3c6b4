import { world } from '../configure.js'
import { requireSession } from '../tokens/require-session.js'
import type { DeleteWebAuthnCredentialInput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * Deletes a passkey of the user who is signed in.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of DeleteWebAuthnCredential
 * @example
 * await deleteWebAuthnCredential({ credentialId: 'dGhlIGlk' })
 * // DeleteWebAuthnCredential { AccessToken, CredentialId: 'dGhlIGlk' }
 */
export async function deleteWebAuthnCredential(
  input: DeleteWebAuthnCredentialInput,
  options?: CallOptions,
): Promise<void> {
  const { ask, AccessToken } = await requireSession(world(), options)
  await ask('DeleteWebAuthnCredential', { AccessToken, CredentialId: input.credentialId })
}
