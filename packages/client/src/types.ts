/*
 * What goes into the functions of this library and comes out of them: the shapes of aws-amplify 6, so that an app need
 * only change the name of the module. `types.test.ts` compares them at compile time.
 */

export type ClientMetadata = Record<string, string>

type AnyAttribute = string & NonNullable<unknown>

/** The attributes of an address that can be verified. */
export type VerifiableUserAttributeKey = 'email' | 'phone_number'

type StandardAttribute =
  | 'address'
  | 'birthdate'
  | 'email_verified'
  | 'family_name'
  | 'gender'
  | 'given_name'
  | 'locale'
  | 'middle_name'
  | 'name'
  | 'nickname'
  | 'phone_number_verified'
  | 'picture'
  | 'preferred_username'
  | 'profile'
  | 'sub'
  | 'updated_at'
  | 'website'
  | 'zoneinfo'
  | VerifiableUserAttributeKey

/** A standard attribute of OpenID Connect, or one of the pool's own (`custom:…`). */
export type UserAttributeKey = StandardAttribute | AnyAttribute

type UserAttributes = Partial<Record<UserAttributeKey, string>>

/** How a sign-in begins. */
export type AuthFlowType =
  | 'USER_AUTH'
  | 'USER_SRP_AUTH'
  | 'CUSTOM_WITH_SRP'
  | 'CUSTOM_WITHOUT_SRP'
  | 'USER_PASSWORD_AUTH'

export type AuthFactorType = 'WEB_AUTHN' | 'EMAIL_OTP' | 'SMS_OTP' | 'PASSWORD' | 'PASSWORD_SRP'

export type AuthMFAType = 'SMS' | 'TOTP' | 'EMAIL'

export type MFAPreference = 'ENABLED' | 'DISABLED' | 'PREFERRED' | 'NOT_PREFERRED'

type DeliveryMedium = 'EMAIL' | 'SMS' | 'PHONE' | 'UNKNOWN'

/** Where a code was sent to. */
export interface CodeDeliveryDetails<Key extends UserAttributeKey = UserAttributeKey> {
  destination?: string
  deliveryMedium?: DeliveryMedium
  attributeName?: Key
}

/** By which name the user signed in, and how. */
export type SignInDetails = { loginId?: string; authFlowType?: AuthFlowType }

export interface AuthUser {
  username: string
  /** The `sub`. */
  userId: string
  signInDetails?: SignInDetails
}

export type GetCurrentUserOutput = AuthUser

export interface SignInInput {
  username: string
  password?: string
  options?: SignInOptions
}

export type SignInOptions = {
  authFlowType?: AuthFlowType
  clientMetadata?: ClientMetadata
  preferredChallenge?: AuthFactorType
}

export interface ConfirmSignInInput {
  challengeResponse: string
  options?: {
    userAttributes?: UserAttributes
    clientMetadata?: ClientMetadata
    friendlyDeviceName?: string
  }
}

export interface TOTPSetupDetails {
  sharedSecret: string
  /** `otpauth://` for a QR code. */
  getSetupUri(appName: string, accountName?: string): URL
}

export type SetUpTOTPOutput = TOTPSetupDetails

type Challenge =
  | 'ADMIN_NO_SRP_AUTH'
  | 'CUSTOM_CHALLENGE'
  | 'DEVICE_PASSWORD_VERIFIER'
  | 'DEVICE_SRP_AUTH'
  | 'MFA_SETUP'
  | 'NEW_PASSWORD_REQUIRED'
  | 'PASSWORD_VERIFIER'
  | 'SELECT_CHALLENGE'
  | 'SELECT_MFA_TYPE'
  | 'SMS_MFA'
  | 'SOFTWARE_TOKEN_MFA'
  | 'EMAIL_OTP'
  | 'SMS_OTP'
  | 'PASSWORD'
  | 'PASSWORD_SRP'
  | 'WEB_AUTHN'

/** What the user is asked for next. */
export type NextSignInStep =
  | { signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE'; additionalInfo?: Record<string, string> }
  | { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION'; allowedMFATypes?: AuthMFAType[] }
  | { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION'; allowedMFATypes?: AuthMFAType[] }
  | { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'; totpSetupDetails: TOTPSetupDetails }
  | { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' }
  | { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED'; missingAttributes?: UserAttributeKey[] }
  | { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE'; codeDeliveryDetails?: CodeDeliveryDetails }
  | { signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE'; codeDeliveryDetails?: CodeDeliveryDetails }
  | { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' }
  | { signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION'; availableChallenges?: Challenge[] }
  | { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }
  | { signInStep: 'CONFIRM_SIGN_UP' }
  | { signInStep: 'RESET_PASSWORD' }
  | { signInStep: 'DONE' }

export interface SignInOutput {
  isSignedIn: boolean
  nextStep: NextSignInStep
}

export type ConfirmSignInOutput = SignInOutput

/** `oauth` is taken and means nothing here: hosted pages are not part of this library. */
export interface SignOutInput {
  global: boolean
  oauth?: { redirectUrl?: string }
}

export interface SignUpInput {
  username: string
  password?: string
  options?: {
    userAttributes: UserAttributes
    validationData?: Record<string, string>
    clientMetadata?: ClientMetadata
    autoSignIn?: SignInOptions | boolean
  }
}

export interface SignUpOutput {
  isSignUpComplete: boolean
  userId?: string
  nextStep:
    | { signUpStep: 'DONE' }
    | { signUpStep: 'CONFIRM_SIGN_UP'; codeDeliveryDetails: CodeDeliveryDetails<VerifiableUserAttributeKey> }
    | {
        signUpStep: 'COMPLETE_AUTO_SIGN_IN'
        codeDeliveryDetails?: CodeDeliveryDetails<VerifiableUserAttributeKey>
      }
}

export interface ConfirmSignUpInput {
  username: string
  confirmationCode: string
  options?: { clientMetadata?: ClientMetadata; forceAliasCreation?: boolean }
}

export type ConfirmSignUpOutput = SignUpOutput

export interface ResendSignUpCodeInput {
  username: string
  options?: { clientMetadata?: ClientMetadata }
}

export type ResendSignUpCodeOutput = CodeDeliveryDetails<VerifiableUserAttributeKey>

export interface ResetPasswordInput {
  username: string
  options?: { clientMetadata?: ClientMetadata }
}

export interface ResetPasswordOutput {
  isPasswordReset: boolean
  nextStep: {
    resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE' | 'DONE'
    additionalInfo?: Record<string, string>
    codeDeliveryDetails: CodeDeliveryDetails<VerifiableUserAttributeKey>
  }
}

export interface ConfirmResetPasswordInput {
  username: string
  newPassword: string
  confirmationCode: string
  options?: { clientMetadata?: ClientMetadata }
}

export interface UpdatePasswordInput {
  oldPassword: string
  newPassword: string
}

export type FetchUserAttributesOutput = UserAttributes

export interface UpdateUserAttributesInput {
  userAttributes: UserAttributes
  options?: { clientMetadata?: ClientMetadata }
}

export interface UpdateUserAttributeOutput {
  isUpdated: boolean
  nextStep: {
    updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE' | 'DONE'
    codeDeliveryDetails?: CodeDeliveryDetails
  }
}

export type UpdateUserAttributesOutput = Record<UserAttributeKey, UpdateUserAttributeOutput>

export interface UpdateUserAttributeInput {
  userAttribute: { attributeKey: UserAttributeKey; value: string }
  options?: { clientMetadata?: ClientMetadata }
}

export interface DeleteUserAttributesInput {
  userAttributeKeys: [UserAttributeKey, ...UserAttributeKey[]]
}

export interface SendUserAttributeVerificationCodeInput {
  userAttributeKey: VerifiableUserAttributeKey
  options?: { clientMetadata?: ClientMetadata }
}

export type SendUserAttributeVerificationCodeOutput = CodeDeliveryDetails<VerifiableUserAttributeKey>

export interface ConfirmUserAttributeInput {
  userAttributeKey: VerifiableUserAttributeKey
  confirmationCode: string
}

export interface UpdateMFAPreferenceInput {
  sms?: MFAPreference
  totp?: MFAPreference
  email?: MFAPreference
}

export interface FetchMFAPreferenceOutput {
  enabled?: AuthMFAType[]
  preferred?: AuthMFAType
}

export interface VerifyTOTPSetupInput {
  code: string
  options?: { friendlyDeviceName?: string }
}

export interface RememberDeviceInput {
  /** What the user calls it, 1 to 1024 characters. */
  name?: string
}

export interface ForgetDeviceInput {
  /** Which one; without it, this one. */
  device?: { id: string; name?: string }
}

export interface AuthDevice {
  /** The DeviceKey. */
  id: string
  name?: string
  attributes: Partial<Record<'device_status' | 'device_name' | 'last_ip_used', string>> &
    Record<string, string>
  /** When it was first tracked. */
  createDate?: Date
  lastAuthenticatedDate?: Date
  lastModifiedDate?: Date
  /** Whether it is this one. */
  isCurrent: boolean
  /** Whether it proves itself at sign-in. */
  isRemembered: boolean
}

export type FetchDevicesOutput = AuthDevice[]

export interface AuthWebAuthnCredential {
  credentialId: string | undefined
  friendlyCredentialName: string | undefined
  relyingPartyId: string | undefined
  authenticatorAttachment?: string
  authenticatorTransports: string[] | undefined
  createdAt: Date | undefined
}

export interface ListWebAuthnCredentialsInput {
  pageSize?: number
  nextToken?: string
}

export interface ListWebAuthnCredentialsOutput {
  credentials: AuthWebAuthnCredential[]
  nextToken?: string
}

export interface DeleteWebAuthnCredentialInput {
  credentialId: string
}
