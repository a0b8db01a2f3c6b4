import type {
  AccountRecoverySettingType,
  AdminCreateUserConfigType,
  AuthFactorType,
  CreateUserPoolRequest,
  DeviceConfigurationType,
  EmailConfigurationType,
  EmailMfaConfigType,
  GetUserPoolMfaConfigResponse,
  LambdaConfigType,
  MessageTemplateType,
  RecoveryOptionNameType,
  SetUserPoolMfaConfigRequest,
  SmsMfaConfigType,
  UserPoolDescriptionType,
  UserPoolMfaType,
  UserPoolPolicyType,
  UserPoolType,
} from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import { isMailAddress, mailboxOf } from './mailbox.js'
import { webAuthnConfigurationShape } from './passkey-rules-shape.js'
import {
  type DeviceTracking,
  defaultPasswordPolicy,
  type FirstFactor,
  type Foundation,
  type MessageTemplates,
  type PasswordPolicy,
  type Pool,
  type PoolDraft,
  type PoolSettings,
  poolArn,
  poolDefaults,
  type RecoveryChannel,
  type Sender,
  type Triggers,
  tagsFault,
} from './pool.js'
import { schemaAttributeShape, schemaOf } from './schema-shape.js'
import { type PoolRequest, refuseUnserved, saysSomething } from './unserved.js'

/** Pools between the wire and the domain. */

/** Everything that `UpdateUserPool` sets: what is left out gets its default. */
export type UpdatedDraft = Omit<PoolDraft, 'softwareTokenMfa' | 'smsMfa' | 'emailMfa' | 'passkeys'>

/** Throws InvalidParameterException when something is asked for that is not served. */
export function draftOf(request: PoolRequest, name: string): UpdatedDraft {
  refuseUnserved(request)
  return {
    name,
    mfa: mfaOf[request.MfaConfiguration ?? 'OFF'],
    deviceTracking: deviceTrackingOf(request.DeviceConfiguration),
    passwordPolicy: passwordPolicyOf(request.Policies, request.AdminCreateUserConfig),
    autoVerified: [...new Set(request.AutoVerifiedAttributes)],
    adminCreatesUsersOnly: request.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
    deletionProtected: request.DeletionProtection === 'ACTIVE',
    tags: tagsOf(request.UserPoolTags),
    firstFactors: firstFactorsOf(request.Policies),
    recovery: recoveryOf(request.AccountRecoverySetting),
    verifiedBeforeUse: [
      ...new Set(request.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate),
    ],
    confirmsByLink: request.VerificationMessageTemplate?.DefaultEmailOption === 'CONFIRM_WITH_LINK',
    triggers: triggersOf(request.LambdaConfig),
    encryptsSentCodes: request.LambdaConfig?.KMSKeyID !== undefined,
    templates: templatesOf(request),
    sender: senderOf(request.EmailConfiguration),
    described: describedOf(request),
  }
}

/** Throws InvalidParameterException. */
export const settingsOf = (request: CreateUserPoolRequest): PoolSettings => ({
  ...draftOf(request, request.PoolName),
  ...foundationOf(request),
  softwareTokenMfa: true,
  // Source: CreateUserPool, MfaConfiguration and SmsConfiguration: a pool that can send SMS offers it.
  smsMfa: saysSomething(request.SmsConfiguration) && (request.MfaConfiguration ?? 'OFF') !== 'OFF',
  emailMfa: poolDefaults.emailMfa,
  passkeys: poolDefaults.passkeys,
})

function foundationOf(request: CreateUserPoolRequest): Foundation {
  const { UsernameAttributes = [], AliasAttributes = [] } = request
  if (UsernameAttributes.length > 0 && AliasAttributes.length > 0) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.')
  }
  return {
    usernameAttributes: [...new Set(UsernameAttributes)],
    aliasAttributes: [...new Set(AliasAttributes)],
    // Source: UsernameConfigurationType, "true … This is the default value".
    caseSensitive: request.UsernameConfiguration?.CaseSensitive ?? true,
    schema: schemaOf(request.Schema),
  }
}

/** Absent is off; any member, even a single `false`, is on. Source: DeviceConfigurationType. */
export const deviceTrackingOf = (
  configuration: DeviceConfigurationType | undefined,
): DeviceTracking | undefined =>
  saysSomething(configuration)
    ? {
        replacesMfa: configuration?.ChallengeRequiredOnNewDevice ?? false,
        onlyOnUserPrompt: configuration?.DeviceOnlyRememberedOnUserPrompt ?? false,
      }
    : undefined

export const deviceConfigurationShape = (
  tracking: DeviceTracking | undefined,
): DeviceConfigurationType | undefined =>
  tracking && {
    ChallengeRequiredOnNewDevice: tracking.replacesMfa,
    DeviceOnlyRememberedOnUserPrompt: tracking.onlyOnUserPrompt,
  }

function tagsOf(tags: PoolDraft['tags'] = {}): PoolDraft['tags'] {
  const fault = tagsFault(tags)
  if (fault) throw invalidParameter(fault)
  return tags
}

const firstFactorOf = {
  PASSWORD: 'password',
  EMAIL_OTP: 'email code',
  SMS_OTP: 'sms code',
  WEB_AUTHN: 'passkey',
} as const satisfies Partial<Record<AuthFactorType, FirstFactor>>

export const firstFactorShape = {
  password: 'PASSWORD',
  'email code': 'EMAIL_OTP',
  'sms code': 'SMS_OTP',
  passkey: 'WEB_AUTHN',
} as const satisfies Record<FirstFactor, AuthFactorType>

function firstFactorsOf(policies: UserPoolPolicyType | undefined): FirstFactor[] {
  const factors = policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD']
  return [...new Set(factors)].map((factor) => {
    if (factor === 'SOFTWARE_TOKEN') throw invalidParameter('SOFTWARE_TOKEN is not a first factor.')
    return firstFactorOf[factor]
  })
}

const recoveryChannelOf = {
  verified_email: 'email',
  verified_phone_number: 'phone_number',
  admin_only: 'operators only',
} as const satisfies Record<RecoveryOptionNameType, RecoveryChannel>

/** In the order of their priorities, of which 1 is the first choice. Source: RecoveryOptionType. */
function recoveryOf(setting: AccountRecoverySettingType | undefined): RecoveryChannel[] | undefined {
  const mechanisms = setting?.RecoveryMechanisms
  if (!mechanisms || mechanisms.length === 0) return undefined
  return mechanisms
    .toSorted((one, other) => one.Priority - other.Priority)
    .map(({ Name }) => recoveryChannelOf[Name])
}

/** Of a trigger that is given twice, the member with the version wins. Source: PreTokenGenerationConfig. */
function triggersOf(configuration: LambdaConfigType | undefined): Triggers {
  const triggers: Record<string, { target: string; version: string | undefined }> = {}
  const { KMSKeyID, ...named } = configuration ?? {}
  for (const [name, value] of Object.entries(named)) {
    if (typeof value === 'string') triggers[name] ??= { target: value, version: undefined }
    else if (value) {
      const trigger = name === 'PreTokenGenerationConfig' ? 'PreTokenGeneration' : name
      triggers[trigger] = { target: value.LambdaArn, version: value.LambdaVersion }
    }
  }
  return triggers
}

/** No policy asks for every kind of character; a policy asks for what it names. */
export function passwordPolicyOf(
  policies: UserPoolPolicyType | undefined,
  adminCreateUser: AdminCreateUserConfigType | undefined,
): PasswordPolicy {
  const given = policies?.PasswordPolicy
  // Zero counts as not given. Source: PasswordPolicyType, TemporaryPasswordValidityDays.
  const days = given?.TemporaryPasswordValidityDays || adminCreateUser?.UnusedAccountValidityDays
  const temporaryPasswordDays = days || defaultPasswordPolicy.temporaryPasswordDays
  if (!given) return { ...defaultPasswordPolicy, temporaryPasswordDays }
  return {
    minimumLength: given.MinimumLength ?? defaultPasswordPolicy.minimumLength,
    requireUppercase: given.RequireUppercase ?? false,
    requireLowercase: given.RequireLowercase ?? false,
    requireNumbers: given.RequireNumbers ?? false,
    requireSymbols: given.RequireSymbols ?? false,
    temporaryPasswordDays,
    historySize: given.PasswordHistorySize ?? 0,
  }
}

/**
 * An invitation without its password lets nobody in. The other templates are held to theirs by the model's patterns.
 * Source: Amazon Cognito developer guide, "Customizing user invitation messages". Throws InvalidParameterException.
 */
function checkInvitation(invitation: MessageTemplateType | undefined): void {
  for (const member of ['EmailMessage', 'SMSMessage'] as const) {
    const template = invitation?.[member]
    if (template === undefined || (template.includes('{username}') && template.includes('{####}'))) continue
    throw invalidParameter(
      `AdminCreateUserConfig.InviteMessageTemplate.${member} must contain {username} and {####}.`,
    )
  }
}

/** The older members say the same as the template's; the template wins. */
function templatesOf(request: PoolRequest): MessageTemplates {
  const verification = request.VerificationMessageTemplate
  const invitation = request.AdminCreateUserConfig?.InviteMessageTemplate
  checkInvitation(invitation)
  return {
    emailMessage: verification?.EmailMessage ?? request.EmailVerificationMessage,
    emailSubject: verification?.EmailSubject ?? request.EmailVerificationSubject,
    smsMessage: verification?.SmsMessage ?? request.SmsVerificationMessage,
    linkEmailMessage: verification?.EmailMessageByLink,
    linkEmailSubject: verification?.EmailSubjectByLink,
    signInSmsMessage: request.SmsAuthenticationMessage,
    inviteEmailMessage: invitation?.EmailMessage,
    inviteEmailSubject: invitation?.EmailSubject,
    inviteSmsMessage: invitation?.SMSMessage,
  }
}

/** Throws InvalidParameterException. */
function senderOf(configuration: EmailConfigurationType | undefined): Sender {
  const { From, ReplyToEmailAddress: replyTo } = configuration ?? {}
  const from = From === undefined ? undefined : mailboxOf(From)
  if (From !== undefined && !from)
    throw invalidParameter('EmailConfiguration.From is not an address like "Name <name@example.com>".')
  if (replyTo !== undefined && !isMailAddress(replyTo))
    throw invalidParameter('EmailConfiguration.ReplyToEmailAddress is not an e-mail address.')
  return { from, replyTo }
}

type Described = Pick<
  UserPoolType,
  | 'EmailConfiguration'
  | 'SmsConfiguration'
  | 'AccountRecoverySetting'
  | 'UserPoolTier'
  | 'UserPoolAddOns'
  | 'LambdaConfig'
>

function describedOf(request: PoolRequest): Described {
  return {
    EmailConfiguration: request.EmailConfiguration,
    SmsConfiguration: request.SmsConfiguration,
    AccountRecoverySetting: request.AccountRecoverySetting,
    UserPoolTier: request.UserPoolTier,
    UserPoolAddOns: request.UserPoolAddOns,
    LambdaConfig: request.LambdaConfig,
  }
}

export const mfaOf = { OFF: 'off', OPTIONAL: 'optional', ON: 'required' } as const satisfies Record<
  UserPoolMfaType,
  Pool['mfa']
>

const mfaShape = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const satisfies Record<
  Pool['mfa'],
  UserPoolMfaType
>

type MfaSettings = Pick<
  PoolDraft,
  'mfa' | 'softwareTokenMfa' | 'smsMfa' | 'emailMfa' | 'templates' | 'described'
>

/** A pool without MFA offers nothing, so that nothing is said about its factors. */
export const mfaConfigShape = (
  pool: MfaSettings & Pick<PoolDraft, 'passkeys'>,
): GetUserPoolMfaConfigResponse => ({
  MfaConfiguration: mfaShape[pool.mfa],
  ...(pool.mfa !== 'off' && {
    SoftwareTokenMfaConfiguration: { Enabled: pool.softwareTokenMfa },
    SmsMfaConfiguration: pool.smsMfa ? smsMfaShape(pool) : undefined,
    EmailMfaConfiguration: pool.emailMfa ? emailMfaShape(pool) : undefined,
  }),
  WebAuthnConfiguration: webAuthnConfigurationShape(pool.passkeys),
})

const smsMfaShape = ({ templates, described }: MfaSettings): SmsMfaConfigType => ({
  SmsAuthenticationMessage: templates.signInSmsMessage,
  SmsConfiguration: (described as Described).SmsConfiguration,
})

const emailMfaShape = ({ templates }: MfaSettings): EmailMfaConfigType => ({
  Message: templates.signInEmailMessage,
  Subject: templates.signInEmailSubject,
})

/**
 * The second factors after SetUserPoolMfaConfig. SMS and e-mail have no switch: they are on when they are named, even
 * by an empty structure. So a request that names any factor names them all, and one that names none leaves them.
 */
export function mfaSettingsOf(pool: Pool, request: MfaRequest): MfaSettings {
  const { SmsMfaConfiguration, EmailMfaConfiguration, SoftwareTokenMfaConfiguration, MfaConfiguration } =
    request
  const configurations = { SmsMfaConfiguration, EmailMfaConfiguration, SoftwareTokenMfaConfiguration }
  const mfa = MfaConfiguration ? mfaOf[MfaConfiguration] : pool.mfa
  const named = Object.values(configurations).some((configuration) => configuration !== undefined)
  const { softwareTokenMfa, smsMfa, emailMfa, templates, described } = pool
  const before = { softwareTokenMfa, smsMfa, emailMfa, templates, described }
  return { ...before, mfa, ...(named && factorsOf(pool, configurations)) }
}

export type MfaRequest = Pick<
  SetUserPoolMfaConfigRequest,
  'MfaConfiguration' | 'SmsMfaConfiguration' | 'EmailMfaConfiguration' | 'SoftwareTokenMfaConfiguration'
>

function factorsOf(
  { templates, described }: Pool,
  request: Omit<MfaRequest, 'MfaConfiguration'>,
): Omit<MfaSettings, 'mfa'> {
  const { SmsMfaConfiguration: sms, EmailMfaConfiguration: email } = request
  return {
    softwareTokenMfa: request.SoftwareTokenMfaConfiguration?.Enabled ?? false,
    smsMfa: sms !== undefined,
    emailMfa: email !== undefined,
    templates: {
      ...templates,
      ...(sms && { signInSmsMessage: sms.SmsAuthenticationMessage }),
      ...(email && { signInEmailMessage: email.Message, signInEmailSubject: email.Subject }),
    },
    described: sms?.SmsConfiguration ? { ...described, SmsConfiguration: sms.SmsConfiguration } : described,
  }
}

/** A pool as `DescribeUserPool` answers it. */
export function poolShape(pool: Pool, users: number): UserPoolType {
  const described = pool.described as Described
  return {
    ...described,
    Id: pool.poolId,
    Name: pool.name,
    Arn: poolArn(pool.poolId),
    CreationDate: epochSeconds(pool.createdAt),
    LastModifiedDate: epochSeconds(pool.modifiedAt),
    Policies: policiesShape(pool),
    DeletionProtection: pool.deletionProtected ? 'ACTIVE' : 'INACTIVE',
    LambdaConfig: described.LambdaConfig ?? {},
    EmailConfiguration: described.EmailConfiguration ?? { EmailSendingAccount: 'COGNITO_DEFAULT' },
    // Source: CreateUserPool, UserPoolTier, "Defaults to ESSENTIALS".
    UserPoolTier: described.UserPoolTier ?? 'ESSENTIALS',
    SchemaAttributes: pool.schema.map(schemaAttributeShape),
    AutoVerifiedAttributes: listed(pool.autoVerified),
    AliasAttributes: listed(pool.aliasAttributes),
    UsernameAttributes: listed(pool.usernameAttributes),
    UsernameConfiguration: { CaseSensitive: pool.caseSensitive },
    MfaConfiguration: mfaShape[pool.mfa],
    DeviceConfiguration: deviceConfigurationShape(pool.deviceTracking),
    EstimatedNumberOfUsers: users,
    UserPoolTags: pool.tags,
    AdminCreateUserConfig: adminCreateUserShape(pool),
    UserAttributeUpdateSettings:
      pool.verifiedBeforeUse.length > 0
        ? { AttributesRequireVerificationBeforeUpdate: pool.verifiedBeforeUse }
        : undefined,
    ...messagesShape(pool),
  }
}

const policiesShape = ({ passwordPolicy: policy, firstFactors }: Pool): UserPoolPolicyType => ({
  PasswordPolicy: {
    MinimumLength: policy.minimumLength,
    RequireUppercase: policy.requireUppercase,
    RequireLowercase: policy.requireLowercase,
    RequireNumbers: policy.requireNumbers,
    RequireSymbols: policy.requireSymbols,
    TemporaryPasswordValidityDays: policy.temporaryPasswordDays,
    PasswordHistorySize: policy.historySize > 0 ? policy.historySize : undefined,
  },
  SignInPolicy: { AllowedFirstAuthFactors: firstFactors.map((factor) => firstFactorShape[factor]) },
})

function adminCreateUserShape(pool: Pool): AdminCreateUserConfigType {
  const template = {
    SMSMessage: pool.templates.inviteSmsMessage,
    EmailMessage: pool.templates.inviteEmailMessage,
    EmailSubject: pool.templates.inviteEmailSubject,
  }
  return {
    AllowAdminCreateUserOnly: pool.adminCreatesUsersOnly,
    UnusedAccountValidityDays: pool.passwordPolicy.temporaryPasswordDays,
    InviteMessageTemplate: saysSomething(template) ? template : undefined,
  }
}

const messagesShape = ({ templates, confirmsByLink }: Pool): UserPoolType => ({
  SmsAuthenticationMessage: templates.signInSmsMessage,
  EmailVerificationMessage: templates.emailMessage,
  EmailVerificationSubject: templates.emailSubject,
  SmsVerificationMessage: templates.smsMessage,
  VerificationMessageTemplate: {
    EmailMessageByLink: templates.linkEmailMessage,
    EmailSubjectByLink: templates.linkEmailSubject,
    DefaultEmailOption: confirmsByLink ? 'CONFIRM_WITH_LINK' : 'CONFIRM_WITH_CODE',
    EmailMessage: templates.emailMessage,
    EmailSubject: templates.emailSubject,
    SmsMessage: templates.smsMessage,
  },
})

/** A pool as `ListUserPools` answers it. */
export const poolDescriptionShape = (pool: Pool): UserPoolDescriptionType => ({
  Id: pool.poolId,
  Name: pool.name,
  LambdaConfig: (pool.described as Described).LambdaConfig ?? {},
  CreationDate: epochSeconds(pool.createdAt),
  LastModifiedDate: epochSeconds(pool.modifiedAt),
})

const listed = <Item>(items: Item[]) => (items.length > 0 ? items : undefined)
const epochSeconds = (date: Date) => date.getTime() / 1000
