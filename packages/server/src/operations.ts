import type { OperationName } from '@latchkey/wire'
import { AdminGetActivity } from './activity/AdminGetActivity.js'
import { AdminListEvents } from './activity/AdminListEvents.js'
import { AdminListUserAuthEvents } from './activity/AdminListUserAuthEvents.js'
import { ListTimeline } from './activity/ListTimeline.js'
import { AddUserPoolClientSecret } from './clients/AddUserPoolClientSecret.js'
import { CreateUserPoolClient } from './clients/CreateUserPoolClient.js'
import { DeleteUserPoolClient } from './clients/DeleteUserPoolClient.js'
import { DeleteUserPoolClientSecret } from './clients/DeleteUserPoolClientSecret.js'
import { DescribeUserPoolClient } from './clients/DescribeUserPoolClient.js'
import { GetSignInOptions } from './clients/GetSignInOptions.js'
import { ListUserPoolClientSecrets } from './clients/ListUserPoolClientSecrets.js'
import { ListUserPoolClients } from './clients/ListUserPoolClients.js'
import { UpdateUserPoolClient } from './clients/UpdateUserPoolClient.js'
import { AdminCountPoolDevices } from './devices/AdminCountPoolDevices.js'
import { AdminForgetAndSignOutDevice } from './devices/AdminForgetAndSignOutDevice.js'
import { AdminForgetDevice } from './devices/AdminForgetDevice.js'
import { AdminForgetPoolDevices } from './devices/AdminForgetPoolDevices.js'
import { AdminGetDevice } from './devices/AdminGetDevice.js'
import { AdminGetTrackedDevice } from './devices/AdminGetTrackedDevice.js'
import { AdminListDevices } from './devices/AdminListDevices.js'
import { AdminListPoolDevices } from './devices/AdminListPoolDevices.js'
import { AdminListTrackedDevices } from './devices/AdminListTrackedDevices.js'
import { AdminRenameDevice } from './devices/AdminRenameDevice.js'
import { AdminUpdateDeviceStatus } from './devices/AdminUpdateDeviceStatus.js'
import { ConfirmDevice } from './devices/ConfirmDevice.js'
import { ForgetAndSignOutDevice } from './devices/ForgetAndSignOutDevice.js'
import { ForgetDevice } from './devices/ForgetDevice.js'
import { ForgetOtherDevices } from './devices/ForgetOtherDevices.js'
import { GetDevice } from './devices/GetDevice.js'
import { ListDevices } from './devices/ListDevices.js'
import { ListTrackedDevices } from './devices/ListTrackedDevices.js'
import { RenameDevice } from './devices/RenameDevice.js'
import { ReportDevice } from './devices/ReportDevice.js'
import { UpdateDeviceStatus } from './devices/UpdateDeviceStatus.js'
import { AdminAddUserToGroup } from './groups/AdminAddUserToGroup.js'
import { AdminListGroupsForUser } from './groups/AdminListGroupsForUser.js'
import { AdminRemoveUserFromGroup } from './groups/AdminRemoveUserFromGroup.js'
import { CreateGroup } from './groups/CreateGroup.js'
import { DeleteGroup } from './groups/DeleteGroup.js'
import { GetGroup } from './groups/GetGroup.js'
import { ListGroups } from './groups/ListGroups.js'
import { ListUsersInGroup } from './groups/ListUsersInGroup.js'
import { UpdateGroup } from './groups/UpdateGroup.js'
import { CreateUserImportJob } from './imports/CreateUserImportJob.js'
import { DescribeUserImportJob } from './imports/DescribeUserImportJob.js'
import { GetCSVHeader } from './imports/GetCSVHeader.js'
import { ListUserImportJobs } from './imports/ListUserImportJobs.js'
import { StartUserImportJob } from './imports/StartUserImportJob.js'
import { StopUserImportJob } from './imports/StopUserImportJob.js'
import { AdminListMessages } from './messages/AdminListMessages.js'
import { AdminDeleteSoftwareToken } from './mfa/AdminDeleteSoftwareToken.js'
import { AdminSetUserMFAPreference } from './mfa/AdminSetUserMFAPreference.js'
import { AdminSetUserSettings } from './mfa/AdminSetUserSettings.js'
import { SetUserMFAPreference } from './mfa/SetUserMFAPreference.js'
import { SetUserSettings } from './mfa/SetUserSettings.js'
import type { Operation } from './operation.js'
import { GetOperator } from './operators/GetOperator.js'
import { CompleteWebAuthnRegistration } from './passkeys/CompleteWebAuthnRegistration.js'
import { DeleteWebAuthnCredential } from './passkeys/DeleteWebAuthnCredential.js'
import { ListWebAuthnCredentials } from './passkeys/ListWebAuthnCredentials.js'
import { StartWebAuthnRegistration } from './passkeys/StartWebAuthnRegistration.js'
import { AddCustomAttributes } from './pools/AddCustomAttributes.js'
import { CreateUserPool } from './pools/CreateUserPool.js'
import { DeleteUserPool } from './pools/DeleteUserPool.js'
import { DescribeUserPool } from './pools/DescribeUserPool.js'
import { GetUserPoolMfaConfig } from './pools/GetUserPoolMfaConfig.js'
import { ListTagsForResource } from './pools/ListTagsForResource.js'
import { ListUserPools } from './pools/ListUserPools.js'
import { SetUserPoolMfaConfig } from './pools/SetUserPoolMfaConfig.js'
import { TagResource } from './pools/TagResource.js'
import { UntagResource } from './pools/UntagResource.js'
import { UpdateUserPool } from './pools/UpdateUserPool.js'
import { AdminGetUserAuthFactors } from './sign-in/AdminGetUserAuthFactors.js'
import { AdminInitiateAuth } from './sign-in/AdminInitiateAuth.js'
import { AdminRespondToAuthChallenge } from './sign-in/AdminRespondToAuthChallenge.js'
import { AssociateSoftwareToken } from './sign-in/AssociateSoftwareToken.js'
import { GetTokensFromRefreshToken } from './sign-in/GetTokensFromRefreshToken.js'
import { GetUserAuthFactors } from './sign-in/GetUserAuthFactors.js'
import { InitiateAuth } from './sign-in/InitiateAuth.js'
import { RespondToAuthChallenge } from './sign-in/RespondToAuthChallenge.js'
import { VerifySoftwareToken } from './sign-in/VerifySoftwareToken.js'
import { RevokeToken } from './tokens/RevokeToken.js'
import { AdminConfirmSignUp } from './users/AdminConfirmSignUp.js'
import { AdminCreateUser } from './users/AdminCreateUser.js'
import { AdminDeleteUser } from './users/AdminDeleteUser.js'
import { AdminDeleteUserAttributes } from './users/AdminDeleteUserAttributes.js'
import { AdminDisableProviderForUser } from './users/AdminDisableProviderForUser.js'
import { AdminDisableUser } from './users/AdminDisableUser.js'
import { AdminEnableUser } from './users/AdminEnableUser.js'
import { AdminGetUser } from './users/AdminGetUser.js'
import { AdminLinkProviderForUser } from './users/AdminLinkProviderForUser.js'
import { AdminResetUserPassword } from './users/AdminResetUserPassword.js'
import { AdminSearchUsers } from './users/AdminSearchUsers.js'
import { AdminSetUserPassword } from './users/AdminSetUserPassword.js'
import { AdminUpdateUserAttributes } from './users/AdminUpdateUserAttributes.js'
import { AdminUserGlobalSignOut } from './users/AdminUserGlobalSignOut.js'
import { ChangePassword } from './users/ChangePassword.js'
import { ConfirmForgotPassword } from './users/ConfirmForgotPassword.js'
import { ConfirmSignUp } from './users/ConfirmSignUp.js'
import { DeleteUser } from './users/DeleteUser.js'
import { DeleteUserAttributes } from './users/DeleteUserAttributes.js'
import { ForgotPassword } from './users/ForgotPassword.js'
import { GetUser } from './users/GetUser.js'
import { GetUserAttributeVerificationCode } from './users/GetUserAttributeVerificationCode.js'
import { GlobalSignOut } from './users/GlobalSignOut.js'
import { ListUsers } from './users/ListUsers.js'
import { ResendConfirmationCode } from './users/ResendConfirmationCode.js'
import { SignUp } from './users/SignUp.js'
import { UpdateUserAttributes } from './users/UpdateUserAttributes.js'
import { VerifyUserAttribute } from './users/VerifyUserAttribute.js'

/**
 * The table of contents: every operation of the protocol, and who does it. A missing or misspelt name does not
 * compile; docs/reference/operations.md is made from it.
 */
export const operations: { [Name in OperationName]: Operation<Name> | 'not served' } = {
  AddCustomAttributes,
  AddUserPoolClientSecret,
  AdminAddUserToGroup,
  AdminConfirmSignUp,
  AdminCreateUser,
  AdminDeleteSoftwareToken,
  AdminDeleteUser,
  AdminDeleteUserAttributes,
  AdminDisableProviderForUser,
  AdminDisableUser,
  AdminEnableUser,
  AdminForgetDevice,
  AdminGetDevice,
  AdminGetUser,
  AdminGetUserAuthFactors,
  AdminInitiateAuth,
  AdminLinkProviderForUser,
  AdminListDevices,
  AdminListGroupsForUser,
  AdminListUserAuthEvents,
  AdminRemoveUserFromGroup,
  AdminResetUserPassword,
  AdminRespondToAuthChallenge,
  AdminSetUserMFAPreference,
  AdminSetUserPassword,
  AdminSetUserSettings,
  AdminUpdateAuthEventFeedback: 'not served',
  AdminUpdateDeviceStatus,
  AdminUpdateUserAttributes,
  AdminUserGlobalSignOut,
  AssociateSoftwareToken,
  ChangePassword,
  CompleteWebAuthnRegistration,
  ConfirmDevice,
  ConfirmForgotPassword,
  ConfirmSignUp,
  CreateGroup,
  CreateIdentityProvider: 'not served',
  CreateManagedLoginBranding: 'not served',
  CreateResourceServer: 'not served',
  CreateTerms: 'not served',
  CreateUserImportJob,
  CreateUserPool,
  CreateUserPoolClient,
  CreateUserPoolDomain: 'not served',
  CreateUserPoolReplica: 'not served',
  DeleteGroup,
  DeleteIdentityProvider: 'not served',
  DeleteManagedLoginBranding: 'not served',
  DeleteResourceServer: 'not served',
  DeleteTerms: 'not served',
  DeleteUser,
  DeleteUserAttributes,
  DeleteUserPool,
  DeleteUserPoolClient,
  DeleteUserPoolClientSecret,
  DeleteUserPoolDomain: 'not served',
  DeleteUserPoolReplica: 'not served',
  DeleteWebAuthnCredential,
  DescribeIdentityProvider: 'not served',
  DescribeManagedLoginBranding: 'not served',
  DescribeManagedLoginBrandingByClient: 'not served',
  DescribeResourceServer: 'not served',
  DescribeRiskConfiguration: 'not served',
  DescribeTerms: 'not served',
  DescribeTermsByClient: 'not served',
  DescribeUserImportJob,
  DescribeUserPool,
  DescribeUserPoolClient,
  DescribeUserPoolDomain: 'not served',
  ForgetDevice,
  GetCSVHeader,
  ForgotPassword,
  GetClientToken: 'not served',
  GetDevice,
  GetGroup,
  GetIdentityProviderByIdentifier: 'not served',
  GetLogDeliveryConfiguration: 'not served',
  GetProvisionedLimit: 'not served',
  GetSigningCertificate: 'not served',
  GetTokensFromRefreshToken,
  GetUICustomization: 'not served',
  GetUser,
  GetUserAttributeVerificationCode,
  GetUserAuthFactors,
  GetUserPoolMfaConfig,
  GlobalSignOut,
  InitiateAuth,
  ListDevices,
  ListGroups,
  ListIdentityProviders: 'not served',
  ListResourceServers: 'not served',
  ListTagsForResource,
  ListTerms: 'not served',
  ListUserImportJobs,
  ListUserPoolClientSecrets,
  ListUserPoolClients,
  ListUserPoolReplicas: 'not served',
  ListUserPools,
  ListUsers,
  ListUsersInGroup,
  ListWebAuthnCredentials,
  ResendConfirmationCode,
  RespondToAuthChallenge,
  RevokeToken,
  SetLogDeliveryConfiguration: 'not served',
  SetRiskConfiguration: 'not served',
  SetUICustomization: 'not served',
  SetUserMFAPreference,
  SetUserPoolMfaConfig,
  SetUserSettings,
  SignUp,
  StartUserImportJob,
  StartWebAuthnRegistration,
  StopUserImportJob,
  TagResource,
  UntagResource,
  UpdateAuthEventFeedback: 'not served',
  UpdateDeviceStatus,
  UpdateGroup,
  UpdateIdentityProvider: 'not served',
  UpdateManagedLoginBranding: 'not served',
  UpdateProvisionedLimit: 'not served',
  UpdateResourceServer: 'not served',
  UpdateTerms: 'not served',
  UpdateUserAttributes,
  UpdateUserPool,
  UpdateUserPoolClient,
  UpdateUserPoolDomain: 'not served',
  UpdateUserPoolReplica: 'not served',
  VerifySoftwareToken,
  VerifyUserAttribute,
  ListTrackedDevices,
  RenameDevice,
  GetSignInOptions,
  ForgetAndSignOutDevice,
  ForgetOtherDevices,
  ReportDevice,
  ListTimeline,
  AdminListTrackedDevices,
  AdminGetTrackedDevice,
  AdminRenameDevice,
  AdminForgetAndSignOutDevice,
  AdminListPoolDevices,
  AdminCountPoolDevices,
  AdminForgetPoolDevices,
  AdminListEvents,
  AdminGetActivity,
  AdminSearchUsers,
  AdminListMessages,
  GetOperator,
}
