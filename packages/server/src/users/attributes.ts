import { type Address, type AttributeRule, type Foundation, nameKey, type PoolDraft } from '../pools/pool.js'

/** The rules that attributes obey. Pure. */

export type Attributes = Record<string, string>

/** What is wrong with attributes that are about to be set; undefined when nothing is. Empty values remove. */
export function attributesFault(
  schema: readonly AttributeRule[],
  attributes: Attributes,
  occasion: { creating: boolean; byOperator: boolean },
): string | undefined {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = schema.find((candidate) => candidate.name === name)
    if (!rule || name === 'sub')
      return `Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.`
    const fault = ruleFault(rule, value, occasion)
    if (fault) return `Attributes did not conform to the schema: ${name}: ${fault}`
  }
  return undefined
}

/** Attributes that only operators see. */
export const isHidden = (schema: readonly AttributeRule[], name: string) =>
  name.startsWith('dev:') || schema.some((rule) => rule.name === name && rule.developerOnly)

/** Names of attributes that the pool requires and that are not there. */
export const missingAttributes = (schema: readonly AttributeRule[], attributes: Attributes): string[] =>
  schema
    .filter((rule) => rule.required && rule.name !== 'sub' && !Object.hasOwn(attributes, rule.name))
    .map((rule) => rule.name)

function ruleFault(
  rule: AttributeRule,
  value: string,
  { creating, byOperator }: { creating: boolean; byOperator: boolean },
): string | undefined {
  if (rule.developerOnly && !byOperator) return 'Attribute can only be set by an operator.'
  if (!rule.mutable && !creating) return 'Attribute cannot be updated.'
  if (value === '') return rule.required ? 'The attribute is required' : undefined
  return valueFault(rule, value) ?? formatFault(rule.name, value)
}

function valueFault(rule: AttributeRule, value: string): string | undefined {
  switch (rule.type) {
    case 'Boolean':
      return /^(?:true|false)$/i.test(value) ? undefined : 'Value must be true or false.'
    case 'Number':
      return numberFault(rule, value)
    case 'DateTime':
      return Number.isNaN(Date.parse(value)) ? 'Value must be a date and time.' : undefined
    case 'String':
      if (value.length < (rule.minLength ?? 0)) return 'String must be longer than the minimum length.'
      if (value.length > (rule.maxLength ?? 2048)) return 'String must be shorter than the maximum length.'
      return undefined
  }
}

function numberFault(rule: AttributeRule, value: string): string | undefined {
  if (!/^-?\d{1,18}(?:\.\d{1,18})?$/.test(value)) return 'Value must be a number.'
  if (rule.minValue !== undefined && Number(value) < rule.minValue)
    return 'Number must be at least the minimum value.'
  if (rule.maxValue !== undefined && Number(value) > rule.maxValue)
    return 'Number must be at most the maximum value.'
  return undefined
}

function formatFault(name: string, value: string): string | undefined {
  if (name === 'email' && !isEmail(value)) return 'Invalid email address format.'
  if (name === 'phone_number' && !isPhoneNumber(value)) return 'Invalid phone number format.'
  if (name === 'birthdate' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'Invalid birthdate format.'
  return undefined
}

/** Whether mail can be sent there is for the mail to show; this only keeps out what is no address at all. */
export const isEmail = (text: string) => text.length <= 254 && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(text)
/** E.164, as Cognito wants it. */
export const isPhoneNumber = (text: string) => /^\+[1-9]\d{4,17}$/.test(text)

export const addresses = ['email', 'phone_number'] as const satisfies Address[]

export const verifiedFlag = (address: Address) => `${address}_verified`
export const isVerified = (attributes: Readonly<Attributes>, address: Address) =>
  attributes[verifiedFlag(address)]?.toLowerCase() === 'true'

/** The names, beside username and sub, under which a user with these attributes may sign in. */
export function aliasesOf(pool: Foundation, attributes: Readonly<Attributes>): string[] {
  const names: (string | undefined)[] = pool.usernameAttributes.map((address) => attributes[address])
  for (const alias of pool.aliasAttributes) {
    if (alias === 'preferred_username' || isVerified(attributes, alias)) names.push(attributes[alias])
  }
  return [...new Set(names.filter((name): name is string => !!name).map((name) => nameKey(pool, name)))]
}

/**
 * The attributes after a change. An empty value removes its attribute. An address that changed is no longer
 * verified, unless the same change says that it is; the flag goes with its address.
 */
export function withFlags(before: Readonly<Attributes>, changes: Attributes): Attributes {
  const after: Attributes = { ...before, ...changes }
  for (const address of addresses) {
    const changed = changes[address] !== undefined && changes[address] !== before[address]
    if (changed && changes[verifiedFlag(address)] === undefined) after[verifiedFlag(address)] = 'false'
    if (!after[address]) delete after[verifiedFlag(address)]
  }
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== ''))
}

/** The kinds of address that a sign-up is confirmed by. Source: SignUp; the phone number comes first. */
export const addressesToConfirm = ({ autoVerified }: Pick<PoolDraft, 'autoVerified'>): Address[] =>
  (['phone_number', 'email'] as const).filter((address) => autoVerified.includes(address))

/** The address that a code at sign-up goes to. */
export const addressToConfirm = (
  pool: Pick<PoolDraft, 'autoVerified'>,
  attributes: Readonly<Attributes>,
): Address | undefined => addressesToConfirm(pool).find((address) => attributes[address])
