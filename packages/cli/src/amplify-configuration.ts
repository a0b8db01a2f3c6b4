import type { Pool } from '@latchkey/server'

/** Where a pool is, for an app. */
type Place = { clientId: string; endpoint: string }

/**
 * The `ResourcesConfig` of aws-amplify v6. Beside where the pool is, it says what the screens of the Authenticator ask
 * for: they follow it and not the pool. Source: `@aws-amplify/core`, `singleton/Auth/types.ts`; `@aws-amplify/ui`,
 * `machines/authenticator/defaultServices.ts`.
 */
export const amplifyConfiguration = (pool: Pool, { clientId, endpoint }: Place) => ({
  Auth: {
    Cognito: {
      userPoolId: pool.poolId,
      userPoolClientId: clientId,
      userPoolEndpoint: endpoint,
      signUpVerificationMethod: pool.confirmsByLink ? ('link' as const) : ('code' as const),
      loginWith: loginWith(pool),
      userAttributes: Object.fromEntries(askedAtSignUp(pool).map((name) => [name, { required: true }])),
      mfa: {
        status: ({ off: 'off', optional: 'optional', required: 'on' } as const)[pool.mfa],
        totpEnabled: pool.mfa !== 'off' && pool.softwareTokenMfa,
        smsEnabled: pool.mfa !== 'off' && pool.smsMfa,
      },
      passwordFormat: passwordFormat(pool),
      ...passwordless(pool),
    },
  },
})

/** The first one names the field: in a pool whose users choose a name, an address is another way in. */
function loginWith({ usernameAttributes, aliasAttributes }: Pool) {
  const addresses = [...usernameAttributes, ...aliasAttributes]
  return {
    username: usernameAttributes.length === 0,
    email: addresses.includes('email'),
    phone: addresses.includes('phone_number'),
  }
}

/** What the pool insists on, and the addresses that it sends codes to: without one, nobody confirms a sign-up. */
function askedAtSignUp({ schema, autoVerified }: Pool): string[] {
  const required = schema.filter((rule) => rule.required && rule.name !== 'sub').map(({ name }) => name)
  return [...new Set([...required, ...autoVerified])]
}

const passwordFormat = ({ passwordPolicy: policy }: Pool) => ({
  minLength: policy.minimumLength,
  requireLowercase: policy.requireLowercase,
  requireUppercase: policy.requireUppercase,
  requireNumbers: policy.requireNumbers,
  requireSpecialCharacters: policy.requireSymbols,
})

/** Absent where a password is the only way in: its presence changes the sign-in screen. */
function passwordless({ firstFactors, passkeys }: Pool) {
  if (firstFactors.every((factor) => factor === 'password')) return {}
  const { relyingPartyId, userVerification } = passkeys
  return {
    passwordless: {
      emailOtpEnabled: firstFactors.includes('email code'),
      smsOtpEnabled: firstFactors.includes('sms code'),
      ...(firstFactors.includes('passkey') && {
        webAuthn: { ...(relyingPartyId !== undefined && { relyingPartyId }), userVerification },
      }),
    },
  }
}
