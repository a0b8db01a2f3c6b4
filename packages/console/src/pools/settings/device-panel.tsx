import type { UserPoolType } from '@latchkey/wire'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWhyNot } from '../../operator/roles.js'
import { reading } from '../../server/queries.js'
import {
  type Counts,
  configurationOf,
  effectsOf,
  isLooser,
  isSame,
  meaningOf,
  rememberingWords,
  replacingWords,
  settingsOf,
} from './device-settings.js'
import { Options } from './options.js'
import { SettingForm } from './setting-form.js'
import { useChangePool } from './use-change-pool.js'

export function DevicePanel({ poolId, pool }: { poolId: string; pool: UserPoolType }) {
  const now = settingsOf(pool.DeviceConfiguration)
  const [chosen, setChosen] = useState<typeof now>()
  const settings = chosen ?? now
  const change = useChangePool(poolId)
  const counts = useCounts(poolId)
  const mfa = pool.MfaConfiguration ?? 'OFF'
  const effects = effectsOf(now, settings, counts ?? {}, mfa)
  const hasChanged = !isSame(now, settings)
  return (
    <SettingForm
      title="Devices"
      question="Change what becomes of devices?"
      about="Which devices are remembered, and what that is worth at a sign-in."
      whyNot={useWhyNot('UpdateUserPool', poolId)}
      hasChanged={hasChanged}
      fault={counts ? undefined : 'Counting the devices …'}
      warning={
        isLooser(now, settings)
          ? 'This asks for less than before. Whoever has a remembered device and the password is in.'
          : undefined
      }
      onReset={() => setChosen(undefined)}
      onSave={async () => {
        await change({ DeviceConfiguration: configurationOf(settings) })
        setChosen(undefined)
      }}
      consequences={<Sentences of={effects} />}
    >
      <DeviceOptions
        settings={settings}
        onChange={setChosen}
        isDisabled={useWhyNot('UpdateUserPool', poolId) !== undefined}
      />
      <div className="meaning" aria-live="polite">
        <h3>{hasChanged ? 'What it would mean' : 'What it means'}</h3>
        <Sentences of={meaningOf(settings, mfa)} />
        {hasChanged && (
          <>
            <h3>What becomes of the devices that are there</h3>
            <Sentences of={effects} />
          </>
        )}
      </div>
    </SettingForm>
  )
}

type DeviceOptionsProps = {
  settings: ReturnType<typeof settingsOf>
  onChange: (settings: ReturnType<typeof settingsOf>) => void
  isDisabled: boolean
}

const DeviceOptions = ({ settings, onChange, isDisabled }: DeviceOptionsProps) => (
  <div className="option-groups">
    <Options
      legend="Which devices are remembered"
      value={settings.remembering}
      words={rememberingWords}
      isDisabled={isDisabled}
      onChange={(remembering) => onChange({ ...settings, remembering })}
    />
    <Options
      legend="What a remembered device does"
      value={settings.replacesMfa ? 'yes' : 'no'}
      words={replacingWords}
      isDisabled={isDisabled || settings.remembering === 'off'}
      onChange={(replaces) => onChange({ ...settings, replacesMfa: replaces === 'yes' })}
    />
  </div>
)

/** How many devices of each state there are; undefined until that is known. */
function useCounts(poolId: string): Counts | undefined {
  const { data } = useQuery(reading('AdminGetActivity', { UserPoolId: poolId }))
  return data && Object.fromEntries(data.DevicesByState.map(({ State, Count }) => [State, Count]))
}

export const Sentences = ({ of }: { of: readonly string[] }) => (
  <ul className="sentences">
    {of.map((sentence) => (
      <li key={sentence}>{sentence}</li>
    ))}
  </ul>
)
