import { Checkbox, Field } from '@latchkey/react'
import type { PasswordPolicyType, UserPoolType } from '@latchkey/wire'
import { useState } from 'react'
import { useWhyNot } from '../../operator/roles.js'
import { Sentences } from './device-panel.js'
import { isSamePolicy, type Policy, policyFault, policyOf, policyWords, wireOf } from './password-policy.js'
import { SettingForm } from './setting-form.js'
import { useChangePool } from './use-change-pool.js'

const kinds = [
  ['uppercase', 'Capital letters'],
  ['lowercase', 'Small letters'],
  ['numbers', 'Digits'],
  ['symbols', 'Symbols'],
] as const satisfies [keyof Policy, string][]

const numbers = [
  ['length', 'Shortest length'],
  ['days', 'Days that a temporary one is good'],
  ['history', 'Former ones that may not come back'],
] as const satisfies [keyof Policy, string][]

export function PasswordPanel({ poolId, pool }: { poolId: string; pool: UserPoolType }) {
  const given: PasswordPolicyType = pool.Policies?.PasswordPolicy ?? {}
  const now = policyOf(given)
  const [chosen, setChosen] = useState<Policy>()
  const policy = chosen ?? now
  const change = useChangePool(poolId)
  const whyNot = useWhyNot('UpdateUserPool', poolId)
  return (
    <SettingForm
      title="Passwords"
      question="Change what a password has to be like?"
      about="What a password has to be like."
      whyNot={whyNot}
      hasChanged={!isSamePolicy(now, policy)}
      fault={policyFault(policy)}
      onReset={() => setChosen(undefined)}
      onSave={async () => {
        await change({ Policies: { ...pool.Policies, PasswordPolicy: wireOf(policy) } })
        setChosen(undefined)
      }}
      consequences={
        <Sentences
          of={[
            policyWords(policy),
            'Passwords that are there go on working; it counts for the next one that is set.',
          ]}
        />
      }
    >
      <div className="option-groups">
        <div className="numbers">
          {numbers.map(([name, label]) => (
            <Field
              key={name}
              label={label}
              inputMode="numeric"
              value={policy[name]}
              isDisabled={whyNot !== undefined}
              onChange={(text) => setChosen({ ...policy, [name]: text })}
            />
          ))}
        </div>
        <fieldset className="options">
          <legend>Has to have</legend>
          {kinds.map(([name, words]) => (
            <Checkbox
              key={name}
              isSelected={policy[name]}
              isDisabled={whyNot !== undefined}
              onChange={(on) => setChosen({ ...policy, [name]: on })}
            >
              {words}
            </Checkbox>
          ))}
        </fieldset>
      </div>
    </SettingForm>
  )
}
