import type { TOTPSetupDetails } from '@latchkey/auth'
import { CopyButton } from '../shell/copy-button.js'
import './forms.css'
import { QrCode } from './qr-code.js'

type Props = { details: TOTPSetupDetails; issuer?: string }

/** What an authenticator app is set up with: scanned, or typed. */
export const TotpSecret = ({ details: { sharedSecret, getSetupUri }, issuer = 'Latchkey' }: Props) => (
  <div className="totp-secret">
    <QrCode text={getSetupUri(issuer).href} label="QR code for your authenticator app" />
    <div>
      <p className="muted">Scan it with an authenticator app, or type this key into it:</p>
      <p className="totp-key">
        <code>{sharedSecret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <CopyButton text={sharedSecret} label="Copy the key" />
      </p>
    </div>
  </div>
)
