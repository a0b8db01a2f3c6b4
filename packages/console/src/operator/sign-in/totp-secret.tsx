import type { TOTPSetupDetails } from '@latchkey/auth'
import { CopyButton } from '../../shell/copy-button.js'
import { QrCode } from '../../shell/qr-code.js'

/** What an authenticator app is set up with: scanned, or typed. */
export const TotpSecret = ({ sharedSecret, getSetupUri }: TOTPSetupDetails) => (
  <div className="totp-secret">
    <QrCode text={getSetupUri('Latchkey').href} label="QR code for your authenticator app" />
    <p className="muted">Scan it with an authenticator app, or type this key into it:</p>
    <div className="totp-key">
      <code>{sharedSecret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      <CopyButton text={sharedSecret} label="Copy the key" />
    </div>
  </div>
)
