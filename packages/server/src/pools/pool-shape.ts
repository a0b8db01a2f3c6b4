import type {
  AdminCreateUserConfigType,
  CreateUserPoolRequest,
  DeviceConfigurationType,
  GetUserPoolMfaConfigResponse,
  UserPoolDescriptionType,
  UserPoolMfaType,
  UserPoolPolicyType,
  UserPoolType,
  VerificationMessageTemplateType,
} from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import {
  type DeviceTracking,
  defaultPasswordPolicy,
  type Foundation,
  type MessageTemplates,
  type PasswordPolicy,
  type Pool,
  type PoolDraft,
  type PoolSettings,
  regionOf,
} from './pool.js'
import { schemaAttributeShape, schemaOf } from './schema-shape.js'
import { type PoolRequest, refuseUnserved, saysSomething } from './unserved.js'

/** Pools between the wire and the domain. */

/** Everything that `UpdateUserPool` sets: what is left out gets its default. */
export type UpdatedDraft = Omit<PoolDraft, 'softwareTokenMfa'>

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
    tags: request.UserPoolTags ?? {},
    templates: templatesOf(request),
    described: describedOf(request),
  }
}

/** Throws InvalidParameterException. */
export const settingsOf = (request: CreateUserPoolRequest): PoolSettings => ({
  ...draftOf(request, request.PoolName),
  ...foundationOf(request),
  softwareTokenMfa: true,
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
  }
}

/** The older members say the same as the template's; the template wins. */
function templatesOf(request: PoolRequest): MessageTemplates {
  const verification = request.VerificationMessageTemplate
  const invitation = request.AdminCreateUserConfig?.InviteMessageTemplate
  return {
    emailMessage: verification?.EmailMessage ?? request.EmailVerificationMessage,
    emailSubject: verification?.EmailSubject ?? request.EmailVerificationSubject,
    smsMessage: verification?.SmsMessage ?? request.SmsVerificationMessage,
    inviteEmailMessage: invitation?.EmailMessage,
    inviteEmailSubject: invitation?.EmailSubject,
    inviteSmsMessage: invitation?.SMSMessage,
  }
}

type Described = Pick<
  UserPoolType,
  | 'EmailConfiguration'
  | 'SmsConfiguration'
  | 'SmsAuthenticationMessage'
  | 'AccountRecoverySetting'
  | 'UserPoolTier'
  | 'UserPoolAddOns'
  | 'UserAttributeUpdateSettings'
> & { linkTemplate?: Pick<VerificationMessageTemplateType, 'EmailMessageByLink' | 'EmailSubjectByLink'> }

function describedOf(request: PoolRequest): Described {
  const { EmailMessageByLink, EmailSubjectByLink } = request.VerificationMessageTemplate ?? {}
  return {
    EmailConfiguration: request.EmailConfiguration,
    SmsConfiguration: request.SmsConfiguration,
    SmsAuthenticationMessage: request.SmsAuthenticationMessage,
    AccountRecoverySetting: request.AccountRecoverySetting,
    UserPoolTier: request.UserPoolTier,
    UserPoolAddOns: request.UserPoolAddOns,
    UserAttributeUpdateSettings: request.UserAttributeUpdateSettings,
    linkTemplate: { EmailMessageByLink, EmailSubjectByLink },
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

/** A pool without MFA offers nothing, so that nothing is said about its software tokens. */
export const mfaConfigShape = (
  pool: Pick<PoolDraft, 'mfa' | 'softwareTokenMfa'>,
): GetUserPoolMfaConfigResponse => ({
  MfaConfiguration: mfaShape[pool.mfa],
  SoftwareTokenMfaConfiguration: pool.mfa === 'off' ? undefined : { Enabled: pool.softwareTokenMfa },
})

/** A pool as `DescribeUserPool` answers it. */
export function poolShape(pool: Pool, users: number): UserPoolType {
  const { linkTemplate, ...described } = pool.described as Described
  return {
    ...described,
    Id: pool.poolId,
    Name: pool.name,
    Arn: `arn:aws:cognito-idp:${regionOf(pool.poolId)}:000000000000:userpool/${pool.poolId}`,
    CreationDate: epochSeconds(pool.createdAt),
    LastModifiedDate: epochSeconds(pool.modifiedAt),
    Policies: policiesShape(pool.passwordPolicy),
    DeletionProtection: pool.deletionProtected ? 'ACTIVE' : 'INACTIVE',
    LambdaConfig: {},
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
    ...messagesShape(pool.templates, linkTemplate),
  }
}

const policiesShape = (policy: PasswordPolicy): UserPoolPolicyType => ({
  PasswordPolicy: {
    MinimumLength: policy.minimumLength,
    RequireUppercase: policy.requireUppercase,
    RequireLowercase: policy.requireLowercase,
    RequireNumbers: policy.requireNumbers,
    RequireSymbols: policy.requireSymbols,
    TemporaryPasswordValidityDays: policy.temporaryPasswordDays,
  },
  SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
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

const messagesShape = (templates: MessageTemplates, link: Described['linkTemplate']): UserPoolType => ({
  EmailVerificationMessage: templates.emailMessage,
  EmailVerificationSubject: templates.emailSubject,
  SmsVerificationMessage: templates.smsMessage,
  VerificationMessageTemplate: {
    ...link,
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
    EmailMessage: templates.emailMessage,
    EmailSubject: templates.emailSubject,
    SmsMessage: templates.smsMessage,
  },
})

/** A pool as `ListUserPools` answers it. */
export const poolDescriptionShape = (pool: Pool): UserPoolDescriptionType => ({
  Id: pool.poolId,
  Name: pool.name,
  LambdaConfig: {},
  CreationDate: epochSeconds(pool.createdAt),
  LastModifiedDate: epochSeconds(pool.modifiedAt),
})

const listed = <Item>(items: Item[]) => (items.length > 0 ? items : undefined)
const epochSeconds = (date: Date) => date.getTime() / 1000
