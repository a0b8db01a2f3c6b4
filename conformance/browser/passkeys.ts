import type { Page } from 'playwright-core'
import { type UserPool, userPool } from '../pool-server.js'

/** An authenticator that Chromium plays, with its user always in front of it. Source: WebAuthn, section 11. */
export async function virtualAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** Passkeys are made for the host under which pages are reached. */
export async function poolWithPasskeys(): Promise<UserPool> {
  const pool = await userPool({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
  })
  await pool.admin.setUserPoolMfaConfig({
    UserPoolId: pool.poolId,
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' },
  })
  return pool
}
