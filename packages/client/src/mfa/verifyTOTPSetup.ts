import { world } from '../configure.js'
import { ensure } from '../errors.js'
import { requireSession } from '../tokens/require-session.js'
import type { VerifyTOTPSetupInput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * Ends the setting up of an authenticator app, by its first code.
 *
 * @throws AuthError EmptyVerifyTOTPSetupCode, UserUnAuthenticatedException, or an error of VerifySoftwareToken
 * @example
 * await verifyTOTPSetup({ code: '123456' })
 * // VerifySoftwareToken { AccessToken, UserCode: '123456' }
 */
export async function verifyTOTPSetup(input: VerifyTOTPSetupInput, options?: CallOptions): Promise<void> {
  ensure(input.code, 'EmptyVerifyTOTPSetupCode', 'code is required to verifyTotpSetup')
  const { ask, AccessToken } = await requireSession(world(), options)
  await ask('VerifySoftwareToken', {
    AccessToken,
    UserCode: input.code,
    FriendlyDeviceName: input.options?.friendlyDeviceName,
  })
}
