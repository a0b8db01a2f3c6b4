import type { UpdateUserPoolRequest, UserPoolType } from '@latchkey/wire'

/**
 * Everything that a pool is set to, with a change. UpdateUserPool gives every member its default that it is not told,
 * so that it has to be told all of them. Source: UpdateUserPool. Complete by its type: a new member does not compile.
 */
export function updateOf(pool: UserPoolType, change: Partial<UpdateUserPoolRequest>): UpdateUserPoolRequest {
  const all: { [Name in keyof Required<UpdateUserPoolRequest>]: UpdateUserPoolRequest[Name] } = {
    UserPoolId: pool.Id ?? '',
    PoolName: pool.Name,
    Policies: pool.Policies,
    DeletionProtection: pool.DeletionProtection,
    LambdaConfig: pool.LambdaConfig,
    AutoVerifiedAttributes: pool.AutoVerifiedAttributes,
    SmsVerificationMessage: pool.SmsVerificationMessage,
    EmailVerificationMessage: pool.EmailVerificationMessage,
    EmailVerificationSubject: pool.EmailVerificationSubject,
    VerificationMessageTemplate: pool.VerificationMessageTemplate,
    SmsAuthenticationMessage: pool.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: pool.UserAttributeUpdateSettings,
    MfaConfiguration: pool.MfaConfiguration,
    DeviceConfiguration: pool.DeviceConfiguration,
    EmailConfiguration: pool.EmailConfiguration,
    SmsConfiguration: pool.SmsConfiguration,
    UserPoolTags: pool.UserPoolTags,
    AdminCreateUserConfig: pool.AdminCreateUserConfig,
    UserPoolAddOns: pool.UserPoolAddOns,
    AccountRecoverySetting: pool.AccountRecoverySetting,
    UserPoolTier: pool.UserPoolTier,
    KeyConfiguration: pool.KeyConfiguration,
    IssuerConfiguration: pool.IssuerConfiguration,
  }
  return { ...all, ...change }
}
