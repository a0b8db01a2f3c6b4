import { Checkbox } from '@latchkey/react'
import type { GetUserPoolMfaConfigResponse } from '@latchkey/wire'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useWhyNot } from '../../operator/roles.js'
import { call } from '../../server/call.js'
import { readAgain } from '../../server/queries.js'
import { Sentences } from './device-panel.js'
import {
  isLooserMfa,
  isSameMfa,
  mfaEffects,
  mfaFault,
  mfaRequestOf,
  mfaSettingsOf,
  modeWords,
} from './mfa-settings.js'
import { Options } from './options.js'
import { SettingForm } from './setting-form.js'

type MfaPanelProps = { poolId: string; configuration: GetUserPoolMfaConfigResponse }

export function MfaPanel({ poolId, configuration }: MfaPanelProps) {
  const client = useQueryClient()
  const now = mfaSettingsOf(configuration)
  const [chosen, setChosen] = useState<typeof now>()
  const settings = chosen ?? now
  const whyNot = useWhyNot('SetUserPoolMfaConfig', poolId)
  const factor = (name: 'totp' | 'sms' | 'email', words: string) => (
    <Checkbox
      isSelected={settings[name]}
      isDisabled={whyNot !== undefined || settings.mode === 'OFF'}
      onChange={(on) => setChosen({ ...settings, [name]: on })}
    >
      {words}
    </Checkbox>
  )
  return (
    <SettingForm
      title="Second factor (MFA)"
      question="Change who is asked for a second factor?"
      about="Who is asked for more than a password."
      whyNot={whyNot}
      hasChanged={!isSameMfa(now, settings)}
      fault={mfaFault(settings)}
      warning={isLooserMfa(now, settings) ? 'This asks for less than before.' : undefined}
      onReset={() => setChosen(undefined)}
      onSave={async () => {
        await call('SetUserPoolMfaConfig', mfaRequestOf(poolId, settings, configuration))
        await readAgain(client, ['DescribeUserPool', 'GetUserPoolMfaConfig'], poolId)
        setChosen(undefined)
      }}
      consequences={<Sentences of={mfaEffects(now, settings)} />}
    >
      <div className="option-groups">
        <Options
          legend="Asked for"
          value={settings.mode}
          words={modeWords}
          isDisabled={whyNot !== undefined}
          onChange={(mode) => setChosen({ ...settings, mode })}
        />
        <fieldset className="options">
          <legend>Kinds</legend>
          {factor('totp', 'Authenticator app (TOTP)')}
          {factor('sms', 'Code by SMS')}
          {factor('email', 'Code by e-mail')}
        </fieldset>
      </div>
    </SettingForm>
  )
}
