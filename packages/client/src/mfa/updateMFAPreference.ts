import { world } from '../configure.js'
import { requireSession } from '../tokens/require-session.js'
import type { MFAPreference, UpdateMFAPreferenceInput } from '../types.js'
import type { CallOptions } from '../world.js'

/**
 * Switches second factors of the user who is signed in on and off, and says which one is asked for first.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of SetUserMFAPreference
 * @example
 * await updateMFAPreference({ totp: 'PREFERRED' })
 * // SetUserMFAPreference { AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }
 */
export async function updateMFAPreference(
  input: UpdateMFAPreferenceInput,
  options?: CallOptions,
): Promise<void> {
  const { ask, AccessToken } = await requireSession(world(), options)
  await ask('SetUserMFAPreference', {
    AccessToken,
    SMSMfaSettings: settings(input.sms),
    SoftwareTokenMfaSettings: settings(input.totp),
    EmailMfaSettings: settings(input.email),
  })
}

const onTheWire = {
  DISABLED: { Enabled: false },
  ENABLED: { Enabled: true },
  NOT_PREFERRED: { Enabled: true, PreferredMfa: false },
  PREFERRED: { Enabled: true, PreferredMfa: true },
} as const

const settings = (preference: MFAPreference | undefined) => preference && onTheWire[preference]
