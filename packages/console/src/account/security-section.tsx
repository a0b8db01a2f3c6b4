import { Notice } from '@latchkey/react'
import { useState } from 'react'
import { PasswordForm } from './password-form.js'
import type { SignInOptions } from './sign-in-options.js'
import { TotpPanel } from './totp-panel.js'

export const SecuritySection = ({ options }: { options: SignInOptions }) => (
  <>
    <p className="lead">What you show beside your name when you sign in.</p>
    {options.SoftwareTokenMfa && <TotpPanel options={options} />}
    <PasswordPanel />
  </>
)

function PasswordPanel() {
  const [changes, setChanges] = useState(0)
  return (
    <section className="account-panel" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <p className="muted">The other devices stay signed in. Forget those that are not yours.</p>
      {changes > 0 && <Notice tone="ok">Your password is changed.</Notice>}
      <PasswordForm key={changes} onChanged={() => setChanges(changes + 1)} />
    </section>
  )
}
