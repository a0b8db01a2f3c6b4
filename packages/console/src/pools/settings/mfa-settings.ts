import type {
  GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigRequest,
  UserPoolMfaType,
} from '@latchkey/wire'

/** The second factors of a pool, and what a change of them does. Pure. */
export type MfaSettings = { mode: UserPoolMfaType; totp: boolean; sms: boolean; email: boolean }

export const modeWords: Record<UserPoolMfaType, [name: string, meaning: string]> = {
  OFF: ['Off', 'Nobody is asked for a second factor.'],
  OPTIONAL: ['Optional', 'Asked of those who set one up.'],
  ON: ['Required', 'Asked of everybody. Who has none sets one up at the next sign-in.'],
}

export const mfaSettingsOf = (configuration: GetUserPoolMfaConfigResponse): MfaSettings => ({
  mode: configuration.MfaConfiguration ?? 'OFF',
  totp: configuration.SoftwareTokenMfaConfiguration?.Enabled ?? configuration.MfaConfiguration === 'OFF',
  sms: configuration.SmsMfaConfiguration !== undefined,
  email: configuration.EmailMfaConfiguration !== undefined,
})

/** SMS and e-mail are on when they are named, and a request that names any factor has to name them all. */
export const mfaRequestOf = (
  UserPoolId: string,
  { mode, totp, sms, email }: MfaSettings,
  before: GetUserPoolMfaConfigResponse,
): SetUserPoolMfaConfigRequest => ({
  UserPoolId,
  MfaConfiguration: mode,
  ...(mode !== 'OFF' && {
    SoftwareTokenMfaConfiguration: { Enabled: totp },
    ...(sms && { SmsMfaConfiguration: before.SmsMfaConfiguration ?? {} }),
    ...(email && { EmailMfaConfiguration: before.EmailMfaConfiguration ?? {} }),
  }),
})

export const isSameMfa = (one: MfaSettings, other: MfaSettings) =>
  one.mode === other.mode &&
  (one.mode === 'OFF' || (one.totp === other.totp && one.sms === other.sms && one.email === other.email))

export const mfaFault = ({ mode, totp, sms, email }: MfaSettings) =>
  mode !== 'OFF' && !totp && !sms && !email ? 'Choose at least one kind.' : undefined

const modeEffects: Record<UserPoolMfaType, string> = {
  OFF: 'The password alone is enough, on any device. What users set up is kept, and counts again when this is turned on.',
  OPTIONAL: 'Who set up a second factor is asked for it. Nobody else is.',
  ON: 'Who has no second factor has to set one up at the next sign-in, and cannot go on without.',
}

const names = { totp: 'An authenticator app', sms: 'A code by SMS', email: 'A code by e-mail' } as const

export function mfaEffects(before: MfaSettings, after: MfaSettings): string[] {
  const mode = before.mode === after.mode ? [] : [modeEffects[after.mode]]
  if (after.mode === 'OFF') return mode
  const factors = (['totp', 'sms', 'email'] as const).flatMap((factor) => {
    if (before[factor] === after[factor]) return []
    return after[factor]
      ? `${names[factor]} can be the second factor from now on.`
      : `${names[factor]} is no longer asked for. Who has nothing else is treated as if nothing was set up.`
  })
  return [...mode, ...factors, 'Who is signed in stays signed in.']
}

export const isLooserMfa = (before: MfaSettings, after: MfaSettings) =>
  strength.indexOf(after.mode) < strength.indexOf(before.mode)

const strength: UserPoolMfaType[] = ['OFF', 'OPTIONAL', 'ON']
