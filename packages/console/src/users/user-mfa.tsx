import { Button, Chip, ConfirmDialog } from '@latchkey/react'
import type { Responses } from '@latchkey/wire'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Told } from '../lists/told.js'
import { useWhyNot } from '../operator/roles.js'
import { call } from '../server/call.js'
import { readAgain, reading } from '../server/queries.js'

type Props = {
  poolId: string
  userSub: string
  user: Responses['AdminGetUser']
  tell: (told: Told) => void
}

const factors = [
  ['SOFTWARE_TOKEN_MFA', 'Authenticator app'],
  ['SMS_MFA', 'Code by SMS'],
  ['EMAIL_OTP', 'Code by e-mail'],
] as const

type Factor = (typeof factors)[number][0]

/** With what a user proves to be themself, beside the password. */
export function UserMfa({ poolId, userSub, user, tell }: Props) {
  const who = { UserPoolId: poolId, Username: userSub }
  const others = useQuery(reading('AdminGetUserAuthFactors', who)).data?.ConfiguredUserAuthFactors
  const mayNot = useWhyNot('AdminSetUserMFAPreference', poolId)
  const [isAsking, setAsking] = useState(false)
  const reset = useReset({ poolId, userSub, user, tell })
  const on = turnedOn(user)
  return (
    <section className="panel" aria-label="Second factors">
      <header className="panel-head">
        <h2>Second factors</h2>
        {on.length > 0 && mayNot === undefined && (
          <Button size="small" onPress={() => setAsking(true)}>
            Reset MFA …
          </Button>
        )}
      </header>
      <ul className="factors">
        {factors.map(([factor, words]) => (
          <li key={factor}>
            <span>{words}</span>
            <State isOn={on.includes(factor)} isPreferred={user.PreferredMfaSetting === factor} />
          </li>
        ))}
        <li>
          <span>Passkeys</span>
          {others && <State isOn={others.includes('WEB_AUTHN')} isPreferred={false} />}
        </li>
      </ul>
      {on.length > 0 && mayNot !== undefined && <p className="muted factors-why">{mayNot}</p>}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Reset second factors?"
        confirmLabel="Reset MFA"
        onConfirm={reset}
      >
        {on.includes('SOFTWARE_TOKEN_MFA') && <p>The authenticator app is taken out of use for good.</p>}
        {on.length > Number(on.includes('SOFTWARE_TOKEN_MFA')) && <p>Codes are no longer sent at sign-in.</p>}
        <p>
          Next time, the password alone signs in, or the pool has the user set up another second factor where
          it requires one. Sessions go on; passkeys and remembered devices stay.
        </p>
      </ConfirmDialog>
    </section>
  )
}

const State = ({ isOn, isPreferred }: { isOn: boolean; isPreferred: boolean }) => (
  <span className="factor-state">
    {isPreferred && <Chip tone="accent">Preferred</Chip>}
    <Chip tone={isOn ? 'ok' : 'neutral'}>{isOn ? 'On' : 'Off'}</Chip>
  </span>
)

const turnedOn = ({ UserMFASettingList = [] }: Props['user']): Factor[] =>
  factors.map(([factor]) => factor).filter((factor) => UserMFASettingList.includes(factor))

const off = { Enabled: false, PreferredMfa: false }

function useReset({ poolId, userSub, user, tell }: Props) {
  const client = useQueryClient()
  const who = { UserPoolId: poolId, Username: userSub }
  return async () => {
    const on = turnedOn(user)
    if (on.includes('SMS_MFA') || on.includes('EMAIL_OTP'))
      await call('AdminSetUserMFAPreference', {
        ...who,
        ...(on.includes('SMS_MFA') && { SMSMfaSettings: off }),
        ...(on.includes('EMAIL_OTP') && { EmailMfaSettings: off }),
      })
    if (on.includes('SOFTWARE_TOKEN_MFA')) await call('AdminDeleteSoftwareToken', who)
    await readAgain(client, ['AdminGetUser', 'AdminGetUserAuthFactors', 'AdminListEvents'], poolId)
    tell({ tone: 'ok', text: 'Second factors were reset.' })
  }
}
