import type { PasswordPolicyType } from '@latchkey/wire'

/** A password policy as it is typed: numbers are text until they are sent. Pure. */
export type Policy = {
  length: string
  days: string
  history: string
  uppercase: boolean
  lowercase: boolean
  numbers: boolean
  symbols: boolean
}

export const policyOf = (policy: PasswordPolicyType): Policy => ({
  length: String(policy.MinimumLength ?? 8),
  days: String(policy.TemporaryPasswordValidityDays ?? 7),
  history: String(policy.PasswordHistorySize ?? 0),
  uppercase: policy.RequireUppercase ?? false,
  lowercase: policy.RequireLowercase ?? false,
  numbers: policy.RequireNumbers ?? false,
  symbols: policy.RequireSymbols ?? false,
})

export const wireOf = (policy: Policy): PasswordPolicyType => ({
  MinimumLength: Number(policy.length),
  TemporaryPasswordValidityDays: Number(policy.days),
  PasswordHistorySize: Number(policy.history),
  RequireUppercase: policy.uppercase,
  RequireLowercase: policy.lowercase,
  RequireNumbers: policy.numbers,
  RequireSymbols: policy.symbols,
})

export const isSamePolicy = (one: Policy, other: Policy) =>
  (Object.keys(one) as (keyof Policy)[]).every((name) => one[name] === other[name])

/** Source: PasswordPolicyType. */
const bounds = {
  length: [6, 99, 'The shortest length'],
  days: [1, 365, 'The number of days'],
  history: [0, 24, 'The number of former ones'],
} as const

export function policyFault(policy: Policy): string | undefined {
  for (const [name, [least, most, words]] of Object.entries(bounds)) {
    const text = policy[name as keyof typeof bounds]
    if (/^\d{1,3}$/.test(text) && Number(text) >= least && Number(text) <= most) continue
    return `${words} is a number from ${least} to ${most}.`
  }
  return undefined
}

const kindWords = {
  uppercase: 'capital letters',
  lowercase: 'small letters',
  numbers: 'digits',
  symbols: 'symbols',
} as const

export function policyWords(policy: Policy): string {
  const wanted = (Object.keys(kindWords) as (keyof typeof kindWords)[]).filter((name) => policy[name])
  const [last, ...others] = wanted.map((name) => kindWords[name]).reverse()
  const list = others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last
  return `At least ${policy.length} characters${list ? `, with ${list}` : ''}.`
}
