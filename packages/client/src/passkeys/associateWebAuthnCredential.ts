import { world } from '../configure.js'
import { requireSession } from '../tokens/require-session.js'
import type { CallOptions } from '../world.js'
import { createPasskey } from './passkey.js'

/**
 * Makes a passkey for the user who is signed in.
 *
 * @throws AuthError PasskeyNotSupported, PasskeyRegistrationCanceled and others of its kind,
 *   UserUnAuthenticatedException, or an error of Start- and CompleteWebAuthnRegistration
 * @example
 * await associateWebAuthnCredential()
 * // StartWebAuthnRegistration { AccessToken }
 * // CompleteWebAuthnRegistration { AccessToken, Credential }
 */
export async function associateWebAuthnCredential(options?: CallOptions): Promise<void> {
  const { ask, AccessToken } = await requireSession(world(), options)
  const { CredentialCreationOptions } = await ask('StartWebAuthnRegistration', { AccessToken })
  const Credential = await createPasskey(CredentialCreationOptions as Record<string, unknown>)
  // It takes the user as long as it does: the time does not count.
  await ask.afresh()('CompleteWebAuthnRegistration', { AccessToken, Credential: Credential as never })
}
