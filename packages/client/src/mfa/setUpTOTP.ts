import { world } from '../configure.js'
import { AuthError } from '../errors.js'
import { requireSession } from '../tokens/require-session.js'
import type { TOTPSetupDetails } from '../types.js'
import type { CallOptions } from '../world.js'
import { totpSetupDetails } from './totp-setup-details.js'

/**
 * Begins to set up an authenticator app for the user who is signed in; `verifyTOTPSetup` ends it.
 *
 * @throws AuthError UserUnAuthenticatedException, SetUpTOTPException, or an error of AssociateSoftwareToken
 * @example
 * const { sharedSecret, getSetupUri } = await setUpTOTP()
 * // AssociateSoftwareToken { AccessToken }
 * getSetupUri('My app').href  // 'otpauth://totp/My%20app:alice?secret=…&issuer=My%20app'
 */
export async function setUpTOTP(options?: CallOptions): Promise<TOTPSetupDetails> {
  const { ask, AccessToken, session } = await requireSession(world(), options)
  const { SecretCode } = await ask('AssociateSoftwareToken', { AccessToken })
  if (!SecretCode) {
    throw new AuthError({
      name: 'SetUpTOTPException',
      message: 'Failed to set up TOTP.',
      recoverySuggestion: 'The server sent no secret. Try again.',
    })
  }
  return totpSetupDetails(SecretCode, session.username)
}
