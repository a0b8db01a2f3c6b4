import { Notice } from '@latchkey/react'
import { useState } from 'react'
import { OPERATORS_POOL } from '../pools/operators.js'
import type { Address } from './address.js'
import { PasswordForm } from './password-form.js'
import type { SignInOptions } from './sign-in-options.js'
import { TotpPanel } from './totp-panel.js'

type Props = { address: Address; options: SignInOptions }

export const SecuritySection = ({ address: { poolId }, options }: Props) => (
  <>
    <p className="lead">What you sign in with, beside your name.</p>
    {options.SoftwareTokenMfa && <TotpPanel options={options} />}
    <PasswordPanel isOfOperator={poolId === OPERATORS_POOL} />
  </>
)

function PasswordPanel({ isOfOperator }: { isOfOperator: boolean }) {
  const [changes, setChanges] = useState(0)
  return (
    <section className="account-panel" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <p className="muted">
        {isOfOperator
          ? 'You are signed out everywhere then, here and in the console.'
          : 'The other devices stay signed in. Forget those that are not yours.'}
      </p>
      {changes > 0 && <Notice tone="ok">Your password is changed.</Notice>}
      <PasswordForm key={changes} onChanged={() => setChanges(changes + 1)} />
    </section>
  )
}
