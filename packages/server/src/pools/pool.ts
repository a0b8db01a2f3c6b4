import type { Mailbox } from './mailbox.js'

/** What a pool is. Pure: no wire words, no SQL, no clock. */

export type Pool = {
  readonly poolId: string
  readonly createdAt: Date
  readonly modifiedAt: Date
} & PoolSettings

export type PoolSettings = PoolDraft & Foundation

/** What an update may change. */
export type PoolDraft = {
  name: string
  mfa: 'off' | 'optional' | 'required'
  /** Whether users may prove a time-based one-time password (RFC 6238). */
  softwareTokenMfa: boolean
  /** Whether a code by SMS, or by e-mail, may be the second factor. */
  smsMfa: boolean
  emailMfa: boolean
  passkeys: PasskeyRules
  /** What a user may begin a sign-in with. */
  firstFactors: FirstFactor[]
  /** Where the code for a forgotten password goes, the first choice first; undefined: the pool does not say. */
  recovery: RecoveryChannel[] | undefined
  /** Addresses that, once changed, take the place of the old ones only when they are verified. */
  verifiedBeforeUse: Address[]
  /** True: a sign-up by e-mail is confirmed by following a link, not by typing a code. */
  confirmsByLink: boolean
  /** Who is asked, or told, at which step: trigger name → target. */
  triggers: Triggers
  /** True: codes are encrypted for the function that sends them. */
  encryptsSentCodes: boolean
  deviceTracking: DeviceTracking | undefined
  passwordPolicy: PasswordPolicy
  /** Which addresses are verified by a code at sign-up. */
  autoVerified: Address[]
  /** True: users cannot sign themselves up. */
  adminCreatesUsersOnly: boolean
  deletionProtected: boolean
  tags: Record<string, string>
  templates: MessageTemplates
  /** Whom its e-mail comes from. */
  sender: Sender
  /** Settings that are kept and answered, and change nothing here: `docs/reference/deviations.md` lists them. */
  described: Record<string, unknown>
}

/** What stays as it was when the pool was made. */
export type Foundation = {
  /** Addresses that are the username; empty when users choose one. */
  usernameAttributes: Address[]
  /** Verified addresses and names that sign in beside the username. */
  aliasAttributes: (Address | 'preferred_username')[]
  caseSensitive: boolean
  schema: AttributeRule[]
}

export type Address = 'email' | 'phone_number'

export type FirstFactor = 'password' | 'email code' | 'sms code' | 'passkey'

/** What a user may be asked for beside the first factor. */
export type SecondFactor = 'software token' | 'sms code' | 'email code'

export type RecoveryChannel = Address | 'operators only'

export type PasskeyRules = {
  /** The domain that passkeys are made for (WebAuthn, "RP ID"); undefined: the host that clients reach. */
  relyingPartyId: string | undefined
  userVerification: 'required' | 'preferred'
  /** True: a passkey whose owner was verified is also the second factor. */
  countAsSecondFactor: boolean
}

/**
 * Targets by trigger. A target is the ARN of a function, an `https:` URL, or a module of the configuration file.
 * `version` is the version of the event where Cognito has several.
 */
export type Triggers = Readonly<Record<string, { target: string; version: string | undefined }>>

/** Tracking is on when this is there at all, whatever it says. */
export type DeviceTracking = {
  /** True: the proof of a remembered device is asked instead of a second factor. */
  replacesMfa: boolean
  /** True: a confirmed device is remembered only once the user says so. */
  onlyOnUserPrompt: boolean
}

export type PasswordPolicy = {
  minimumLength: number
  requireUppercase: boolean
  requireLowercase: boolean
  requireNumbers: boolean
  requireSymbols: boolean
  temporaryPasswordDays: number
  /** How many former passwords may not be used again. */
  historySize: number
}

/** Undefined: as the server's settings say. */
export type Sender = { from?: Mailbox | undefined; replyTo?: string | undefined }

export type AttributeRule = {
  name: string
  type: 'String' | 'Number' | 'DateTime' | 'Boolean'
  mutable: boolean
  required: boolean
  developerOnly: boolean
  minLength?: number | undefined
  maxLength?: number | undefined
  minValue?: number | undefined
  maxValue?: number | undefined
}

export type MessageTemplates = {
  emailMessage?: string | undefined
  emailSubject?: string | undefined
  smsMessage?: string | undefined
  linkEmailMessage?: string | undefined
  linkEmailSubject?: string | undefined
  /** Codes at sign-in. */
  signInSmsMessage?: string | undefined
  signInEmailMessage?: string | undefined
  signInEmailSubject?: string | undefined
  inviteEmailMessage?: string | undefined
  inviteEmailSubject?: string | undefined
  inviteSmsMessage?: string | undefined
}

/** What a pool that says nothing has. Pools that were written before a setting existed are read with it. */
export const poolDefaults = {
  smsMfa: false,
  emailMfa: false,
  passkeys: { relyingPartyId: undefined, userVerification: 'preferred', countAsSecondFactor: false },
  firstFactors: ['password'],
  recovery: undefined,
  verifiedBeforeUse: [],
  confirmsByLink: false,
  triggers: {},
  encryptsSentCodes: false,
  sender: {},
} satisfies Partial<PoolDraft> as Pick<
  PoolDraft,
  | 'smsMfa'
  | 'emailMfa'
  | 'passkeys'
  | 'firstFactors'
  | 'recovery'
  | 'verifiedBeforeUse'
  | 'confirmsByLink'
  | 'triggers'
  | 'encryptsSentCodes'
  | 'sender'
>

/** Source: PasswordPolicyType and AdminCreateUserConfigType, service defaults. */
export const defaultPasswordPolicy: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordDays: 7,
  historySize: 0,
}

const standard = (name: string, rule: Partial<AttributeRule> = {}): AttributeRule => ({
  name,
  type: 'String',
  mutable: true,
  required: false,
  developerOnly: false,
  minLength: 0,
  maxLength: 2048,
  ...rule,
})

/** The standard attributes (OpenID Connect Core 1.0, 5.1) as every pool has them. */
export const standardAttributes: readonly AttributeRule[] = [
  standard('sub', { mutable: false, required: true, minLength: 1 }),
  standard('name'),
  standard('given_name'),
  standard('family_name'),
  standard('middle_name'),
  standard('nickname'),
  standard('preferred_username'),
  standard('profile'),
  standard('picture'),
  standard('website'),
  standard('email'),
  { name: 'email_verified', type: 'Boolean', mutable: true, required: false, developerOnly: false },
  standard('gender'),
  standard('birthdate', { minLength: 10, maxLength: 10 }),
  standard('zoneinfo'),
  standard('locale'),
  standard('phone_number'),
  { name: 'phone_number_verified', type: 'Boolean', mutable: true, required: false, developerOnly: false },
  standard('address'),
  { name: 'updated_at', type: 'Number', mutable: true, required: false, developerOnly: false, minValue: 0 },
]

/** What is wrong with adding these custom attributes to a schema; undefined when nothing is. */
export function customAttributesFault(
  schema: readonly AttributeRule[],
  added: readonly AttributeRule[],
): string | undefined {
  const names = new Set(schema.map((rule) => rule.name))
  for (const { name, required } of added) {
    if (required) return 'Required custom attributes are not supported currently.'
    if (names.has(name)) return `${name}: Existing attribute already has name ${name}.`
    names.add(name)
  }
  const customs = names.size - standardAttributes.length
  if (customs > MOST_CUSTOM_ATTRIBUTES)
    return `A user pool has at most ${MOST_CUSTOM_ATTRIBUTES} custom attributes.`
  return undefined
}

/** Source: "Quotas in Amazon Cognito", custom attributes per user pool. */
const MOST_CUSTOM_ATTRIBUTES = 50

/** The region of the pools that the server names itself. A configuration file names its pools as it likes. */
export const OWN_REGION = 'local'

/**
 * A pool's id is a region and a name. The region has at most 18 characters, because a device key is the region,
 * `_` and a UUID, within 55. The name has no `-`: amazon-cognito-identity-js refuses it.
 */
export const isPoolId = (text: string) => text.length <= 55 && /^[a-z0-9-]{1,18}_[0-9a-zA-Z]+$/.test(text)

/** The pool of this server's own operators: they sign in as users do, with what they manage. */
export const OPERATORS_POOL = 'latchkey_operators'

/** The region that a pool's id begins with: device keys begin with it too. */
export const regionOf = (poolId: string) => poolId.slice(0, poolId.indexOf('_'))

/** Pools are in no account of AWS, so that the number of the account is all zeros. */
export const poolArn = (poolId: string) =>
  `arn:aws:cognito-idp:${regionOf(poolId)}:000000000000:userpool/${poolId}`

/** What stands where the ARN of a pool has the pool's id. */
export const poolIdInArn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

/** Source: "Tagging AWS resources", general reference. */
const MOST_TAGS = 50

/** What is wrong with the tags of a pool; undefined when nothing is. */
export function tagsFault(tags: PoolDraft['tags']): string | undefined {
  const keys = Object.keys(tags)
  if (keys.length > MOST_TAGS) return `A user pool has at most ${MOST_TAGS} tags.`
  return keys.some((key) => key.toLowerCase().startsWith('aws:'))
    ? 'Tag keys that begin with aws: are reserved.'
    : undefined
}

/** A sign-in name as it is compared: letters of either case are one where the pool says so. */
export const nameKey = (pool: Pick<Foundation, 'caseSensitive'>, name: string) =>
  pool.caseSensitive ? name : name.toLowerCase()

type MfaSettings = Pick<PoolDraft, 'mfa' | 'softwareTokenMfa' | 'smsMfa' | 'emailMfa'>

/** The second factors that a pool offers. */
export function offeredSecondFactors(pool: MfaSettings): SecondFactor[] {
  if (pool.mfa === 'off') return []
  const offers = {
    'sms code': pool.smsMfa,
    'software token': pool.softwareTokenMfa,
    'email code': pool.emailMfa,
  } as const satisfies Record<SecondFactor, boolean>
  return secondFactors.filter((factor) => offers[factor])
}

export const secondFactors = ['sms code', 'software token', 'email code'] as const satisfies SecondFactor[]

export const offersSoftwareToken = (pool: MfaSettings) =>
  offeredSecondFactors(pool).includes('software token')

/** What is wrong with a pool's second factors; undefined when nothing is. */
export const mfaFault = (pool: MfaSettings): string | undefined =>
  pool.mfa === 'required' && offeredSecondFactors(pool).length === 0
    ? 'MFA cannot be ON without any kind of second factor: nobody could sign in.'
    : undefined

/** What is wrong with a domain for passkeys; undefined when nothing is. An address is no domain. */
export const relyingPartyFault = (domain: string): string | undefined =>
  /^(?=.{1,127}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(domain) &&
  !/^[\d.]+$/.test(domain)
    ? undefined
    : 'The relying party ID must be a domain in lower case, such as example.com.'

const SYMBOLS = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+ -]/

/** What is wrong with a password under a policy, in Cognito's words; undefined when nothing is. */
export function passwordFault(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.minimumLength) return 'Password not long enough'
  if (policy.requireUppercase && !/\p{Lu}/u.test(password)) return 'Password must have uppercase characters'
  if (policy.requireLowercase && !/\p{Ll}/u.test(password)) return 'Password must have lowercase characters'
  if (policy.requireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters'
  if (policy.requireSymbols && !SYMBOLS.test(password)) return 'Password must have symbol characters'
  return undefined
}
