import type { ReportDeviceOutput } from '@latchkey/auth/latchkey'
import { DeviceList, EmptyState, Notice } from '@latchkey/react'
import { useState } from 'react'
import { PasswordForm } from './password-form.js'
import type { SignInOptions } from './sign-in-options.js'

type PasswordChange = ReportDeviceOutput['passwordChange']

export function DevicesSection({ options }: { options: SignInOptions }) {
  const [change, setChange] = useState<PasswordChange | 'done'>()
  return (
    <>
      <p className="lead">
        The devices that you have signed in on
        {options.RememberedDevicesSkipMfa &&
          ', and which of them are not asked for a second factor, such as a code'}
        .
      </p>
      {change !== undefined && <AfterReport change={change} onChanged={() => setChange('done')} />}
      {options.DevicesTracked ? (
        <DeviceList onReported={setChange} />
      ) : (
        <EmptyState title="Devices are not tracked here">
          This user pool does not keep track of devices: there is no list of them, and a second factor is
          asked for at each sign-in. Your sessions end when you sign out everywhere.
        </EmptyState>
      )}
    </>
  )
}

const texts: Record<Exclude<PasswordChange, 'none'>, string> = {
  required:
    'Whoever used that device may know your password. The old one signs in no more: choose another one now.',
  advised: 'Whoever used that device may know your password. Choose another one now.',
}

function AfterReport({ change, onChanged }: { change: PasswordChange | 'done'; onChanged: () => void }) {
  if (change === 'done') return <Notice tone="ok">Your password is changed.</Notice>
  if (change === 'none') return <Notice tone="ok">Every session on that device has ended.</Notice>
  return (
    <section className="account-panel account-panel-urgent" aria-labelledby="after-report">
      <h2 id="after-report">Choose a new password</h2>
      <Notice tone="warn">{texts[change]}</Notice>
      <PasswordForm onChanged={onChanged} autoFocus />
    </section>
  )
}
