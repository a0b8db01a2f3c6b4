import type { TOTPSetupDetails } from '../types.js'

/** What an authenticator app is set up with. Source of the URI: github.com/google/google-authenticator, Key-Uri-Format. */
export const totpSetupDetails = (sharedSecret: string, username: string): TOTPSetupDetails => ({
  sharedSecret,
  getSetupUri: (appName, accountName = username) =>
    new URL(
      `otpauth://totp/${encodeURIComponent(appName)}:${encodeURIComponent(accountName)}` +
        `?secret=${sharedSecret}&issuer=${encodeURIComponent(appName)}`,
    ),
})
