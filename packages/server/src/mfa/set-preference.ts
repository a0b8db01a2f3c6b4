import type { SMSMfaSettingsType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import type { World } from '../operation.js'
import { type User, withFactor } from '../users/user.js'

type Setting = SMSMfaSettingsType | undefined

type Preferences = {
  SMSMfaSettings?: Setting
  EmailMfaSettings?: Setting
  WebAuthnMfaSettings?: { Enabled?: boolean | undefined } | undefined
  SoftwareTokenMfaSettings?: Setting
}

/** Which second factors a user wants. Only software tokens are served; the others cannot be switched on. */
export async function setMfaPreference(world: World, user: User, wanted: Preferences): Promise<void> {
  for (const name of ['SMSMfaSettings', 'EmailMfaSettings', 'WebAuthnMfaSettings'] as const) {
    if (wanted[name]?.Enabled) throw invalidParameter(`${name} is not served by this version of Latchkey.`)
  }
  const token = wanted.SoftwareTokenMfaSettings
  if (!token) return
  const enabled = token.Enabled ?? false
  const preferred = token.PreferredMfa ?? false
  if (preferred && !enabled) throw invalidParameter('A preferred MFA setting must be enabled.')
  if (enabled && !(await world.stores.softwareTokens.find(user))) {
    throw invalidParameter('User has not verified software token mfa')
  }
  const mfa = withFactor(user.mfa, 'software token', { enabled, preferred })
  await world.stores.users.setSecondFactors(user, mfa, world.clock.now())
}
