// Written by generate.mjs from model.json. Do not edit.

/** The operations, as they stand behind the dot of the `X-Amz-Target` header. */
export type OperationName =
  | 'AddCustomAttributes'
  | 'AddUserPoolClientSecret'
  | 'AdminAddUserToGroup'
  | 'AdminConfirmSignUp'
  | 'AdminCountPoolDevices'
  | 'AdminCreateUser'
  | 'AdminDeleteSoftwareToken'
  | 'AdminDeleteUser'
  | 'AdminDeleteUserAttributes'
  | 'AdminDisableProviderForUser'
  | 'AdminDisableUser'
  | 'AdminEnableUser'
  | 'AdminForgetAndSignOutDevice'
  | 'AdminForgetDevice'
  | 'AdminForgetPoolDevices'
  | 'AdminGetActivity'
  | 'AdminGetDevice'
  | 'AdminGetTrackedDevice'
  | 'AdminGetUser'
  | 'AdminGetUserAuthFactors'
  | 'AdminInitiateAuth'
  | 'AdminLinkProviderForUser'
  | 'AdminListDevices'
  | 'AdminListEvents'
  | 'AdminListGroupsForUser'
  | 'AdminListMessages'
  | 'AdminListPoolDevices'
  | 'AdminListTrackedDevices'
  | 'AdminListUserAuthEvents'
  | 'AdminRemoveUserFromGroup'
  | 'AdminRenameDevice'
  | 'AdminResetUserPassword'
  | 'AdminRespondToAuthChallenge'
  | 'AdminSearchUsers'
  | 'AdminSetUserMFAPreference'
  | 'AdminSetUserPassword'
  | 'AdminSetUserSettings'
  | 'AdminUpdateAuthEventFeedback'
  | 'AdminUpdateDeviceStatus'
  | 'AdminUpdateUserAttributes'
  | 'AdminUserGlobalSignOut'
  | 'AssociateSoftwareToken'
  | 'ChangePassword'
  | 'CompleteWebAuthnRegistration'
  | 'ConfirmDevice'
  | 'ConfirmForgotPassword'
  | 'ConfirmSignUp'
  | 'CreateGroup'
  | 'CreateIdentityProvider'
  | 'CreateManagedLoginBranding'
  | 'CreateResourceServer'
  | 'CreateTerms'
  | 'CreateUserImportJob'
  | 'CreateUserPool'
  | 'CreateUserPoolClient'
  | 'CreateUserPoolDomain'
  | 'CreateUserPoolReplica'
  | 'DeleteGroup'
  | 'DeleteIdentityProvider'
  | 'DeleteManagedLoginBranding'
  | 'DeleteResourceServer'
  | 'DeleteTerms'
  | 'DeleteUser'
  | 'DeleteUserAttributes'
  | 'DeleteUserPool'
  | 'DeleteUserPoolClient'
  | 'DeleteUserPoolClientSecret'
  | 'DeleteUserPoolDomain'
  | 'DeleteUserPoolReplica'
  | 'DeleteWebAuthnCredential'
  | 'DescribeIdentityProvider'
  | 'DescribeManagedLoginBranding'
  | 'DescribeManagedLoginBrandingByClient'
  | 'DescribeResourceServer'
  | 'DescribeRiskConfiguration'
  | 'DescribeTerms'
  | 'DescribeTermsByClient'
  | 'DescribeUserImportJob'
  | 'DescribeUserPool'
  | 'DescribeUserPoolClient'
  | 'DescribeUserPoolDomain'
  | 'ForgetAndSignOutDevice'
  | 'ForgetDevice'
  | 'ForgetOtherDevices'
  | 'ForgotPassword'
  | 'GetCSVHeader'
  | 'GetClientToken'
  | 'GetDevice'
  | 'GetGroup'
  | 'GetIdentityProviderByIdentifier'
  | 'GetLogDeliveryConfiguration'
  | 'GetOperator'
  | 'GetProvisionedLimit'
  | 'GetSignInOptions'
  | 'GetSigningCertificate'
  | 'GetTokensFromRefreshToken'
  | 'GetUICustomization'
  | 'GetUser'
  | 'GetUserAttributeVerificationCode'
  | 'GetUserAuthFactors'
  | 'GetUserPoolMfaConfig'
  | 'GlobalSignOut'
  | 'InitiateAuth'
  | 'ListDevices'
  | 'ListGroups'
  | 'ListIdentityProviders'
  | 'ListResourceServers'
  | 'ListTagsForResource'
  | 'ListTerms'
  | 'ListTimeline'
  | 'ListTrackedDevices'
  | 'ListUserImportJobs'
  | 'ListUserPoolClientSecrets'
  | 'ListUserPoolClients'
  | 'ListUserPoolReplicas'
  | 'ListUserPools'
  | 'ListUsers'
  | 'ListUsersInGroup'
  | 'ListWebAuthnCredentials'
  | 'RenameDevice'
  | 'ReportDevice'
  | 'ResendConfirmationCode'
  | 'RespondToAuthChallenge'
  | 'RevokeToken'
  | 'SetLogDeliveryConfiguration'
  | 'SetRiskConfiguration'
  | 'SetUICustomization'
  | 'SetUserMFAPreference'
  | 'SetUserPoolMfaConfig'
  | 'SetUserSettings'
  | 'SignUp'
  | 'StartUserImportJob'
  | 'StartWebAuthnRegistration'
  | 'StopUserImportJob'
  | 'TagResource'
  | 'UntagResource'
  | 'UpdateAuthEventFeedback'
  | 'UpdateDeviceStatus'
  | 'UpdateGroup'
  | 'UpdateIdentityProvider'
  | 'UpdateManagedLoginBranding'
  | 'UpdateProvisionedLimit'
  | 'UpdateResourceServer'
  | 'UpdateTerms'
  | 'UpdateUserAttributes'
  | 'UpdateUserPool'
  | 'UpdateUserPoolClient'
  | 'UpdateUserPoolDomain'
  | 'UpdateUserPoolReplica'
  | 'VerifySoftwareToken'
  | 'VerifyUserAttribute'

/** The errors of the service, as they stand in the `__type` of an answer. */
export type ErrorCode =
  | 'AccessDeniedException'
  | 'AliasExistsException'
  | 'CodeDeliveryFailureException'
  | 'CodeMismatchException'
  | 'ConcurrentModificationException'
  | 'DeviceKeyExistsException'
  | 'DuplicateProviderException'
  | 'EnableSoftwareTokenMFAException'
  | 'ExpiredCodeException'
  | 'FeatureUnavailableInTierException'
  | 'ForbiddenException'
  | 'GroupExistsException'
  | 'InternalErrorException'
  | 'InternalServerException'
  | 'InvalidEmailRoleAccessPolicyException'
  | 'InvalidLambdaResponseException'
  | 'InvalidOAuthFlowException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'InvalidSmsRoleAccessPolicyException'
  | 'InvalidSmsRoleTrustRelationshipException'
  | 'InvalidUserPoolConfigurationException'
  | 'LimitExceededException'
  | 'MFAMethodNotFoundException'
  | 'ManagedLoginBrandingExistsException'
  | 'NotAuthorizedException'
  | 'OperationNotEnabledException'
  | 'PasswordHistoryPolicyViolationException'
  | 'PasswordResetRequiredException'
  | 'PreconditionNotMetException'
  | 'RefreshTokenReuseException'
  | 'ResourceNotFoundException'
  | 'ScopeDoesNotExistException'
  | 'ServiceQuotaExceededException'
  | 'SoftwareTokenMFANotFoundException'
  | 'TermsExistsException'
  | 'TierChangeNotAllowedException'
  | 'TooManyFailedAttemptsException'
  | 'TooManyRequestsException'
  | 'UnauthorizedException'
  | 'UnexpectedLambdaException'
  | 'UnsupportedIdentityProviderException'
  | 'UnsupportedOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UnsupportedUserStateException'
  | 'UserImportInProgressException'
  | 'UserLambdaValidationException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException'
  | 'UserPoolAddOnNotEnabledException'
  | 'UserPoolTaggingException'
  | 'UsernameExistsException'
  | 'WebAuthnChallengeNotFoundException'
  | 'WebAuthnClientMismatchException'
  | 'WebAuthnConfigurationMissingException'
  | 'WebAuthnCredentialNotSupportedException'
  | 'WebAuthnNotEnabledException'
  | 'WebAuthnOriginNotAllowedException'
  | 'WebAuthnRelyingPartyMismatchException'

/** Those of Latchkey, which Cognito does not have. */
export type LatchkeyOperationName = 'AdminCountPoolDevices' | 'AdminForgetAndSignOutDevice' | 'AdminForgetPoolDevices' | 'AdminGetActivity' | 'AdminGetTrackedDevice' | 'AdminListEvents' | 'AdminListMessages' | 'AdminListPoolDevices' | 'AdminListTrackedDevices' | 'AdminRenameDevice' | 'AdminSearchUsers' | 'ForgetAndSignOutDevice' | 'ForgetOtherDevices' | 'GetOperator' | 'GetSignInOptions' | 'ListTimeline' | 'ListTrackedDevices' | 'RenameDevice' | 'ReportDevice'

/** Those for operators: signed, or sent with an access token of an operator. */
export type SignedOperationName = 'AddCustomAttributes' | 'AddUserPoolClientSecret' | 'AdminAddUserToGroup' | 'AdminConfirmSignUp' | 'AdminCountPoolDevices' | 'AdminCreateUser' | 'AdminDeleteSoftwareToken' | 'AdminDeleteUser' | 'AdminDeleteUserAttributes' | 'AdminDisableProviderForUser' | 'AdminDisableUser' | 'AdminEnableUser' | 'AdminForgetAndSignOutDevice' | 'AdminForgetDevice' | 'AdminForgetPoolDevices' | 'AdminGetActivity' | 'AdminGetDevice' | 'AdminGetTrackedDevice' | 'AdminGetUser' | 'AdminGetUserAuthFactors' | 'AdminInitiateAuth' | 'AdminLinkProviderForUser' | 'AdminListDevices' | 'AdminListEvents' | 'AdminListGroupsForUser' | 'AdminListMessages' | 'AdminListPoolDevices' | 'AdminListTrackedDevices' | 'AdminListUserAuthEvents' | 'AdminRemoveUserFromGroup' | 'AdminRenameDevice' | 'AdminResetUserPassword' | 'AdminRespondToAuthChallenge' | 'AdminSearchUsers' | 'AdminSetUserMFAPreference' | 'AdminSetUserPassword' | 'AdminSetUserSettings' | 'AdminUpdateAuthEventFeedback' | 'AdminUpdateDeviceStatus' | 'AdminUpdateUserAttributes' | 'AdminUserGlobalSignOut' | 'CreateGroup' | 'CreateIdentityProvider' | 'CreateManagedLoginBranding' | 'CreateResourceServer' | 'CreateTerms' | 'CreateUserImportJob' | 'CreateUserPool' | 'CreateUserPoolClient' | 'CreateUserPoolDomain' | 'CreateUserPoolReplica' | 'DeleteGroup' | 'DeleteIdentityProvider' | 'DeleteManagedLoginBranding' | 'DeleteResourceServer' | 'DeleteTerms' | 'DeleteUserPool' | 'DeleteUserPoolClient' | 'DeleteUserPoolClientSecret' | 'DeleteUserPoolDomain' | 'DeleteUserPoolReplica' | 'DescribeIdentityProvider' | 'DescribeManagedLoginBranding' | 'DescribeManagedLoginBrandingByClient' | 'DescribeResourceServer' | 'DescribeRiskConfiguration' | 'DescribeTerms' | 'DescribeTermsByClient' | 'DescribeUserImportJob' | 'DescribeUserPool' | 'DescribeUserPoolClient' | 'DescribeUserPoolDomain' | 'GetCSVHeader' | 'GetClientToken' | 'GetGroup' | 'GetIdentityProviderByIdentifier' | 'GetLogDeliveryConfiguration' | 'GetOperator' | 'GetProvisionedLimit' | 'GetSigningCertificate' | 'GetUICustomization' | 'GetUserPoolMfaConfig' | 'ListGroups' | 'ListIdentityProviders' | 'ListResourceServers' | 'ListTagsForResource' | 'ListTerms' | 'ListUserImportJobs' | 'ListUserPoolClientSecrets' | 'ListUserPoolClients' | 'ListUserPoolReplicas' | 'ListUserPools' | 'ListUsers' | 'ListUsersInGroup' | 'SetLogDeliveryConfiguration' | 'SetRiskConfiguration' | 'SetUICustomization' | 'SetUserPoolMfaConfig' | 'StartUserImportJob' | 'StopUserImportJob' | 'TagResource' | 'UntagResource' | 'UpdateGroup' | 'UpdateIdentityProvider' | 'UpdateManagedLoginBranding' | 'UpdateProvisionedLimit' | 'UpdateResourceServer' | 'UpdateTerms' | 'UpdateUserPool' | 'UpdateUserPoolClient' | 'UpdateUserPoolDomain' | 'UpdateUserPoolReplica'

/** What each operation takes. */
export interface Requests {
  AddCustomAttributes: AddCustomAttributesRequest
  AddUserPoolClientSecret: AddUserPoolClientSecretRequest
  AdminAddUserToGroup: AdminAddUserToGroupRequest
  AdminConfirmSignUp: AdminConfirmSignUpRequest
  AdminCountPoolDevices: AdminCountPoolDevicesRequest
  AdminCreateUser: AdminCreateUserRequest
  AdminDeleteSoftwareToken: AdminDeleteSoftwareTokenRequest
  AdminDeleteUser: AdminDeleteUserRequest
  AdminDeleteUserAttributes: AdminDeleteUserAttributesRequest
  AdminDisableProviderForUser: AdminDisableProviderForUserRequest
  AdminDisableUser: AdminDisableUserRequest
  AdminEnableUser: AdminEnableUserRequest
  AdminForgetAndSignOutDevice: AdminForgetAndSignOutDeviceRequest
  AdminForgetDevice: AdminForgetDeviceRequest
  AdminForgetPoolDevices: AdminForgetPoolDevicesRequest
  AdminGetActivity: AdminGetActivityRequest
  AdminGetDevice: AdminGetDeviceRequest
  AdminGetTrackedDevice: AdminGetTrackedDeviceRequest
  AdminGetUser: AdminGetUserRequest
  AdminGetUserAuthFactors: AdminGetUserAuthFactorsRequest
  AdminInitiateAuth: AdminInitiateAuthRequest
  AdminLinkProviderForUser: AdminLinkProviderForUserRequest
  AdminListDevices: AdminListDevicesRequest
  AdminListEvents: AdminListEventsRequest
  AdminListGroupsForUser: AdminListGroupsForUserRequest
  AdminListMessages: AdminListMessagesRequest
  AdminListPoolDevices: AdminListPoolDevicesRequest
  AdminListTrackedDevices: AdminListTrackedDevicesRequest
  AdminListUserAuthEvents: AdminListUserAuthEventsRequest
  AdminRemoveUserFromGroup: AdminRemoveUserFromGroupRequest
  AdminRenameDevice: AdminRenameDeviceRequest
  AdminResetUserPassword: AdminResetUserPasswordRequest
  AdminRespondToAuthChallenge: AdminRespondToAuthChallengeRequest
  AdminSearchUsers: AdminSearchUsersRequest
  AdminSetUserMFAPreference: AdminSetUserMFAPreferenceRequest
  AdminSetUserPassword: AdminSetUserPasswordRequest
  AdminSetUserSettings: AdminSetUserSettingsRequest
  AdminUpdateAuthEventFeedback: AdminUpdateAuthEventFeedbackRequest
  AdminUpdateDeviceStatus: AdminUpdateDeviceStatusRequest
  AdminUpdateUserAttributes: AdminUpdateUserAttributesRequest
  AdminUserGlobalSignOut: AdminUserGlobalSignOutRequest
  AssociateSoftwareToken: AssociateSoftwareTokenRequest
  ChangePassword: ChangePasswordRequest
  CompleteWebAuthnRegistration: CompleteWebAuthnRegistrationRequest
  ConfirmDevice: ConfirmDeviceRequest
  ConfirmForgotPassword: ConfirmForgotPasswordRequest
  ConfirmSignUp: ConfirmSignUpRequest
  CreateGroup: CreateGroupRequest
  CreateIdentityProvider: CreateIdentityProviderRequest
  CreateManagedLoginBranding: CreateManagedLoginBrandingRequest
  CreateResourceServer: CreateResourceServerRequest
  CreateTerms: CreateTermsRequest
  CreateUserImportJob: CreateUserImportJobRequest
  CreateUserPool: CreateUserPoolRequest
  CreateUserPoolClient: CreateUserPoolClientRequest
  CreateUserPoolDomain: CreateUserPoolDomainRequest
  CreateUserPoolReplica: CreateUserPoolReplicaRequest
  DeleteGroup: DeleteGroupRequest
  DeleteIdentityProvider: DeleteIdentityProviderRequest
  DeleteManagedLoginBranding: DeleteManagedLoginBrandingRequest
  DeleteResourceServer: DeleteResourceServerRequest
  DeleteTerms: DeleteTermsRequest
  DeleteUser: DeleteUserRequest
  DeleteUserAttributes: DeleteUserAttributesRequest
  DeleteUserPool: DeleteUserPoolRequest
  DeleteUserPoolClient: DeleteUserPoolClientRequest
  DeleteUserPoolClientSecret: DeleteUserPoolClientSecretRequest
  DeleteUserPoolDomain: DeleteUserPoolDomainRequest
  DeleteUserPoolReplica: DeleteUserPoolReplicaRequest
  DeleteWebAuthnCredential: DeleteWebAuthnCredentialRequest
  DescribeIdentityProvider: DescribeIdentityProviderRequest
  DescribeManagedLoginBranding: DescribeManagedLoginBrandingRequest
  DescribeManagedLoginBrandingByClient: DescribeManagedLoginBrandingByClientRequest
  DescribeResourceServer: DescribeResourceServerRequest
  DescribeRiskConfiguration: DescribeRiskConfigurationRequest
  DescribeTerms: DescribeTermsRequest
  DescribeTermsByClient: DescribeTermsByClientRequest
  DescribeUserImportJob: DescribeUserImportJobRequest
  DescribeUserPool: DescribeUserPoolRequest
  DescribeUserPoolClient: DescribeUserPoolClientRequest
  DescribeUserPoolDomain: DescribeUserPoolDomainRequest
  ForgetAndSignOutDevice: ForgetAndSignOutDeviceRequest
  ForgetDevice: ForgetDeviceRequest
  ForgetOtherDevices: ForgetOtherDevicesRequest
  ForgotPassword: ForgotPasswordRequest
  GetCSVHeader: GetCSVHeaderRequest
  GetClientToken: GetClientTokenRequest
  GetDevice: GetDeviceRequest
  GetGroup: GetGroupRequest
  GetIdentityProviderByIdentifier: GetIdentityProviderByIdentifierRequest
  GetLogDeliveryConfiguration: GetLogDeliveryConfigurationRequest
  GetOperator: GetOperatorRequest
  GetProvisionedLimit: GetProvisionedLimitRequest
  GetSignInOptions: GetSignInOptionsRequest
  GetSigningCertificate: GetSigningCertificateRequest
  GetTokensFromRefreshToken: GetTokensFromRefreshTokenRequest
  GetUICustomization: GetUICustomizationRequest
  GetUser: GetUserRequest
  GetUserAttributeVerificationCode: GetUserAttributeVerificationCodeRequest
  GetUserAuthFactors: GetUserAuthFactorsRequest
  GetUserPoolMfaConfig: GetUserPoolMfaConfigRequest
  GlobalSignOut: GlobalSignOutRequest
  InitiateAuth: InitiateAuthRequest
  ListDevices: ListDevicesRequest
  ListGroups: ListGroupsRequest
  ListIdentityProviders: ListIdentityProvidersRequest
  ListResourceServers: ListResourceServersRequest
  ListTagsForResource: ListTagsForResourceRequest
  ListTerms: ListTermsRequest
  ListTimeline: ListTimelineRequest
  ListTrackedDevices: ListTrackedDevicesRequest
  ListUserImportJobs: ListUserImportJobsRequest
  ListUserPoolClientSecrets: ListUserPoolClientSecretsRequest
  ListUserPoolClients: ListUserPoolClientsRequest
  ListUserPoolReplicas: ListUserPoolReplicasRequest
  ListUserPools: ListUserPoolsRequest
  ListUsers: ListUsersRequest
  ListUsersInGroup: ListUsersInGroupRequest
  ListWebAuthnCredentials: ListWebAuthnCredentialsRequest
  RenameDevice: RenameDeviceRequest
  ReportDevice: ReportDeviceRequest
  ResendConfirmationCode: ResendConfirmationCodeRequest
  RespondToAuthChallenge: RespondToAuthChallengeRequest
  RevokeToken: RevokeTokenRequest
  SetLogDeliveryConfiguration: SetLogDeliveryConfigurationRequest
  SetRiskConfiguration: SetRiskConfigurationRequest
  SetUICustomization: SetUICustomizationRequest
  SetUserMFAPreference: SetUserMFAPreferenceRequest
  SetUserPoolMfaConfig: SetUserPoolMfaConfigRequest
  SetUserSettings: SetUserSettingsRequest
  SignUp: SignUpRequest
  StartUserImportJob: StartUserImportJobRequest
  StartWebAuthnRegistration: StartWebAuthnRegistrationRequest
  StopUserImportJob: StopUserImportJobRequest
  TagResource: TagResourceRequest
  UntagResource: UntagResourceRequest
  UpdateAuthEventFeedback: UpdateAuthEventFeedbackRequest
  UpdateDeviceStatus: UpdateDeviceStatusRequest
  UpdateGroup: UpdateGroupRequest
  UpdateIdentityProvider: UpdateIdentityProviderRequest
  UpdateManagedLoginBranding: UpdateManagedLoginBrandingRequest
  UpdateProvisionedLimit: UpdateProvisionedLimitRequest
  UpdateResourceServer: UpdateResourceServerRequest
  UpdateTerms: UpdateTermsRequest
  UpdateUserAttributes: UpdateUserAttributesRequest
  UpdateUserPool: UpdateUserPoolRequest
  UpdateUserPoolClient: UpdateUserPoolClientRequest
  UpdateUserPoolDomain: UpdateUserPoolDomainRequest
  UpdateUserPoolReplica: UpdateUserPoolReplicaRequest
  VerifySoftwareToken: VerifySoftwareTokenRequest
  VerifyUserAttribute: VerifyUserAttributeRequest
}

/** What each operation answers. */
export interface Responses {
  AddCustomAttributes: AddCustomAttributesResponse
  AddUserPoolClientSecret: AddUserPoolClientSecretResponse
  AdminAddUserToGroup: Record<string, never>
  AdminConfirmSignUp: AdminConfirmSignUpResponse
  AdminCountPoolDevices: AdminCountPoolDevicesResponse
  AdminCreateUser: AdminCreateUserResponse
  AdminDeleteSoftwareToken: AdminDeleteSoftwareTokenResponse
  AdminDeleteUser: Record<string, never>
  AdminDeleteUserAttributes: AdminDeleteUserAttributesResponse
  AdminDisableProviderForUser: AdminDisableProviderForUserResponse
  AdminDisableUser: AdminDisableUserResponse
  AdminEnableUser: AdminEnableUserResponse
  AdminForgetAndSignOutDevice: Record<string, never>
  AdminForgetDevice: Record<string, never>
  AdminForgetPoolDevices: AdminForgetPoolDevicesResponse
  AdminGetActivity: AdminGetActivityResponse
  AdminGetDevice: AdminGetDeviceResponse
  AdminGetTrackedDevice: AdminGetTrackedDeviceResponse
  AdminGetUser: AdminGetUserResponse
  AdminGetUserAuthFactors: AdminGetUserAuthFactorsResponse
  AdminInitiateAuth: AdminInitiateAuthResponse
  AdminLinkProviderForUser: AdminLinkProviderForUserResponse
  AdminListDevices: AdminListDevicesResponse
  AdminListEvents: AdminListEventsResponse
  AdminListGroupsForUser: AdminListGroupsForUserResponse
  AdminListMessages: AdminListMessagesResponse
  AdminListPoolDevices: AdminListPoolDevicesResponse
  AdminListTrackedDevices: AdminListTrackedDevicesResponse
  AdminListUserAuthEvents: AdminListUserAuthEventsResponse
  AdminRemoveUserFromGroup: Record<string, never>
  AdminRenameDevice: Record<string, never>
  AdminResetUserPassword: AdminResetUserPasswordResponse
  AdminRespondToAuthChallenge: AdminRespondToAuthChallengeResponse
  AdminSearchUsers: AdminSearchUsersResponse
  AdminSetUserMFAPreference: AdminSetUserMFAPreferenceResponse
  AdminSetUserPassword: AdminSetUserPasswordResponse
  AdminSetUserSettings: AdminSetUserSettingsResponse
  AdminUpdateAuthEventFeedback: AdminUpdateAuthEventFeedbackResponse
  AdminUpdateDeviceStatus: AdminUpdateDeviceStatusResponse
  AdminUpdateUserAttributes: AdminUpdateUserAttributesResponse
  AdminUserGlobalSignOut: AdminUserGlobalSignOutResponse
  AssociateSoftwareToken: AssociateSoftwareTokenResponse
  ChangePassword: ChangePasswordResponse
  CompleteWebAuthnRegistration: CompleteWebAuthnRegistrationResponse
  ConfirmDevice: ConfirmDeviceResponse
  ConfirmForgotPassword: ConfirmForgotPasswordResponse
  ConfirmSignUp: ConfirmSignUpResponse
  CreateGroup: CreateGroupResponse
  CreateIdentityProvider: CreateIdentityProviderResponse
  CreateManagedLoginBranding: CreateManagedLoginBrandingResponse
  CreateResourceServer: CreateResourceServerResponse
  CreateTerms: CreateTermsResponse
  CreateUserImportJob: CreateUserImportJobResponse
  CreateUserPool: CreateUserPoolResponse
  CreateUserPoolClient: CreateUserPoolClientResponse
  CreateUserPoolDomain: CreateUserPoolDomainResponse
  CreateUserPoolReplica: CreateUserPoolReplicaResponse
  DeleteGroup: Record<string, never>
  DeleteIdentityProvider: Record<string, never>
  DeleteManagedLoginBranding: Record<string, never>
  DeleteResourceServer: Record<string, never>
  DeleteTerms: Record<string, never>
  DeleteUser: Record<string, never>
  DeleteUserAttributes: DeleteUserAttributesResponse
  DeleteUserPool: Record<string, never>
  DeleteUserPoolClient: Record<string, never>
  DeleteUserPoolClientSecret: DeleteUserPoolClientSecretResponse
  DeleteUserPoolDomain: DeleteUserPoolDomainResponse
  DeleteUserPoolReplica: DeleteUserPoolReplicaResponse
  DeleteWebAuthnCredential: DeleteWebAuthnCredentialResponse
  DescribeIdentityProvider: DescribeIdentityProviderResponse
  DescribeManagedLoginBranding: DescribeManagedLoginBrandingResponse
  DescribeManagedLoginBrandingByClient: DescribeManagedLoginBrandingByClientResponse
  DescribeResourceServer: DescribeResourceServerResponse
  DescribeRiskConfiguration: DescribeRiskConfigurationResponse
  DescribeTerms: DescribeTermsResponse
  DescribeTermsByClient: DescribeTermsByClientResponse
  DescribeUserImportJob: DescribeUserImportJobResponse
  DescribeUserPool: DescribeUserPoolResponse
  DescribeUserPoolClient: DescribeUserPoolClientResponse
  DescribeUserPoolDomain: DescribeUserPoolDomainResponse
  ForgetAndSignOutDevice: Record<string, never>
  ForgetDevice: Record<string, never>
  ForgetOtherDevices: ForgetOtherDevicesResponse
  ForgotPassword: ForgotPasswordResponse
  GetCSVHeader: GetCSVHeaderResponse
  GetClientToken: GetClientTokenResponse
  GetDevice: GetDeviceResponse
  GetGroup: GetGroupResponse
  GetIdentityProviderByIdentifier: GetIdentityProviderByIdentifierResponse
  GetLogDeliveryConfiguration: GetLogDeliveryConfigurationResponse
  GetOperator: GetOperatorResponse
  GetProvisionedLimit: GetProvisionedLimitResponse
  GetSignInOptions: GetSignInOptionsResponse
  GetSigningCertificate: GetSigningCertificateResponse
  GetTokensFromRefreshToken: GetTokensFromRefreshTokenResponse
  GetUICustomization: GetUICustomizationResponse
  GetUser: GetUserResponse
  GetUserAttributeVerificationCode: GetUserAttributeVerificationCodeResponse
  GetUserAuthFactors: GetUserAuthFactorsResponse
  GetUserPoolMfaConfig: GetUserPoolMfaConfigResponse
  GlobalSignOut: GlobalSignOutResponse
  InitiateAuth: InitiateAuthResponse
  ListDevices: ListDevicesResponse
  ListGroups: ListGroupsResponse
  ListIdentityProviders: ListIdentityProvidersResponse
  ListResourceServers: ListResourceServersResponse
  ListTagsForResource: ListTagsForResourceResponse
  ListTerms: ListTermsResponse
  ListTimeline: ListTimelineResponse
  ListTrackedDevices: ListTrackedDevicesResponse
  ListUserImportJobs: ListUserImportJobsResponse
  ListUserPoolClientSecrets: ListUserPoolClientSecretsResponse
  ListUserPoolClients: ListUserPoolClientsResponse
  ListUserPoolReplicas: ListUserPoolReplicasResponse
  ListUserPools: ListUserPoolsResponse
  ListUsers: ListUsersResponse
  ListUsersInGroup: ListUsersInGroupResponse
  ListWebAuthnCredentials: ListWebAuthnCredentialsResponse
  RenameDevice: Record<string, never>
  ReportDevice: ReportDeviceResponse
  ResendConfirmationCode: ResendConfirmationCodeResponse
  RespondToAuthChallenge: RespondToAuthChallengeResponse
  RevokeToken: RevokeTokenResponse
  SetLogDeliveryConfiguration: SetLogDeliveryConfigurationResponse
  SetRiskConfiguration: SetRiskConfigurationResponse
  SetUICustomization: SetUICustomizationResponse
  SetUserMFAPreference: SetUserMFAPreferenceResponse
  SetUserPoolMfaConfig: SetUserPoolMfaConfigResponse
  SetUserSettings: SetUserSettingsResponse
  SignUp: SignUpResponse
  StartUserImportJob: StartUserImportJobResponse
  StartWebAuthnRegistration: StartWebAuthnRegistrationResponse
  StopUserImportJob: StopUserImportJobResponse
  TagResource: TagResourceResponse
  UntagResource: UntagResourceResponse
  UpdateAuthEventFeedback: UpdateAuthEventFeedbackResponse
  UpdateDeviceStatus: UpdateDeviceStatusResponse
  UpdateGroup: UpdateGroupResponse
  UpdateIdentityProvider: UpdateIdentityProviderResponse
  UpdateManagedLoginBranding: UpdateManagedLoginBrandingResponse
  UpdateProvisionedLimit: UpdateProvisionedLimitResponse
  UpdateResourceServer: UpdateResourceServerResponse
  UpdateTerms: UpdateTermsResponse
  UpdateUserAttributes: UpdateUserAttributesResponse
  UpdateUserPool: UpdateUserPoolResponse
  UpdateUserPoolClient: UpdateUserPoolClientResponse
  UpdateUserPoolDomain: UpdateUserPoolDomainResponse
  UpdateUserPoolReplica: UpdateUserPoolReplicaResponse
  VerifySoftwareToken: VerifySoftwareTokenResponse
  VerifyUserAttribute: VerifyUserAttributeResponse
}

/** What each operation may refuse with. */
export interface DeclaredErrors {
  AddCustomAttributes: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'UserImportInProgressException' | 'InternalErrorException'
  AddUserPoolClientSecret: 'InvalidParameterException' | 'InternalServerException' | 'TooManyRequestsException' | 'LimitExceededException' | 'AccessDeniedException' | 'ResourceNotFoundException'
  AdminAddUserToGroup: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminConfirmSignUp: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'NotAuthorizedException' | 'TooManyFailedAttemptsException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'LimitExceededException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminCountPoolDevices: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminCreateUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UserNotFoundException' | 'UsernameExistsException' | 'InvalidPasswordException' | 'CodeDeliveryFailureException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'PreconditionNotMetException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UnsupportedUserStateException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminDeleteSoftwareToken: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminDeleteUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminDeleteUserAttributes: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminDisableProviderForUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'AliasExistsException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminDisableUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminEnableUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminForgetAndSignOutDevice: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminForgetDevice: 'ResourceNotFoundException' | 'InvalidParameterException' | 'InvalidUserPoolConfigurationException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'UserNotFoundException' | 'InternalErrorException'
  AdminForgetPoolDevices: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminGetActivity: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminGetDevice: 'ResourceNotFoundException' | 'InvalidParameterException' | 'InvalidUserPoolConfigurationException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'NotAuthorizedException'
  AdminGetTrackedDevice: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminGetUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminGetUserAuthFactors: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'TooManyRequestsException' | 'UserNotFoundException' | 'InternalErrorException'
  AdminInitiateAuth: 'ResourceNotFoundException' | 'UnsupportedOperationException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException' | 'UnexpectedLambdaException' | 'InvalidUserPoolConfigurationException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'MFAMethodNotFoundException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidEmailRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException'
  AdminLinkProviderForUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'AliasExistsException' | 'LimitExceededException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminListDevices: 'InvalidParameterException' | 'ResourceNotFoundException' | 'InvalidUserPoolConfigurationException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'NotAuthorizedException'
  AdminListEvents: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminListGroupsForUser: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminListMessages: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminListPoolDevices: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminListTrackedDevices: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminListUserAuthEvents: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'UserPoolAddOnNotEnabledException' | 'InternalErrorException'
  AdminRemoveUserFromGroup: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminRenameDevice: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminResetUserPassword: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'NotAuthorizedException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'LimitExceededException' | 'UserNotFoundException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidEmailRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminRespondToAuthChallenge: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'CodeMismatchException' | 'ExpiredCodeException' | 'UnexpectedLambdaException' | 'InvalidPasswordException' | 'PasswordHistoryPolicyViolationException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'InvalidUserPoolConfigurationException' | 'InternalErrorException' | 'MFAMethodNotFoundException' | 'InvalidEmailRoleAccessPolicyException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'AliasExistsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'SoftwareTokenMFANotFoundException' | 'OperationNotEnabledException'
  AdminSearchUsers: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'UserNotFoundException'
  AdminSetUserMFAPreference: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminSetUserPassword: 'ResourceNotFoundException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'InternalErrorException' | 'TooManyRequestsException' | 'InvalidParameterException' | 'InvalidPasswordException' | 'PasswordHistoryPolicyViolationException' | 'OperationNotEnabledException'
  AdminSetUserSettings: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminUpdateAuthEventFeedback: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'UserPoolAddOnNotEnabledException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AdminUpdateDeviceStatus: 'InvalidParameterException' | 'ResourceNotFoundException' | 'InvalidUserPoolConfigurationException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'UserNotFoundException' | 'InternalErrorException'
  AdminUpdateUserAttributes: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'AliasExistsException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'InternalErrorException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidEmailRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'OperationNotEnabledException'
  AdminUserGlobalSignOut: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  AssociateSoftwareToken: 'ConcurrentModificationException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'InternalErrorException' | 'SoftwareTokenMFANotFoundException' | 'ForbiddenException' | 'OperationNotEnabledException'
  ChangePassword: 'ResourceNotFoundException' | 'InvalidParameterException' | 'InvalidPasswordException' | 'PasswordHistoryPolicyViolationException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'LimitExceededException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  CompleteWebAuthnRegistration: 'ForbiddenException' | 'InternalErrorException' | 'InvalidParameterException' | 'LimitExceededException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'WebAuthnNotEnabledException' | 'WebAuthnChallengeNotFoundException' | 'WebAuthnRelyingPartyMismatchException' | 'WebAuthnClientMismatchException' | 'WebAuthnOriginNotAllowedException' | 'PasswordResetRequiredException' | 'WebAuthnCredentialNotSupportedException' | 'OperationNotEnabledException'
  ConfirmDevice: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'InvalidPasswordException' | 'InvalidLambdaResponseException' | 'UsernameExistsException' | 'InvalidUserPoolConfigurationException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'InternalErrorException' | 'OperationNotEnabledException' | 'DeviceKeyExistsException' | 'ForbiddenException'
  ConfirmForgotPassword: 'ResourceNotFoundException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'InvalidParameterException' | 'InvalidPasswordException' | 'PasswordHistoryPolicyViolationException' | 'NotAuthorizedException' | 'CodeMismatchException' | 'ExpiredCodeException' | 'TooManyFailedAttemptsException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'LimitExceededException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  ConfirmSignUp: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'NotAuthorizedException' | 'TooManyFailedAttemptsException' | 'CodeMismatchException' | 'ExpiredCodeException' | 'InvalidLambdaResponseException' | 'AliasExistsException' | 'TooManyRequestsException' | 'LimitExceededException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  CreateGroup: 'InvalidParameterException' | 'GroupExistsException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'LimitExceededException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  CreateIdentityProvider: 'InvalidParameterException' | 'DuplicateProviderException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'LimitExceededException' | 'InternalErrorException'
  CreateManagedLoginBranding: 'ResourceNotFoundException' | 'ConcurrentModificationException' | 'ManagedLoginBrandingExistsException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'LimitExceededException' | 'OperationNotEnabledException' | 'InternalErrorException'
  CreateResourceServer: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'LimitExceededException' | 'OperationNotEnabledException' | 'InternalErrorException'
  CreateTerms: 'ResourceNotFoundException' | 'ConcurrentModificationException' | 'TermsExistsException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'LimitExceededException' | 'OperationNotEnabledException' | 'InternalErrorException'
  CreateUserImportJob: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'PreconditionNotMetException' | 'NotAuthorizedException' | 'LimitExceededException' | 'OperationNotEnabledException' | 'InternalErrorException'
  CreateUserPool: 'InvalidParameterException' | 'TooManyRequestsException' | 'LimitExceededException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'InvalidEmailRoleAccessPolicyException' | 'NotAuthorizedException' | 'UserPoolTaggingException' | 'InternalErrorException' | 'TierChangeNotAllowedException' | 'FeatureUnavailableInTierException'
  CreateUserPoolClient: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'LimitExceededException' | 'NotAuthorizedException' | 'ScopeDoesNotExistException' | 'InvalidOAuthFlowException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'FeatureUnavailableInTierException'
  CreateUserPoolDomain: 'InvalidParameterException' | 'NotAuthorizedException' | 'ConcurrentModificationException' | 'ResourceNotFoundException' | 'LimitExceededException' | 'InternalErrorException' | 'OperationNotEnabledException' | 'FeatureUnavailableInTierException'
  CreateUserPoolReplica: 'InvalidParameterException' | 'TooManyRequestsException' | 'LimitExceededException' | 'NotAuthorizedException' | 'UserPoolTaggingException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ResourceNotFoundException' | 'FeatureUnavailableInTierException'
  DeleteGroup: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DeleteIdentityProvider: 'InvalidParameterException' | 'UnsupportedIdentityProviderException' | 'ConcurrentModificationException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException'
  DeleteManagedLoginBranding: 'ResourceNotFoundException' | 'ConcurrentModificationException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DeleteResourceServer: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DeleteTerms: 'ResourceNotFoundException' | 'ConcurrentModificationException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DeleteUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  DeleteUserAttributes: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  DeleteUserPool: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserImportInProgressException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DeleteUserPoolClient: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'ConcurrentModificationException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DeleteUserPoolClientSecret: 'InvalidParameterException' | 'InternalServerException' | 'TooManyRequestsException' | 'LimitExceededException' | 'ResourceNotFoundException'
  DeleteUserPoolDomain: 'NotAuthorizedException' | 'InvalidParameterException' | 'ConcurrentModificationException' | 'ResourceNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DeleteUserPoolReplica: 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ResourceNotFoundException'
  DeleteWebAuthnCredential: 'ForbiddenException' | 'InternalErrorException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'LimitExceededException' | 'PasswordResetRequiredException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'OperationNotEnabledException'
  DescribeIdentityProvider: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException'
  DescribeManagedLoginBranding: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeManagedLoginBrandingByClient: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeResourceServer: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeRiskConfiguration: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserPoolAddOnNotEnabledException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeTerms: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeTermsByClient: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeUserImportJob: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeUserPool: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserPoolTaggingException' | 'OperationNotEnabledException' | 'InternalErrorException'
  DescribeUserPoolClient: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'NotAuthorizedException' | 'InternalErrorException'
  DescribeUserPoolDomain: 'NotAuthorizedException' | 'InvalidParameterException' | 'ResourceNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ForgetAndSignOutDevice: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotConfirmedException' | 'UserNotFoundException'
  ForgetDevice: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InvalidUserPoolConfigurationException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  ForgetOtherDevices: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotConfirmedException' | 'UserNotFoundException'
  ForgotPassword: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'NotAuthorizedException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'LimitExceededException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'InvalidEmailRoleAccessPolicyException' | 'CodeDeliveryFailureException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  GetCSVHeader: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  GetClientToken: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException' | 'OperationNotEnabledException' | 'ForbiddenException'
  GetDevice: 'ResourceNotFoundException' | 'InvalidParameterException' | 'InvalidUserPoolConfigurationException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  GetGroup: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  GetIdentityProviderByIdentifier: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException'
  GetLogDeliveryConfiguration: 'InvalidParameterException' | 'InternalErrorException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'ResourceNotFoundException'
  GetOperator: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException'
  GetProvisionedLimit: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException'
  GetSignInOptions: 'InternalErrorException' | 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException'
  GetSigningCertificate: 'InternalErrorException' | 'InvalidParameterException' | 'ResourceNotFoundException' | 'OperationNotEnabledException'
  GetTokensFromRefreshToken: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'UserNotFoundException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'ForbiddenException' | 'RefreshTokenReuseException' | 'OperationNotEnabledException' | 'InternalErrorException'
  GetUICustomization: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'TooManyRequestsException' | 'InternalErrorException'
  GetUser: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  GetUserAttributeVerificationCode: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'InvalidEmailRoleAccessPolicyException' | 'CodeDeliveryFailureException' | 'LimitExceededException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  GetUserAuthFactors: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  GetUserPoolMfaConfig: 'InvalidParameterException' | 'TooManyRequestsException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'InternalErrorException'
  GlobalSignOut: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  InitiateAuth: 'UnsupportedOperationException' | 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'UnexpectedLambdaException' | 'InvalidUserPoolConfigurationException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'InternalErrorException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidEmailRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'OperationNotEnabledException' | 'ForbiddenException'
  ListDevices: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'InvalidUserPoolConfigurationException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  ListGroups: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListIdentityProviders: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException'
  ListResourceServers: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListTagsForResource: 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InvalidParameterException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListTerms: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListTimeline: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotConfirmedException' | 'UserNotFoundException'
  ListTrackedDevices: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotConfirmedException' | 'UserNotFoundException'
  ListUserImportJobs: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListUserPoolClientSecrets: 'InvalidParameterException' | 'InternalServerException' | 'TooManyRequestsException' | 'LimitExceededException' | 'ResourceNotFoundException'
  ListUserPoolClients: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListUserPoolReplicas: 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ResourceNotFoundException'
  ListUserPools: 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'InternalErrorException'
  ListUsers: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListUsersInGroup: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  ListWebAuthnCredentials: 'ForbiddenException' | 'InternalErrorException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'LimitExceededException' | 'PasswordResetRequiredException' | 'NotAuthorizedException' | 'OperationNotEnabledException'
  RenameDevice: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotConfirmedException' | 'UserNotFoundException'
  ReportDevice: 'InternalErrorException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotConfirmedException' | 'UserNotFoundException'
  ResendConfirmationCode: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'NotAuthorizedException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'LimitExceededException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'InvalidEmailRoleAccessPolicyException' | 'CodeDeliveryFailureException' | 'UserNotFoundException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  RespondToAuthChallenge: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'CodeMismatchException' | 'ExpiredCodeException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'InvalidPasswordException' | 'PasswordHistoryPolicyViolationException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'InvalidUserPoolConfigurationException' | 'MFAMethodNotFoundException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'InvalidEmailRoleAccessPolicyException' | 'AliasExistsException' | 'InternalErrorException' | 'SoftwareTokenMFANotFoundException' | 'ForbiddenException' | 'OperationNotEnabledException'
  RevokeToken: 'TooManyRequestsException' | 'InternalErrorException' | 'UnauthorizedException' | 'InvalidParameterException' | 'UnsupportedOperationException' | 'UnsupportedTokenTypeException' | 'ForbiddenException' | 'OperationNotEnabledException'
  SetLogDeliveryConfiguration: 'InvalidParameterException' | 'InternalErrorException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'ResourceNotFoundException' | 'FeatureUnavailableInTierException'
  SetRiskConfiguration: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserPoolAddOnNotEnabledException' | 'CodeDeliveryFailureException' | 'InvalidEmailRoleAccessPolicyException' | 'OperationNotEnabledException' | 'InternalErrorException'
  SetUICustomization: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException'
  SetUserMFAPreference: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  SetUserPoolMfaConfig: 'InvalidParameterException' | 'TooManyRequestsException' | 'ConcurrentModificationException' | 'ResourceNotFoundException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'FeatureUnavailableInTierException'
  SetUserSettings: 'ResourceNotFoundException' | 'InvalidParameterException' | 'NotAuthorizedException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  SignUp: 'ResourceNotFoundException' | 'InvalidParameterException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'NotAuthorizedException' | 'InvalidPasswordException' | 'InvalidLambdaResponseException' | 'UsernameExistsException' | 'TooManyRequestsException' | 'InternalErrorException' | 'LimitExceededException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'InvalidEmailRoleAccessPolicyException' | 'CodeDeliveryFailureException' | 'OperationNotEnabledException' | 'ForbiddenException'
  StartUserImportJob: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'InternalErrorException' | 'PreconditionNotMetException' | 'OperationNotEnabledException' | 'NotAuthorizedException'
  StartWebAuthnRegistration: 'ForbiddenException' | 'InternalErrorException' | 'InvalidParameterException' | 'LimitExceededException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'WebAuthnNotEnabledException' | 'PasswordResetRequiredException' | 'WebAuthnConfigurationMissingException' | 'OperationNotEnabledException'
  StopUserImportJob: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'InternalErrorException' | 'PreconditionNotMetException' | 'OperationNotEnabledException' | 'NotAuthorizedException'
  TagResource: 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InvalidParameterException' | 'OperationNotEnabledException' | 'InternalErrorException'
  UntagResource: 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InvalidParameterException' | 'OperationNotEnabledException' | 'InternalErrorException'
  UpdateAuthEventFeedback: 'InvalidParameterException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserNotFoundException' | 'UserPoolAddOnNotEnabledException' | 'OperationNotEnabledException' | 'InternalErrorException'
  UpdateDeviceStatus: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'InvalidUserPoolConfigurationException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  UpdateGroup: 'ResourceNotFoundException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  UpdateIdentityProvider: 'InvalidParameterException' | 'UnsupportedIdentityProviderException' | 'ResourceNotFoundException' | 'ConcurrentModificationException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'InternalErrorException'
  UpdateManagedLoginBranding: 'ResourceNotFoundException' | 'ConcurrentModificationException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  UpdateProvisionedLimit: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'ServiceQuotaExceededException' | 'InternalErrorException'
  UpdateResourceServer: 'InvalidParameterException' | 'ResourceNotFoundException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException'
  UpdateTerms: 'ResourceNotFoundException' | 'ConcurrentModificationException' | 'TermsExistsException' | 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException'
  UpdateUserAttributes: 'ResourceNotFoundException' | 'InvalidParameterException' | 'CodeMismatchException' | 'ExpiredCodeException' | 'NotAuthorizedException' | 'UnexpectedLambdaException' | 'UserLambdaValidationException' | 'InvalidLambdaResponseException' | 'TooManyRequestsException' | 'AliasExistsException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'InvalidEmailRoleAccessPolicyException' | 'CodeDeliveryFailureException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ForbiddenException'
  UpdateUserPool: 'ResourceNotFoundException' | 'InvalidParameterException' | 'ConcurrentModificationException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'UserImportInProgressException' | 'InternalErrorException' | 'InvalidSmsRoleAccessPolicyException' | 'InvalidSmsRoleTrustRelationshipException' | 'UserPoolTaggingException' | 'InvalidEmailRoleAccessPolicyException' | 'OperationNotEnabledException' | 'TierChangeNotAllowedException' | 'FeatureUnavailableInTierException'
  UpdateUserPoolClient: 'ResourceNotFoundException' | 'InvalidParameterException' | 'ConcurrentModificationException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'ScopeDoesNotExistException' | 'InvalidOAuthFlowException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'FeatureUnavailableInTierException'
  UpdateUserPoolDomain: 'InvalidParameterException' | 'NotAuthorizedException' | 'ConcurrentModificationException' | 'ResourceNotFoundException' | 'TooManyRequestsException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'FeatureUnavailableInTierException'
  UpdateUserPoolReplica: 'InvalidParameterException' | 'TooManyRequestsException' | 'NotAuthorizedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'ResourceNotFoundException'
  VerifySoftwareToken: 'InvalidParameterException' | 'ResourceNotFoundException' | 'InvalidUserPoolConfigurationException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'InternalErrorException' | 'EnableSoftwareTokenMFAException' | 'NotAuthorizedException' | 'SoftwareTokenMFANotFoundException' | 'CodeMismatchException' | 'ForbiddenException' | 'OperationNotEnabledException'
  VerifyUserAttribute: 'ResourceNotFoundException' | 'InvalidParameterException' | 'CodeMismatchException' | 'ExpiredCodeException' | 'NotAuthorizedException' | 'TooManyRequestsException' | 'LimitExceededException' | 'PasswordResetRequiredException' | 'UserNotFoundException' | 'UserNotConfirmedException' | 'OperationNotEnabledException' | 'InternalErrorException' | 'AliasExistsException' | 'ForbiddenException'
}

/** The structures that a request can be made of, by name. */
export interface InputShapes {
  AccountRecoverySettingType: AccountRecoverySettingType
  AccountTakeoverActionType: AccountTakeoverActionType
  AccountTakeoverActionsType: AccountTakeoverActionsType
  AccountTakeoverRiskConfigurationType: AccountTakeoverRiskConfigurationType
  AddCustomAttributesRequest: AddCustomAttributesRequest
  AddUserPoolClientSecretRequest: AddUserPoolClientSecretRequest
  AdminAddUserToGroupRequest: AdminAddUserToGroupRequest
  AdminConfirmSignUpRequest: AdminConfirmSignUpRequest
  AdminCountPoolDevicesRequest: AdminCountPoolDevicesRequest
  AdminCreateUserConfigType: AdminCreateUserConfigType
  AdminCreateUserRequest: AdminCreateUserRequest
  AdminDeleteSoftwareTokenRequest: AdminDeleteSoftwareTokenRequest
  AdminDeleteUserAttributesRequest: AdminDeleteUserAttributesRequest
  AdminDeleteUserRequest: AdminDeleteUserRequest
  AdminDisableProviderForUserRequest: AdminDisableProviderForUserRequest
  AdminDisableUserRequest: AdminDisableUserRequest
  AdminEnableUserRequest: AdminEnableUserRequest
  AdminForgetAndSignOutDeviceRequest: AdminForgetAndSignOutDeviceRequest
  AdminForgetDeviceRequest: AdminForgetDeviceRequest
  AdminForgetPoolDevicesRequest: AdminForgetPoolDevicesRequest
  AdminGetActivityRequest: AdminGetActivityRequest
  AdminGetDeviceRequest: AdminGetDeviceRequest
  AdminGetTrackedDeviceRequest: AdminGetTrackedDeviceRequest
  AdminGetUserAuthFactorsRequest: AdminGetUserAuthFactorsRequest
  AdminGetUserRequest: AdminGetUserRequest
  AdminInitiateAuthRequest: AdminInitiateAuthRequest
  AdminLinkProviderForUserRequest: AdminLinkProviderForUserRequest
  AdminListDevicesRequest: AdminListDevicesRequest
  AdminListEventsRequest: AdminListEventsRequest
  AdminListGroupsForUserRequest: AdminListGroupsForUserRequest
  AdminListMessagesRequest: AdminListMessagesRequest
  AdminListPoolDevicesRequest: AdminListPoolDevicesRequest
  AdminListTrackedDevicesRequest: AdminListTrackedDevicesRequest
  AdminListUserAuthEventsRequest: AdminListUserAuthEventsRequest
  AdminRemoveUserFromGroupRequest: AdminRemoveUserFromGroupRequest
  AdminRenameDeviceRequest: AdminRenameDeviceRequest
  AdminResetUserPasswordRequest: AdminResetUserPasswordRequest
  AdminRespondToAuthChallengeRequest: AdminRespondToAuthChallengeRequest
  AdminSearchUsersRequest: AdminSearchUsersRequest
  AdminSetUserMFAPreferenceRequest: AdminSetUserMFAPreferenceRequest
  AdminSetUserPasswordRequest: AdminSetUserPasswordRequest
  AdminSetUserSettingsRequest: AdminSetUserSettingsRequest
  AdminUpdateAuthEventFeedbackRequest: AdminUpdateAuthEventFeedbackRequest
  AdminUpdateDeviceStatusRequest: AdminUpdateDeviceStatusRequest
  AdminUpdateUserAttributesRequest: AdminUpdateUserAttributesRequest
  AdminUserGlobalSignOutRequest: AdminUserGlobalSignOutRequest
  AdvancedSecurityAdditionalFlowsType: AdvancedSecurityAdditionalFlowsType
  AnalyticsConfigurationType: AnalyticsConfigurationType
  AnalyticsMetadataType: AnalyticsMetadataType
  AssetType: AssetType
  AssociateSoftwareTokenRequest: AssociateSoftwareTokenRequest
  AttributeType: AttributeType
  ChangePasswordRequest: ChangePasswordRequest
  CloudWatchLogsConfigurationType: CloudWatchLogsConfigurationType
  CompleteWebAuthnRegistrationRequest: CompleteWebAuthnRegistrationRequest
  CompromisedCredentialsActionsType: CompromisedCredentialsActionsType
  CompromisedCredentialsRiskConfigurationType: CompromisedCredentialsRiskConfigurationType
  ConfirmDeviceRequest: ConfirmDeviceRequest
  ConfirmForgotPasswordRequest: ConfirmForgotPasswordRequest
  ConfirmSignUpRequest: ConfirmSignUpRequest
  ContextDataType: ContextDataType
  CreateGroupRequest: CreateGroupRequest
  CreateIdentityProviderRequest: CreateIdentityProviderRequest
  CreateManagedLoginBrandingRequest: CreateManagedLoginBrandingRequest
  CreateResourceServerRequest: CreateResourceServerRequest
  CreateTermsRequest: CreateTermsRequest
  CreateUserImportJobRequest: CreateUserImportJobRequest
  CreateUserPoolClientRequest: CreateUserPoolClientRequest
  CreateUserPoolDomainRequest: CreateUserPoolDomainRequest
  CreateUserPoolReplicaRequest: CreateUserPoolReplicaRequest
  CreateUserPoolRequest: CreateUserPoolRequest
  CustomDomainConfigType: CustomDomainConfigType
  CustomEmailLambdaVersionConfigType: CustomEmailLambdaVersionConfigType
  CustomSMSLambdaVersionConfigType: CustomSMSLambdaVersionConfigType
  DeleteGroupRequest: DeleteGroupRequest
  DeleteIdentityProviderRequest: DeleteIdentityProviderRequest
  DeleteManagedLoginBrandingRequest: DeleteManagedLoginBrandingRequest
  DeleteResourceServerRequest: DeleteResourceServerRequest
  DeleteTermsRequest: DeleteTermsRequest
  DeleteUserAttributesRequest: DeleteUserAttributesRequest
  DeleteUserPoolClientRequest: DeleteUserPoolClientRequest
  DeleteUserPoolClientSecretRequest: DeleteUserPoolClientSecretRequest
  DeleteUserPoolDomainRequest: DeleteUserPoolDomainRequest
  DeleteUserPoolReplicaRequest: DeleteUserPoolReplicaRequest
  DeleteUserPoolRequest: DeleteUserPoolRequest
  DeleteUserRequest: DeleteUserRequest
  DeleteWebAuthnCredentialRequest: DeleteWebAuthnCredentialRequest
  DescribeIdentityProviderRequest: DescribeIdentityProviderRequest
  DescribeManagedLoginBrandingByClientRequest: DescribeManagedLoginBrandingByClientRequest
  DescribeManagedLoginBrandingRequest: DescribeManagedLoginBrandingRequest
  DescribeResourceServerRequest: DescribeResourceServerRequest
  DescribeRiskConfigurationRequest: DescribeRiskConfigurationRequest
  DescribeTermsByClientRequest: DescribeTermsByClientRequest
  DescribeTermsRequest: DescribeTermsRequest
  DescribeUserImportJobRequest: DescribeUserImportJobRequest
  DescribeUserPoolClientRequest: DescribeUserPoolClientRequest
  DescribeUserPoolDomainRequest: DescribeUserPoolDomainRequest
  DescribeUserPoolRequest: DescribeUserPoolRequest
  DeviceConfigurationType: DeviceConfigurationType
  DeviceFilterType: DeviceFilterType
  DeviceReferenceType: DeviceReferenceType
  DeviceSecretVerifierConfigType: DeviceSecretVerifierConfigType
  EmailConfigurationType: EmailConfigurationType
  EmailMfaConfigType: EmailMfaConfigType
  EmailMfaSettingsType: EmailMfaSettingsType
  EumsSmsConfigurationType: EumsSmsConfigurationType
  FailoverType: FailoverType
  FirehoseConfigurationType: FirehoseConfigurationType
  ForgetAndSignOutDeviceRequest: ForgetAndSignOutDeviceRequest
  ForgetDeviceRequest: ForgetDeviceRequest
  ForgetOtherDevicesRequest: ForgetOtherDevicesRequest
  ForgotPasswordRequest: ForgotPasswordRequest
  GetCSVHeaderRequest: GetCSVHeaderRequest
  GetClientTokenRequest: GetClientTokenRequest
  GetDeviceRequest: GetDeviceRequest
  GetGroupRequest: GetGroupRequest
  GetIdentityProviderByIdentifierRequest: GetIdentityProviderByIdentifierRequest
  GetLogDeliveryConfigurationRequest: GetLogDeliveryConfigurationRequest
  GetOperatorRequest: GetOperatorRequest
  GetProvisionedLimitRequest: GetProvisionedLimitRequest
  GetSignInOptionsRequest: GetSignInOptionsRequest
  GetSigningCertificateRequest: GetSigningCertificateRequest
  GetTokensFromRefreshTokenRequest: GetTokensFromRefreshTokenRequest
  GetUICustomizationRequest: GetUICustomizationRequest
  GetUserAttributeVerificationCodeRequest: GetUserAttributeVerificationCodeRequest
  GetUserAuthFactorsRequest: GetUserAuthFactorsRequest
  GetUserPoolMfaConfigRequest: GetUserPoolMfaConfigRequest
  GetUserRequest: GetUserRequest
  GlobalSignOutRequest: GlobalSignOutRequest
  HttpHeader: HttpHeader
  InboundFederationLambdaType: InboundFederationLambdaType
  InitiateAuthRequest: InitiateAuthRequest
  IssuerConfigurationType: IssuerConfigurationType
  KeyConfigurationType: KeyConfigurationType
  LambdaConfigType: LambdaConfigType
  LimitDefinitionType: LimitDefinitionType
  ListDevicesRequest: ListDevicesRequest
  ListGroupsRequest: ListGroupsRequest
  ListIdentityProvidersRequest: ListIdentityProvidersRequest
  ListResourceServersRequest: ListResourceServersRequest
  ListTagsForResourceRequest: ListTagsForResourceRequest
  ListTermsRequest: ListTermsRequest
  ListTimelineRequest: ListTimelineRequest
  ListTrackedDevicesRequest: ListTrackedDevicesRequest
  ListUserImportJobsRequest: ListUserImportJobsRequest
  ListUserPoolClientSecretsRequest: ListUserPoolClientSecretsRequest
  ListUserPoolClientsRequest: ListUserPoolClientsRequest
  ListUserPoolReplicasRequest: ListUserPoolReplicasRequest
  ListUserPoolsRequest: ListUserPoolsRequest
  ListUsersInGroupRequest: ListUsersInGroupRequest
  ListUsersRequest: ListUsersRequest
  ListWebAuthnCredentialsRequest: ListWebAuthnCredentialsRequest
  LogConfigurationType: LogConfigurationType
  MFAOptionType: MFAOptionType
  MessageTemplateType: MessageTemplateType
  NotifyConfigurationType: NotifyConfigurationType
  NotifyEmailType: NotifyEmailType
  NumberAttributeConstraintsType: NumberAttributeConstraintsType
  PasswordPolicyType: PasswordPolicyType
  PreTokenGenerationVersionConfigType: PreTokenGenerationVersionConfigType
  ProviderUserIdentifierType: ProviderUserIdentifierType
  RecoveryOptionType: RecoveryOptionType
  RefreshTokenRotationType: RefreshTokenRotationType
  RenameDeviceRequest: RenameDeviceRequest
  ReportDeviceRequest: ReportDeviceRequest
  ResendConfirmationCodeRequest: ResendConfirmationCodeRequest
  ResourceServerScopeType: ResourceServerScopeType
  RespondToAuthChallengeRequest: RespondToAuthChallengeRequest
  RevokeTokenRequest: RevokeTokenRequest
  RiskExceptionConfigurationType: RiskExceptionConfigurationType
  RoutingType: RoutingType
  S3ConfigurationType: S3ConfigurationType
  SMSMfaSettingsType: SMSMfaSettingsType
  SchemaAttributeType: SchemaAttributeType
  SetLogDeliveryConfigurationRequest: SetLogDeliveryConfigurationRequest
  SetRiskConfigurationRequest: SetRiskConfigurationRequest
  SetUICustomizationRequest: SetUICustomizationRequest
  SetUserMFAPreferenceRequest: SetUserMFAPreferenceRequest
  SetUserPoolMfaConfigRequest: SetUserPoolMfaConfigRequest
  SetUserSettingsRequest: SetUserSettingsRequest
  SignInPolicyType: SignInPolicyType
  SignUpRequest: SignUpRequest
  SmsConfigurationType: SmsConfigurationType
  SmsMfaConfigType: SmsMfaConfigType
  SoftwareTokenMfaConfigType: SoftwareTokenMfaConfigType
  SoftwareTokenMfaSettingsType: SoftwareTokenMfaSettingsType
  StartUserImportJobRequest: StartUserImportJobRequest
  StartWebAuthnRegistrationRequest: StartWebAuthnRegistrationRequest
  StopUserImportJobRequest: StopUserImportJobRequest
  StringAttributeConstraintsType: StringAttributeConstraintsType
  TagResourceRequest: TagResourceRequest
  TokenValidityUnitsType: TokenValidityUnitsType
  UntagResourceRequest: UntagResourceRequest
  UpdateAuthEventFeedbackRequest: UpdateAuthEventFeedbackRequest
  UpdateDeviceStatusRequest: UpdateDeviceStatusRequest
  UpdateGroupRequest: UpdateGroupRequest
  UpdateIdentityProviderRequest: UpdateIdentityProviderRequest
  UpdateManagedLoginBrandingRequest: UpdateManagedLoginBrandingRequest
  UpdateProvisionedLimitRequest: UpdateProvisionedLimitRequest
  UpdateResourceServerRequest: UpdateResourceServerRequest
  UpdateTermsRequest: UpdateTermsRequest
  UpdateUserAttributesRequest: UpdateUserAttributesRequest
  UpdateUserPoolClientRequest: UpdateUserPoolClientRequest
  UpdateUserPoolDomainRequest: UpdateUserPoolDomainRequest
  UpdateUserPoolReplicaRequest: UpdateUserPoolReplicaRequest
  UpdateUserPoolRequest: UpdateUserPoolRequest
  UserAttributeUpdateSettingsType: UserAttributeUpdateSettingsType
  UserContextDataType: UserContextDataType
  UserPoolAddOnsType: UserPoolAddOnsType
  UserPoolPolicyType: UserPoolPolicyType
  UsernameConfigurationType: UsernameConfigurationType
  VerificationMessageTemplateType: VerificationMessageTemplateType
  VerifySoftwareTokenRequest: VerifySoftwareTokenRequest
  VerifyUserAttributeRequest: VerifyUserAttributeRequest
  WebAuthnConfigurationType: WebAuthnConfigurationType
  WebAuthnMfaSettingsType: WebAuthnMfaSettingsType
}

export interface AccountRecoverySettingType {
  RecoveryMechanisms?: RecoveryOptionType[] | undefined
}
export interface AccountTakeoverActionType {
  Notify: boolean
  EventAction: AccountTakeoverEventActionType
}
export interface AccountTakeoverActionsType {
  LowAction?: AccountTakeoverActionType | undefined
  MediumAction?: AccountTakeoverActionType | undefined
  HighAction?: AccountTakeoverActionType | undefined
}
export type AccountTakeoverEventActionType = 'BLOCK' | 'MFA_IF_CONFIGURED' | 'MFA_REQUIRED' | 'NO_ACTION'
export interface AccountTakeoverRiskConfigurationType {
  NotifyConfiguration?: NotifyConfigurationType | undefined
  Actions: AccountTakeoverActionsType
}
export interface ActivityDayType {
  Date: number
  SignIns: number
  MfaSkipped: number
  MfaAsked: number
  WrongPasswords: number
  WrongCodes: number
  WrongDeviceSecrets: number
  LockedOut: number
  OtherRefusals: number
  NewDevices: number
  DevicesByState?: DeviceStateCountType[] | undefined
}
export interface AddCustomAttributesRequest {
  UserPoolId: string
  CustomAttributes: SchemaAttributeType[]
}
export type AddCustomAttributesResponse = Record<string, never>
export interface AddUserPoolClientSecretRequest {
  UserPoolId: string
  ClientId: string
  ClientSecret?: string | undefined
}
export interface AddUserPoolClientSecretResponse {
  ClientSecretDescriptor?: ClientSecretDescriptorType | undefined
}
export interface AdminAddUserToGroupRequest {
  UserPoolId: string
  Username: string
  GroupName: string
}
export interface AdminConfirmSignUpRequest {
  UserPoolId: string
  Username: string
  ClientMetadata?: Record<string, string> | undefined
}
export type AdminConfirmSignUpResponse = Record<string, never>
export interface AdminCountPoolDevicesRequest {
  UserPoolId: string
  Filter?: DeviceFilterType | undefined
}
export interface AdminCountPoolDevicesResponse {
  Count: number
  AtLeast: boolean
}
export interface AdminCreateUserConfigType {
  AllowAdminCreateUserOnly?: boolean | undefined
  UnusedAccountValidityDays?: number | undefined
  InviteMessageTemplate?: MessageTemplateType | undefined
}
export interface AdminCreateUserRequest {
  UserPoolId: string
  Username: string
  UserAttributes?: AttributeType[] | undefined
  ValidationData?: AttributeType[] | undefined
  TemporaryPassword?: string | undefined
  ForceAliasCreation?: boolean | undefined
  MessageAction?: MessageActionType | undefined
  DesiredDeliveryMediums?: DeliveryMediumType[] | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface AdminCreateUserResponse {
  User?: UserType | undefined
}
export interface AdminDeleteSoftwareTokenRequest {
  UserPoolId: string
  Username: string
}
export type AdminDeleteSoftwareTokenResponse = Record<string, never>
export interface AdminDeleteUserAttributesRequest {
  UserPoolId: string
  Username: string
  UserAttributeNames: string[]
}
export type AdminDeleteUserAttributesResponse = Record<string, never>
export interface AdminDeleteUserRequest {
  UserPoolId: string
  Username: string
}
export interface AdminDisableProviderForUserRequest {
  UserPoolId: string
  User: ProviderUserIdentifierType
}
export type AdminDisableProviderForUserResponse = Record<string, never>
export interface AdminDisableUserRequest {
  UserPoolId: string
  Username: string
}
export type AdminDisableUserResponse = Record<string, never>
export interface AdminEnableUserRequest {
  UserPoolId: string
  Username: string
}
export type AdminEnableUserResponse = Record<string, never>
export interface AdminForgetAndSignOutDeviceRequest {
  UserPoolId: string
  Username: string
  DeviceKey: string
}
export interface AdminForgetDeviceRequest {
  UserPoolId: string
  Username: string
  DeviceKey: string
}
export interface AdminForgetPoolDevicesRequest {
  UserPoolId: string
  Filter?: DeviceFilterType | undefined
  Devices?: DeviceReferenceType[] | undefined
  SignOut?: boolean | undefined
}
export interface AdminForgetPoolDevicesResponse {
  Forgotten: number
  More: boolean
}
export interface AdminGetActivityRequest {
  UserPoolId: string
  From?: number | undefined
  To?: number | undefined
}
export interface AdminGetActivityResponse {
  Days: ActivityDayType[]
  DevicesByState: DeviceStateCountType[]
}
export interface AdminGetDeviceRequest {
  DeviceKey: string
  UserPoolId: string
  Username: string
}
export interface AdminGetDeviceResponse {
  Device: DeviceType
}
export interface AdminGetTrackedDeviceRequest {
  UserPoolId: string
  Username: string
  DeviceKey: string
}
export interface AdminGetTrackedDeviceResponse {
  Device: TrackedDeviceType
  Sessions: DeviceSessionType[]
}
export interface AdminGetUserAuthFactorsRequest {
  UserPoolId: string
  Username: string
}
export interface AdminGetUserAuthFactorsResponse {
  Username: string
  PreferredMfaSetting?: string | undefined
  UserMFASettingList?: string[] | undefined
  ConfiguredUserAuthFactors?: AuthFactorType[] | undefined
}
export interface AdminGetUserRequest {
  UserPoolId: string
  Username: string
}
export interface AdminGetUserResponse {
  Username: string
  UserAttributes?: AttributeType[] | undefined
  UserCreateDate?: number | undefined
  UserLastModifiedDate?: number | undefined
  Enabled?: boolean | undefined
  UserStatus?: UserStatusType | undefined
  MFAOptions?: MFAOptionType[] | undefined
  PreferredMfaSetting?: string | undefined
  UserMFASettingList?: string[] | undefined
}
export interface AdminInitiateAuthRequest {
  UserPoolId: string
  ClientId: string
  AuthFlow: AuthFlowType
  AuthParameters?: Record<string, string> | undefined
  ClientMetadata?: Record<string, string> | undefined
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  ContextData?: ContextDataType | undefined
  Session?: string | undefined
}
export interface AdminInitiateAuthResponse {
  ChallengeName?: ChallengeNameType | undefined
  Session?: string | undefined
  ChallengeParameters?: Record<string, string> | undefined
  AuthenticationResult?: AuthenticationResultType | undefined
  AvailableChallenges?: ChallengeNameType[] | undefined
}
export interface AdminLinkProviderForUserRequest {
  UserPoolId: string
  DestinationUser: ProviderUserIdentifierType
  SourceUser: ProviderUserIdentifierType
}
export type AdminLinkProviderForUserResponse = Record<string, never>
export interface AdminListDevicesRequest {
  UserPoolId: string
  Username: string
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface AdminListDevicesResponse {
  Devices?: DeviceType[] | undefined
  PaginationToken?: string | undefined
}
export interface AdminListEventsRequest {
  UserPoolId: string
  Username?: string | undefined
  DeviceKey?: string | undefined
  Kinds?: EventKindType[] | undefined
  Outcome?: EventOutcomeType | undefined
  Operator?: string | undefined
  From?: number | undefined
  To?: number | undefined
  Order?: EventOrderType | undefined
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface AdminListEventsResponse {
  Events: TimelineEventType[]
  PaginationToken?: string | undefined
}
export interface AdminListGroupsForUserRequest {
  Username: string
  UserPoolId: string
  Limit?: number | undefined
  NextToken?: string | undefined
}
export interface AdminListGroupsForUserResponse {
  Groups?: GroupType[] | undefined
  NextToken?: string | undefined
}
export interface AdminListMessagesRequest {
  UserPoolId: string
  Limit?: number | undefined
}
export interface AdminListMessagesResponse {
  Messages: OutboxMessageType[]
}
export interface AdminListPoolDevicesRequest {
  UserPoolId: string
  Filter?: DeviceFilterType | undefined
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface AdminListPoolDevicesResponse {
  Devices: TrackedDeviceType[]
  PaginationToken?: string | undefined
}
export interface AdminListTrackedDevicesRequest {
  UserPoolId: string
  Username: string
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface AdminListTrackedDevicesResponse {
  Devices: TrackedDeviceType[]
  PaginationToken?: string | undefined
}
export interface AdminListUserAuthEventsRequest {
  UserPoolId: string
  Username: string
  MaxResults?: number | undefined
  NextToken?: string | undefined
}
export interface AdminListUserAuthEventsResponse {
  AuthEvents?: AuthEventType[] | undefined
  NextToken?: string | undefined
}
export interface AdminRemoveUserFromGroupRequest {
  UserPoolId: string
  Username: string
  GroupName: string
}
export interface AdminRenameDeviceRequest {
  UserPoolId: string
  Username: string
  DeviceKey: string
  DeviceName: string
}
export interface AdminResetUserPasswordRequest {
  UserPoolId: string
  Username: string
  ClientMetadata?: Record<string, string> | undefined
}
export type AdminResetUserPasswordResponse = Record<string, never>
export interface AdminRespondToAuthChallengeRequest {
  UserPoolId: string
  ClientId: string
  ChallengeName: ChallengeNameType
  ChallengeResponses?: Record<string, string> | undefined
  Session?: string | undefined
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  ContextData?: ContextDataType | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface AdminRespondToAuthChallengeResponse {
  ChallengeName?: ChallengeNameType | undefined
  Session?: string | undefined
  ChallengeParameters?: Record<string, string> | undefined
  AuthenticationResult?: AuthenticationResultType | undefined
}
export interface AdminSearchUsersRequest {
  UserPoolId: string
  Query?: string | undefined
  Statuses?: UserStatusType[] | undefined
  Enabled?: boolean | undefined
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface AdminSearchUsersResponse {
  Users: FoundUserType[]
  PaginationToken?: string | undefined
}
export interface AdminSetUserMFAPreferenceRequest {
  SMSMfaSettings?: SMSMfaSettingsType | undefined
  SoftwareTokenMfaSettings?: SoftwareTokenMfaSettingsType | undefined
  EmailMfaSettings?: EmailMfaSettingsType | undefined
  WebAuthnMfaSettings?: WebAuthnMfaSettingsType | undefined
  Username: string
  UserPoolId: string
}
export type AdminSetUserMFAPreferenceResponse = Record<string, never>
export interface AdminSetUserPasswordRequest {
  UserPoolId: string
  Username: string
  Password: string
  Permanent?: boolean | undefined
}
export type AdminSetUserPasswordResponse = Record<string, never>
export interface AdminSetUserSettingsRequest {
  UserPoolId: string
  Username: string
  MFAOptions: MFAOptionType[]
}
export type AdminSetUserSettingsResponse = Record<string, never>
export interface AdminUpdateAuthEventFeedbackRequest {
  UserPoolId: string
  Username: string
  EventId: string
  FeedbackValue: FeedbackValueType
}
export type AdminUpdateAuthEventFeedbackResponse = Record<string, never>
export interface AdminUpdateDeviceStatusRequest {
  UserPoolId: string
  Username: string
  DeviceKey: string
  DeviceRememberedStatus?: DeviceRememberedStatusType | undefined
}
export type AdminUpdateDeviceStatusResponse = Record<string, never>
export interface AdminUpdateUserAttributesRequest {
  UserPoolId: string
  Username: string
  UserAttributes: AttributeType[]
  ClientMetadata?: Record<string, string> | undefined
}
export type AdminUpdateUserAttributesResponse = Record<string, never>
export interface AdminUserGlobalSignOutRequest {
  UserPoolId: string
  Username: string
}
export type AdminUserGlobalSignOutResponse = Record<string, never>
export interface AdvancedSecurityAdditionalFlowsType {
  CustomAuthMode?: AdvancedSecurityEnabledModeType | undefined
}
export type AdvancedSecurityEnabledModeType = 'AUDIT' | 'ENFORCED'
export type AdvancedSecurityModeType = 'OFF' | 'AUDIT' | 'ENFORCED'
export type AliasAttributeType = 'phone_number' | 'email' | 'preferred_username'
export interface AnalyticsConfigurationType {
  ApplicationId?: string | undefined
  ApplicationArn?: string | undefined
  RoleArn?: string | undefined
  ExternalId?: string | undefined
  UserDataShared?: boolean | undefined
}
export interface AnalyticsMetadataType {
  AnalyticsEndpointId?: string | undefined
}
export type AssetCategoryType = 'FAVICON_ICO' | 'FAVICON_SVG' | 'EMAIL_GRAPHIC' | 'SMS_GRAPHIC' | 'AUTH_APP_GRAPHIC' | 'PASSWORD_GRAPHIC' | 'PASSKEY_GRAPHIC' | 'PAGE_HEADER_LOGO' | 'PAGE_HEADER_BACKGROUND' | 'PAGE_FOOTER_LOGO' | 'PAGE_FOOTER_BACKGROUND' | 'PAGE_BACKGROUND' | 'FORM_BACKGROUND' | 'FORM_LOGO' | 'IDP_BUTTON_ICON'
export type AssetExtensionType = 'ICO' | 'JPEG' | 'PNG' | 'SVG' | 'WEBP'
export interface AssetType {
  Category: AssetCategoryType
  ColorMode: ColorSchemeModeType
  Extension: AssetExtensionType
  Bytes?: string | undefined
  ResourceId?: string | undefined
}
export interface AssociateSoftwareTokenRequest {
  AccessToken?: string | undefined
  Session?: string | undefined
}
export interface AssociateSoftwareTokenResponse {
  SecretCode?: string | undefined
  Session?: string | undefined
}
export type AttributeDataType = 'String' | 'Number' | 'DateTime' | 'Boolean'
export interface AttributeType {
  Name: string
  Value?: string | undefined
}
export interface AuthEventType {
  EventId?: string | undefined
  EventType?: EventType | undefined
  CreationDate?: number | undefined
  EventResponse?: EventResponseType | undefined
  EventRisk?: EventRiskType | undefined
  ChallengeResponses?: ChallengeResponseType[] | undefined
  EventContextData?: EventContextDataType | undefined
  EventFeedback?: EventFeedbackType | undefined
}
export type AuthFactorType = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN' | 'SOFTWARE_TOKEN'
export type AuthFlowType = 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH' | 'REFRESH_TOKEN' | 'CUSTOM_AUTH' | 'ADMIN_NO_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH' | 'USER_AUTH'
export interface AuthenticationResultType {
  AccessToken?: string | undefined
  ExpiresIn?: number | undefined
  TokenType?: string | undefined
  RefreshToken?: string | undefined
  IdToken?: string | undefined
  NewDeviceMetadata?: NewDeviceMetadataType | undefined
}
export type ChallengeName = 'Password' | 'Mfa'
export type ChallengeNameType = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA' | 'SELECT_MFA_TYPE' | 'MFA_SETUP' | 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE' | 'SELECT_CHALLENGE' | 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER' | 'ADMIN_NO_SRP_AUTH' | 'NEW_PASSWORD_REQUIRED' | 'SMS_OTP' | 'PASSWORD' | 'WEB_AUTHN' | 'PASSWORD_SRP'
export type ChallengeResponse = 'Success' | 'Failure'
export interface ChallengeResponseType {
  ChallengeName?: ChallengeName | undefined
  ChallengeResponse?: ChallengeResponse | undefined
}
export interface ChangePasswordRequest {
  PreviousPassword?: string | undefined
  ProposedPassword: string
  AccessToken: string
}
export type ChangePasswordResponse = Record<string, never>
export interface ClientAuthenticationResultType {
  AccessToken?: string | undefined
  ExpiresIn?: number | undefined
  TokenType?: string | undefined
}
export interface ClientSecretDescriptorType {
  ClientSecretId?: string | undefined
  ClientSecretValue?: string | undefined
  ClientSecretCreateDate?: number | undefined
}
export interface CloudWatchLogsConfigurationType {
  LogGroupArn?: string | undefined
}
export interface CodeDeliveryDetailsType {
  Destination?: string | undefined
  DeliveryMedium?: DeliveryMediumType | undefined
  AttributeName?: string | undefined
}
export type ColorSchemeModeType = 'LIGHT' | 'DARK' | 'DYNAMIC'
export interface CompleteWebAuthnRegistrationRequest {
  AccessToken: string
  Credential: Document
}
export type CompleteWebAuthnRegistrationResponse = Record<string, never>
export interface CompromisedCredentialsActionsType {
  EventAction: CompromisedCredentialsEventActionType
}
export type CompromisedCredentialsEventActionType = 'BLOCK' | 'NO_ACTION'
export interface CompromisedCredentialsRiskConfigurationType {
  EventFilter?: EventFilterType[] | undefined
  Actions: CompromisedCredentialsActionsType
}
export interface ConfirmDeviceRequest {
  AccessToken: string
  DeviceKey: string
  DeviceSecretVerifierConfig?: DeviceSecretVerifierConfigType | undefined
  DeviceName?: string | undefined
}
export interface ConfirmDeviceResponse {
  UserConfirmationNecessary?: boolean | undefined
}
export interface ConfirmForgotPasswordRequest {
  ClientId: string
  SecretHash?: string | undefined
  Username: string
  ConfirmationCode: string
  Password: string
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  UserContextData?: UserContextDataType | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export type ConfirmForgotPasswordResponse = Record<string, never>
export interface ConfirmSignUpRequest {
  ClientId: string
  SecretHash?: string | undefined
  Username: string
  ConfirmationCode: string
  ForceAliasCreation?: boolean | undefined
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  UserContextData?: UserContextDataType | undefined
  ClientMetadata?: Record<string, string> | undefined
  Session?: string | undefined
}
export interface ConfirmSignUpResponse {
  Session?: string | undefined
}
export interface ContextDataType {
  IpAddress: string
  ServerName: string
  ServerPath: string
  HttpHeaders: HttpHeader[]
  EncodedData?: string | undefined
}
export interface CreateGroupRequest {
  GroupName: string
  UserPoolId: string
  Description?: string | undefined
  RoleArn?: string | undefined
  Precedence?: number | undefined
}
export interface CreateGroupResponse {
  Group?: GroupType | undefined
}
export interface CreateIdentityProviderRequest {
  UserPoolId: string
  ProviderName: string
  ProviderType: IdentityProviderTypeType
  ProviderDetails: Record<string, string>
  AttributeMapping?: Record<string, string> | undefined
  IdpIdentifiers?: string[] | undefined
}
export interface CreateIdentityProviderResponse {
  IdentityProvider: IdentityProviderType
}
export interface CreateManagedLoginBrandingRequest {
  UserPoolId: string
  ClientId: string
  UseCognitoProvidedValues?: boolean | undefined
  Settings?: Document | undefined
  Assets?: AssetType[] | undefined
}
export interface CreateManagedLoginBrandingResponse {
  ManagedLoginBranding?: ManagedLoginBrandingType | undefined
}
export interface CreateResourceServerRequest {
  UserPoolId: string
  Identifier: string
  Name: string
  Scopes?: ResourceServerScopeType[] | undefined
}
export interface CreateResourceServerResponse {
  ResourceServer: ResourceServerType
}
export interface CreateTermsRequest {
  UserPoolId: string
  ClientId: string
  TermsName: string
  TermsSource: TermsSourceType
  Enforcement: TermsEnforcementType
  Links?: Record<string, string> | undefined
}
export interface CreateTermsResponse {
  Terms?: TermsType | undefined
}
export interface CreateUserImportJobRequest {
  JobName: string
  UserPoolId: string
  CloudWatchLogsRoleArn: string
  PasswordHashingAlgorithm?: PasswordHashingAlgorithmType | undefined
}
export interface CreateUserImportJobResponse {
  UserImportJob?: UserImportJobType | undefined
}
export interface CreateUserPoolClientRequest {
  UserPoolId: string
  ClientName: string
  GenerateSecret?: boolean | undefined
  ClientSecret?: string | undefined
  RefreshTokenValidity?: number | undefined
  AccessTokenValidity?: number | undefined
  IdTokenValidity?: number | undefined
  TokenValidityUnits?: TokenValidityUnitsType | undefined
  ReadAttributes?: string[] | undefined
  WriteAttributes?: string[] | undefined
  ExplicitAuthFlows?: ExplicitAuthFlowsType[] | undefined
  SupportedIdentityProviders?: string[] | undefined
  CallbackURLs?: string[] | undefined
  LogoutURLs?: string[] | undefined
  DefaultRedirectURI?: string | undefined
  AllowedOAuthFlows?: OAuthFlowType[] | undefined
  AllowedOAuthScopes?: string[] | undefined
  AllowedOAuthFlowsUserPoolClient?: boolean | undefined
  AnalyticsConfiguration?: AnalyticsConfigurationType | undefined
  PreventUserExistenceErrors?: PreventUserExistenceErrorTypes | undefined
  EnableTokenRevocation?: boolean | undefined
  EnablePropagateAdditionalUserContextData?: boolean | undefined
  AuthSessionValidity?: number | undefined
  RefreshTokenRotation?: RefreshTokenRotationType | undefined
}
export interface CreateUserPoolClientResponse {
  UserPoolClient?: UserPoolClientType | undefined
}
export interface CreateUserPoolDomainRequest {
  Domain: string
  UserPoolId: string
  ManagedLoginVersion?: number | undefined
  CustomDomainConfig?: CustomDomainConfigType | undefined
  Routing?: RoutingType | undefined
}
export interface CreateUserPoolDomainResponse {
  ManagedLoginVersion?: number | undefined
  CloudFrontDomain?: string | undefined
  Routing?: RoutingType | undefined
}
export interface CreateUserPoolReplicaRequest {
  UserPoolId: string
  RegionName: string
  UserPoolTags?: Record<string, string> | undefined
}
export interface CreateUserPoolReplicaResponse {
  UserPoolReplica?: UserPoolReplicaType | undefined
}
export interface CreateUserPoolRequest {
  PoolName: string
  Policies?: UserPoolPolicyType | undefined
  DeletionProtection?: DeletionProtectionType | undefined
  LambdaConfig?: LambdaConfigType | undefined
  AutoVerifiedAttributes?: VerifiedAttributeType[] | undefined
  AliasAttributes?: AliasAttributeType[] | undefined
  UsernameAttributes?: UsernameAttributeType[] | undefined
  SmsVerificationMessage?: string | undefined
  EmailVerificationMessage?: string | undefined
  EmailVerificationSubject?: string | undefined
  VerificationMessageTemplate?: VerificationMessageTemplateType | undefined
  SmsAuthenticationMessage?: string | undefined
  MfaConfiguration?: UserPoolMfaType | undefined
  UserAttributeUpdateSettings?: UserAttributeUpdateSettingsType | undefined
  DeviceConfiguration?: DeviceConfigurationType | undefined
  EmailConfiguration?: EmailConfigurationType | undefined
  SmsConfiguration?: SmsConfigurationType | undefined
  UserPoolTags?: Record<string, string> | undefined
  AdminCreateUserConfig?: AdminCreateUserConfigType | undefined
  Schema?: SchemaAttributeType[] | undefined
  UserPoolAddOns?: UserPoolAddOnsType | undefined
  UsernameConfiguration?: UsernameConfigurationType | undefined
  AccountRecoverySetting?: AccountRecoverySettingType | undefined
  UserPoolTier?: UserPoolTierType | undefined
  KeyConfiguration?: KeyConfigurationType | undefined
  IssuerConfiguration?: IssuerConfigurationType | undefined
}
export interface CreateUserPoolResponse {
  UserPool?: UserPoolType | undefined
}
export interface CustomDomainConfigType {
  CertificateArn: string
  SecurityPolicy?: SecurityPolicyType | undefined
}
export interface CustomEmailLambdaVersionConfigType {
  LambdaVersion: CustomEmailSenderLambdaVersionType
  LambdaArn: string
}
export type CustomEmailSenderLambdaVersionType = 'V1_0'
export interface CustomSMSLambdaVersionConfigType {
  LambdaVersion: CustomSMSSenderLambdaVersionType
  LambdaArn: string
}
export type CustomSMSSenderLambdaVersionType = 'V1_0'
export type DefaultEmailOptionType = 'CONFIRM_WITH_LINK' | 'CONFIRM_WITH_CODE'
export interface DeleteGroupRequest {
  GroupName: string
  UserPoolId: string
}
export interface DeleteIdentityProviderRequest {
  UserPoolId: string
  ProviderName: string
}
export interface DeleteManagedLoginBrandingRequest {
  ManagedLoginBrandingId: string
  UserPoolId: string
}
export interface DeleteResourceServerRequest {
  UserPoolId: string
  Identifier: string
}
export interface DeleteTermsRequest {
  TermsId: string
  UserPoolId: string
}
export interface DeleteUserAttributesRequest {
  UserAttributeNames: string[]
  AccessToken: string
}
export type DeleteUserAttributesResponse = Record<string, never>
export interface DeleteUserPoolClientRequest {
  UserPoolId: string
  ClientId: string
}
export interface DeleteUserPoolClientSecretRequest {
  UserPoolId: string
  ClientId: string
  ClientSecretId: string
}
export type DeleteUserPoolClientSecretResponse = Record<string, never>
export interface DeleteUserPoolDomainRequest {
  Domain: string
  UserPoolId: string
}
export type DeleteUserPoolDomainResponse = Record<string, never>
export interface DeleteUserPoolReplicaRequest {
  UserPoolId: string
  RegionName: string
}
export interface DeleteUserPoolReplicaResponse {
  UserPoolReplica?: UserPoolReplicaType | undefined
}
export interface DeleteUserPoolRequest {
  UserPoolId: string
}
export interface DeleteUserRequest {
  AccessToken: string
}
export interface DeleteWebAuthnCredentialRequest {
  AccessToken: string
  CredentialId: string
}
export type DeleteWebAuthnCredentialResponse = Record<string, never>
export type DeletionProtectionType = 'ACTIVE' | 'INACTIVE'
export type DeliveryMediumType = 'SMS' | 'EMAIL'
export interface DescribeIdentityProviderRequest {
  UserPoolId: string
  ProviderName: string
}
export interface DescribeIdentityProviderResponse {
  IdentityProvider: IdentityProviderType
}
export interface DescribeManagedLoginBrandingByClientRequest {
  UserPoolId: string
  ClientId: string
  ReturnMergedResources?: boolean | undefined
}
export interface DescribeManagedLoginBrandingByClientResponse {
  ManagedLoginBranding?: ManagedLoginBrandingType | undefined
}
export interface DescribeManagedLoginBrandingRequest {
  UserPoolId: string
  ManagedLoginBrandingId: string
  ReturnMergedResources?: boolean | undefined
}
export interface DescribeManagedLoginBrandingResponse {
  ManagedLoginBranding?: ManagedLoginBrandingType | undefined
}
export interface DescribeResourceServerRequest {
  UserPoolId: string
  Identifier: string
}
export interface DescribeResourceServerResponse {
  ResourceServer: ResourceServerType
}
export interface DescribeRiskConfigurationRequest {
  UserPoolId: string
  ClientId?: string | undefined
}
export interface DescribeRiskConfigurationResponse {
  RiskConfiguration: RiskConfigurationType
}
export interface DescribeTermsByClientRequest {
  ClientId: string
  UserPoolId: string
  TermsName: string
}
export interface DescribeTermsByClientResponse {
  Terms?: TermsType | undefined
}
export interface DescribeTermsRequest {
  TermsId: string
  UserPoolId: string
}
export interface DescribeTermsResponse {
  Terms?: TermsType | undefined
}
export interface DescribeUserImportJobRequest {
  UserPoolId: string
  JobId: string
}
export interface DescribeUserImportJobResponse {
  UserImportJob?: UserImportJobType | undefined
}
export interface DescribeUserPoolClientRequest {
  UserPoolId: string
  ClientId: string
}
export interface DescribeUserPoolClientResponse {
  UserPoolClient?: UserPoolClientType | undefined
}
export interface DescribeUserPoolDomainRequest {
  Domain: string
}
export interface DescribeUserPoolDomainResponse {
  DomainDescription?: DomainDescriptionType | undefined
}
export interface DescribeUserPoolRequest {
  UserPoolId: string
}
export interface DescribeUserPoolResponse {
  UserPool?: UserPoolType | undefined
}
export interface DeviceConfigurationType {
  ChallengeRequiredOnNewDevice?: boolean | undefined
  DeviceOnlyRememberedOnUserPrompt?: boolean | undefined
}
export interface DeviceFilterType {
  States?: TrackedDeviceStateType[] | undefined
  LastUsedBefore?: number | undefined
  LastUsedAfter?: number | undefined
  Platform?: DevicePlatformType | undefined
  NameContains?: string | undefined
  Username?: string | undefined
}
export type DeviceFormType = 'Desktop' | 'Phone' | 'Tablet' | 'Other'
export type DevicePlatformType = 'Windows' | 'macOS' | 'Linux' | 'Android' | 'iOS' | 'ChromeOS' | 'Other'
export interface DeviceReferenceType {
  UserSub: string
  DeviceKey: string
}
export type DeviceRememberedStatusType = 'remembered' | 'not_remembered'
export interface DeviceSecretVerifierConfigType {
  PasswordVerifier?: string | undefined
  Salt?: string | undefined
}
export interface DeviceSessionType {
  SessionId: string
  ClientId: string
  ClientName?: string | undefined
  StartedDate: number
  ExpiresDate: number
}
export interface DeviceStateCountType {
  State: TrackedDeviceStateType
  Count: number
}
export interface DeviceType {
  DeviceKey?: string | undefined
  DeviceAttributes?: AttributeType[] | undefined
  DeviceCreateDate?: number | undefined
  DeviceLastModifiedDate?: number | undefined
  DeviceLastAuthenticatedDate?: number | undefined
}
/** Any JSON value, passed through as it came. */
export type Document = null | boolean | number | string | Document[] | { [key: string]: Document }
export interface DomainDescriptionType {
  UserPoolId?: string | undefined
  AWSAccountId?: string | undefined
  Domain?: string | undefined
  S3Bucket?: string | undefined
  CloudFrontDistribution?: string | undefined
  Version?: string | undefined
  Status?: DomainStatusType | undefined
  CustomDomainConfig?: CustomDomainConfigType | undefined
  ManagedLoginVersion?: number | undefined
  Routing?: RoutingType | undefined
}
export type DomainStatusType = 'CREATING' | 'DELETING' | 'UPDATING' | 'ACTIVE' | 'FAILED'
export interface EmailConfigurationType {
  SourceArn?: string | undefined
  ReplyToEmailAddress?: string | undefined
  EmailSendingAccount?: EmailSendingAccountType | undefined
  From?: string | undefined
  ConfigurationSet?: string | undefined
}
export interface EmailMfaConfigType {
  Message?: string | undefined
  Subject?: string | undefined
}
export interface EmailMfaSettingsType {
  Enabled?: boolean | undefined
  PreferredMfa?: boolean | undefined
}
export type EmailSendingAccountType = 'COGNITO_DEFAULT' | 'DEVELOPER'
export type EncryptionKeyType = 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KEY'
export interface EumsSmsConfigurationType {
  CallerArn: string
  ExternalId?: string | undefined
  OriginationIdentity?: string | undefined
  ConfigurationSetName?: string | undefined
  InEntityId?: string | undefined
  InTemplateId?: string | undefined
  Region?: string | undefined
}
export interface EventContextDataType {
  IpAddress?: string | undefined
  DeviceName?: string | undefined
  Timezone?: string | undefined
  City?: string | undefined
  Country?: string | undefined
}
export interface EventFeedbackType {
  FeedbackValue: FeedbackValueType
  Provider: string
  FeedbackDate?: number | undefined
}
export type EventFilterType = 'SIGN_IN' | 'PASSWORD_CHANGE' | 'SIGN_UP'
export type EventKindType = 'SignedIn' | 'MfaAsked' | 'MfaSkipped' | 'WrongPassword' | 'WrongCode' | 'WrongDeviceSecret' | 'WrongPasskey' | 'WrongAnswer' | 'LockedOut' | 'SignInRefused' | 'DeviceTracked' | 'DeviceRemembered' | 'DeviceNotRemembered' | 'DeviceForgotten' | 'DeviceRenamed' | 'DeviceReported' | 'RefreshedFromNewAddress' | 'RefreshTokenReused' | 'SignedOut' | 'PasswordChanged' | 'MfaChanged' | 'SignedUp' | 'CodeSent' | 'AccountChanged' | 'OperatorAction'
export type EventOrderType = 'NewestFirst' | 'OldestFirst'
export type EventOutcomeType = 'Pass' | 'Fail'
export type EventResponseType = 'Pass' | 'Fail' | 'InProgress'
export interface EventRiskType {
  RiskDecision?: RiskDecisionType | undefined
  RiskLevel?: RiskLevelType | undefined
  CompromisedCredentialsDetected?: boolean | undefined
}
export type EventSourceName = 'userNotification' | 'userAuthEvents'
export type EventType = 'SignIn' | 'SignUp' | 'ForgotPassword' | 'PasswordChange' | 'ResendCode'
export type ExplicitAuthFlowsType = 'ADMIN_NO_SRP_AUTH' | 'CUSTOM_AUTH_FLOW_ONLY' | 'USER_PASSWORD_AUTH' | 'ALLOW_ADMIN_USER_PASSWORD_AUTH' | 'ALLOW_CUSTOM_AUTH' | 'ALLOW_USER_PASSWORD_AUTH' | 'ALLOW_USER_SRP_AUTH' | 'ALLOW_REFRESH_TOKEN_AUTH' | 'ALLOW_USER_AUTH'
export interface FailoverType {
  SecondaryRegion: string
  PrimaryRoute53HealthCheckId: string
}
export type FeatureType = 'ENABLED' | 'DISABLED'
export type FeedbackValueType = 'Valid' | 'Invalid'
export interface FirehoseConfigurationType {
  StreamArn?: string | undefined
}
export interface ForgetAndSignOutDeviceRequest {
  AccessToken: string
  DeviceKey: string
}
export interface ForgetDeviceRequest {
  AccessToken?: string | undefined
  DeviceKey: string
}
export interface ForgetOtherDevicesRequest {
  AccessToken: string
  IncludeThisDevice?: boolean | undefined
}
export interface ForgetOtherDevicesResponse {
  Forgotten: number
}
export interface ForgotPasswordRequest {
  ClientId: string
  SecretHash?: string | undefined
  UserContextData?: UserContextDataType | undefined
  Username: string
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface ForgotPasswordResponse {
  CodeDeliveryDetails?: CodeDeliveryDetailsType | undefined
}
export interface FoundUserType {
  Username: string
  UserSub: string
  Email?: string | undefined
  PhoneNumber?: string | undefined
  Name?: string | undefined
  Status: UserStatusType
  Enabled: boolean
  CreateDate: number
  LastModifiedDate?: number | undefined
  Devices: number
  HasMfa?: boolean | undefined
}
export interface GetCSVHeaderRequest {
  UserPoolId: string
}
export interface GetCSVHeaderResponse {
  UserPoolId?: string | undefined
  CSVHeader?: string[] | undefined
}
export interface GetClientTokenRequest {
  ClientId: string
  Secret: string
  Scopes?: string[] | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface GetClientTokenResponse {
  ClientAuthenticationResult?: ClientAuthenticationResultType | undefined
}
export interface GetDeviceRequest {
  DeviceKey: string
  AccessToken?: string | undefined
}
export interface GetDeviceResponse {
  Device: DeviceType
}
export interface GetGroupRequest {
  GroupName: string
  UserPoolId: string
}
export interface GetGroupResponse {
  Group?: GroupType | undefined
}
export interface GetIdentityProviderByIdentifierRequest {
  UserPoolId: string
  IdpIdentifier: string
}
export interface GetIdentityProviderByIdentifierResponse {
  IdentityProvider: IdentityProviderType
}
export interface GetLogDeliveryConfigurationRequest {
  UserPoolId: string
}
export interface GetLogDeliveryConfigurationResponse {
  LogDeliveryConfiguration?: LogDeliveryConfigurationType | undefined
}
export type GetOperatorRequest = Record<string, never>
export interface GetOperatorResponse {
  Name: string
  Role?: OperatorRoleType | undefined
  Pools?: OperatorPoolType[] | undefined
}
export interface GetProvisionedLimitRequest {
  LimitDefinition: LimitDefinitionType
}
export interface GetProvisionedLimitResponse {
  Limit: LimitType
}
export interface GetSignInOptionsRequest {
  UserPoolId: string
  ClientId: string
}
export interface GetSignInOptionsResponse {
  PoolName: string
  FirstFactors: AuthFactorType[]
  SoftwareTokenMfa: boolean
  MfaRequired: boolean
  DevicesTracked: boolean
  DevicesRememberedOnPrompt: boolean
  RememberedDevicesSkipMfa: boolean
}
export interface GetSigningCertificateRequest {
  UserPoolId: string
}
export interface GetSigningCertificateResponse {
  Certificate?: string | undefined
}
export interface GetTokensFromRefreshTokenRequest {
  RefreshToken: string
  ClientId: string
  ClientSecret?: string | undefined
  DeviceKey?: string | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface GetTokensFromRefreshTokenResponse {
  AuthenticationResult?: AuthenticationResultType | undefined
}
export interface GetUICustomizationRequest {
  UserPoolId: string
  ClientId?: string | undefined
}
export interface GetUICustomizationResponse {
  UICustomization: UICustomizationType
}
export interface GetUserAttributeVerificationCodeRequest {
  AccessToken: string
  AttributeName: string
  ClientMetadata?: Record<string, string> | undefined
}
export interface GetUserAttributeVerificationCodeResponse {
  CodeDeliveryDetails?: CodeDeliveryDetailsType | undefined
}
export interface GetUserAuthFactorsRequest {
  AccessToken: string
}
export interface GetUserAuthFactorsResponse {
  Username: string
  PreferredMfaSetting?: string | undefined
  UserMFASettingList?: string[] | undefined
  ConfiguredUserAuthFactors?: AuthFactorType[] | undefined
}
export interface GetUserPoolMfaConfigRequest {
  UserPoolId: string
}
export interface GetUserPoolMfaConfigResponse {
  SmsMfaConfiguration?: SmsMfaConfigType | undefined
  SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType | undefined
  EmailMfaConfiguration?: EmailMfaConfigType | undefined
  MfaConfiguration?: UserPoolMfaType | undefined
  WebAuthnConfiguration?: WebAuthnConfigurationType | undefined
}
export interface GetUserRequest {
  AccessToken: string
}
export interface GetUserResponse {
  Username: string
  UserAttributes: AttributeType[]
  MFAOptions?: MFAOptionType[] | undefined
  PreferredMfaSetting?: string | undefined
  UserMFASettingList?: string[] | undefined
}
export interface GlobalSignOutRequest {
  AccessToken: string
}
export type GlobalSignOutResponse = Record<string, never>
export interface GroupType {
  GroupName?: string | undefined
  UserPoolId?: string | undefined
  Description?: string | undefined
  RoleArn?: string | undefined
  Precedence?: number | undefined
  LastModifiedDate?: number | undefined
  CreationDate?: number | undefined
}
export interface HttpHeader {
  headerName?: string | undefined
  headerValue?: string | undefined
}
export interface IdentityProviderType {
  UserPoolId?: string | undefined
  ProviderName?: string | undefined
  ProviderType?: IdentityProviderTypeType | undefined
  ProviderDetails?: Record<string, string> | undefined
  AttributeMapping?: Record<string, string> | undefined
  IdpIdentifiers?: string[] | undefined
  LastModifiedDate?: number | undefined
  CreationDate?: number | undefined
}
export type IdentityProviderTypeType = 'SAML' | 'Facebook' | 'Google' | 'LoginWithAmazon' | 'SignInWithApple' | 'OIDC'
export interface InboundFederationLambdaType {
  LambdaVersion: InboundFederationLambdaVersionType
  LambdaArn: string
}
export type InboundFederationLambdaVersionType = 'V1_0'
export interface InitiateAuthRequest {
  AuthFlow: AuthFlowType
  AuthParameters?: Record<string, string> | undefined
  ClientMetadata?: Record<string, string> | undefined
  ClientId: string
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  UserContextData?: UserContextDataType | undefined
  Session?: string | undefined
}
export interface InitiateAuthResponse {
  ChallengeName?: ChallengeNameType | undefined
  Session?: string | undefined
  ChallengeParameters?: Record<string, string> | undefined
  AuthenticationResult?: AuthenticationResultType | undefined
  AvailableChallenges?: ChallengeNameType[] | undefined
}
export interface IssuerConfigurationType {
  Type?: IssuerType | undefined
}
export type IssuerType = 'ORIGINAL' | 'UPDATED'
export interface KeyConfigurationType {
  KeyType?: EncryptionKeyType | undefined
  KmsKeyArn?: string | undefined
}
export interface LambdaConfigType {
  PreSignUp?: string | undefined
  CustomMessage?: string | undefined
  PostConfirmation?: string | undefined
  PreAuthentication?: string | undefined
  PostAuthentication?: string | undefined
  DefineAuthChallenge?: string | undefined
  CreateAuthChallenge?: string | undefined
  VerifyAuthChallengeResponse?: string | undefined
  PreTokenGeneration?: string | undefined
  UserMigration?: string | undefined
  PreTokenGenerationConfig?: PreTokenGenerationVersionConfigType | undefined
  CustomSMSSender?: CustomSMSLambdaVersionConfigType | undefined
  CustomEmailSender?: CustomEmailLambdaVersionConfigType | undefined
  KMSKeyID?: string | undefined
  InboundFederation?: InboundFederationLambdaType | undefined
}
export type LastMfaResultType = 'Skipped' | 'Passed' | 'NotAsked'
export interface LastMfaType {
  Result: LastMfaResultType
  Reason: string
}
export type LimitClass = 'API_CATEGORY'
export interface LimitDefinitionType {
  LimitClass: LimitClass
  Attributes: Record<string, string>
}
export interface LimitType {
  LimitDefinition: LimitDefinitionType
  ProvisionedLimitValue: number
  FreeLimitValue: number
}
export interface ListDevicesRequest {
  AccessToken: string
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface ListDevicesResponse {
  Devices?: DeviceType[] | undefined
  PaginationToken?: string | undefined
}
export interface ListGroupsRequest {
  UserPoolId: string
  Limit?: number | undefined
  NextToken?: string | undefined
}
export interface ListGroupsResponse {
  Groups?: GroupType[] | undefined
  NextToken?: string | undefined
}
export interface ListIdentityProvidersRequest {
  UserPoolId: string
  MaxResults?: number | undefined
  NextToken?: string | undefined
}
export interface ListIdentityProvidersResponse {
  Providers: ProviderDescription[]
  NextToken?: string | undefined
}
export interface ListResourceServersRequest {
  UserPoolId: string
  MaxResults?: number | undefined
  NextToken?: string | undefined
}
export interface ListResourceServersResponse {
  ResourceServers: ResourceServerType[]
  NextToken?: string | undefined
}
export interface ListTagsForResourceRequest {
  ResourceArn: string
}
export interface ListTagsForResourceResponse {
  Tags?: Record<string, string> | undefined
}
export interface ListTermsRequest {
  UserPoolId: string
  MaxResults?: number | undefined
  NextToken?: string | undefined
}
export interface ListTermsResponse {
  Terms: TermsDescriptionType[]
  NextToken?: string | undefined
}
export interface ListTimelineRequest {
  AccessToken: string
  DeviceKey?: string | undefined
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface ListTimelineResponse {
  Events: TimelineEventType[]
  PaginationToken?: string | undefined
}
export interface ListTrackedDevicesRequest {
  AccessToken: string
  Limit?: number | undefined
  PaginationToken?: string | undefined
}
export interface ListTrackedDevicesResponse {
  Devices: TrackedDeviceType[]
  PaginationToken?: string | undefined
}
export interface ListUserImportJobsRequest {
  UserPoolId: string
  MaxResults: number
  PaginationToken?: string | undefined
}
export interface ListUserImportJobsResponse {
  UserImportJobs?: UserImportJobType[] | undefined
  PaginationToken?: string | undefined
}
export interface ListUserPoolClientSecretsRequest {
  UserPoolId: string
  ClientId: string
  NextToken?: string | undefined
}
export interface ListUserPoolClientSecretsResponse {
  ClientSecrets?: ClientSecretDescriptorType[] | undefined
  NextToken?: string | undefined
}
export interface ListUserPoolClientsRequest {
  UserPoolId: string
  MaxResults?: number | undefined
  NextToken?: string | undefined
}
export interface ListUserPoolClientsResponse {
  UserPoolClients?: UserPoolClientDescription[] | undefined
  NextToken?: string | undefined
}
export interface ListUserPoolReplicasRequest {
  UserPoolId: string
  NextToken?: string | undefined
}
export interface ListUserPoolReplicasResponse {
  UserPoolReplicas?: UserPoolReplicaType[] | undefined
  NextToken?: string | undefined
}
export interface ListUserPoolsRequest {
  NextToken?: string | undefined
  MaxResults: number
}
export interface ListUserPoolsResponse {
  UserPools?: UserPoolDescriptionType[] | undefined
  NextToken?: string | undefined
}
export interface ListUsersInGroupRequest {
  UserPoolId: string
  GroupName: string
  Limit?: number | undefined
  NextToken?: string | undefined
}
export interface ListUsersInGroupResponse {
  Users?: UserType[] | undefined
  NextToken?: string | undefined
}
export interface ListUsersRequest {
  UserPoolId: string
  AttributesToGet?: string[] | undefined
  Limit?: number | undefined
  PaginationToken?: string | undefined
  Filter?: string | undefined
}
export interface ListUsersResponse {
  Users?: UserType[] | undefined
  PaginationToken?: string | undefined
}
export interface ListWebAuthnCredentialsRequest {
  AccessToken: string
  NextToken?: string | undefined
  MaxResults?: number | undefined
}
export interface ListWebAuthnCredentialsResponse {
  Credentials: WebAuthnCredentialDescription[]
  NextToken?: string | undefined
}
export interface LogConfigurationType {
  LogLevel: LogLevel
  EventSource: EventSourceName
  CloudWatchLogsConfiguration?: CloudWatchLogsConfigurationType | undefined
  S3Configuration?: S3ConfigurationType | undefined
  FirehoseConfiguration?: FirehoseConfigurationType | undefined
}
export interface LogDeliveryConfigurationType {
  UserPoolId: string
  LogConfigurations: LogConfigurationType[]
}
export type LogLevel = 'ERROR' | 'INFO'
export interface MFAOptionType {
  DeliveryMedium?: DeliveryMediumType | undefined
  AttributeName?: string | undefined
}
export interface ManagedLoginBrandingType {
  ManagedLoginBrandingId?: string | undefined
  UserPoolId?: string | undefined
  UseCognitoProvidedValues?: boolean | undefined
  Settings?: Document | undefined
  Assets?: AssetType[] | undefined
  CreationDate?: number | undefined
  LastModifiedDate?: number | undefined
}
export type MessageActionType = 'RESEND' | 'SUPPRESS'
export interface MessageTemplateType {
  SMSMessage?: string | undefined
  EmailMessage?: string | undefined
  EmailSubject?: string | undefined
}
export interface NewDeviceMetadataType {
  DeviceKey?: string | undefined
  DeviceGroupKey?: string | undefined
}
export interface NotifyConfigurationType {
  From?: string | undefined
  ReplyTo?: string | undefined
  SourceArn: string
  BlockEmail?: NotifyEmailType | undefined
  NoActionEmail?: NotifyEmailType | undefined
  MfaEmail?: NotifyEmailType | undefined
}
export interface NotifyEmailType {
  Subject: string
  HtmlBody?: string | undefined
  TextBody?: string | undefined
}
export interface NumberAttributeConstraintsType {
  MinValue?: string | undefined
  MaxValue?: string | undefined
}
export type OAuthFlowType = 'code' | 'implicit' | 'client_credentials'
export interface OperatorPoolType {
  UserPoolId: string
  Name: string
  Role: OperatorRoleType
}
export type OperatorRoleType = 'viewer' | 'support' | 'admin'
export interface OutboxMessageType {
  MessageId: string
  CreationDate: number
  Medium: string
  To?: string | undefined
  Subject?: string | undefined
  Text?: string | undefined
  Code?: string | undefined
  State: string
  Username?: string | undefined
}
export type PasswordChangeType = 'Required' | 'Advised' | 'None'
export type PasswordHashingAlgorithmType = 'BCRYPT' | 'SCRYPT' | 'ARGON2ID' | 'PBKDF2_SHA256'
export interface PasswordPolicyType {
  MinimumLength?: number | undefined
  RequireUppercase?: boolean | undefined
  RequireLowercase?: boolean | undefined
  RequireNumbers?: boolean | undefined
  RequireSymbols?: boolean | undefined
  PasswordHistorySize?: number | undefined
  TemporaryPasswordValidityDays?: number | undefined
}
export type PreTokenGenerationLambdaVersionType = 'V1_0' | 'V2_0' | 'V3_0'
export interface PreTokenGenerationVersionConfigType {
  LambdaVersion: PreTokenGenerationLambdaVersionType
  LambdaArn: string
}
export type PreventUserExistenceErrorTypes = 'LEGACY' | 'ENABLED'
export interface ProviderDescription {
  ProviderName?: string | undefined
  ProviderType?: IdentityProviderTypeType | undefined
  LastModifiedDate?: number | undefined
  CreationDate?: number | undefined
}
export interface ProviderUserIdentifierType {
  ProviderName?: string | undefined
  ProviderAttributeName?: string | undefined
  ProviderAttributeValue?: string | undefined
}
export type RecoveryOptionNameType = 'verified_email' | 'verified_phone_number' | 'admin_only'
export interface RecoveryOptionType {
  Priority: number
  Name: RecoveryOptionNameType
}
export interface RefreshTokenRotationType {
  Feature: FeatureType
  RetryGracePeriodSeconds?: number | undefined
}
export interface RenameDeviceRequest {
  AccessToken: string
  DeviceKey: string
  DeviceName: string
}
export type ReplicaRoleType = 'PRIMARY' | 'SECONDARY'
export type ReplicaStatusType = 'CREATING' | 'ACTIVE' | 'INACTIVE' | 'DELETING'
export interface ReportDeviceRequest {
  AccessToken: string
  DeviceKey: string
}
export interface ReportDeviceResponse {
  PasswordChange: PasswordChangeType
}
export interface ResendConfirmationCodeRequest {
  ClientId: string
  SecretHash?: string | undefined
  UserContextData?: UserContextDataType | undefined
  Username: string
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface ResendConfirmationCodeResponse {
  CodeDeliveryDetails?: CodeDeliveryDetailsType | undefined
}
export interface ResourceServerScopeType {
  ScopeName: string
  ScopeDescription: string
}
export interface ResourceServerType {
  UserPoolId?: string | undefined
  Identifier?: string | undefined
  Name?: string | undefined
  Scopes?: ResourceServerScopeType[] | undefined
}
export interface RespondToAuthChallengeRequest {
  ClientId: string
  ChallengeName: ChallengeNameType
  Session?: string | undefined
  ChallengeResponses?: Record<string, string> | undefined
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  UserContextData?: UserContextDataType | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface RespondToAuthChallengeResponse {
  ChallengeName?: ChallengeNameType | undefined
  Session?: string | undefined
  ChallengeParameters?: Record<string, string> | undefined
  AuthenticationResult?: AuthenticationResultType | undefined
}
export interface RevokeTokenRequest {
  Token: string
  ClientId: string
  ClientSecret?: string | undefined
}
export type RevokeTokenResponse = Record<string, never>
export interface RiskConfigurationType {
  UserPoolId?: string | undefined
  ClientId?: string | undefined
  CompromisedCredentialsRiskConfiguration?: CompromisedCredentialsRiskConfigurationType | undefined
  AccountTakeoverRiskConfiguration?: AccountTakeoverRiskConfigurationType | undefined
  RiskExceptionConfiguration?: RiskExceptionConfigurationType | undefined
  LastModifiedDate?: number | undefined
}
export type RiskDecisionType = 'NoRisk' | 'AccountTakeover' | 'Block'
export interface RiskExceptionConfigurationType {
  BlockedIPRangeList?: string[] | undefined
  SkippedIPRangeList?: string[] | undefined
}
export type RiskLevelType = 'Low' | 'Medium' | 'High'
export interface RoutingType {
  Failover?: FailoverType | undefined
}
export interface S3ConfigurationType {
  BucketArn?: string | undefined
}
export interface SMSMfaSettingsType {
  Enabled?: boolean | undefined
  PreferredMfa?: boolean | undefined
}
export interface SchemaAttributeType {
  Name?: string | undefined
  AttributeDataType?: AttributeDataType | undefined
  DeveloperOnlyAttribute?: boolean | undefined
  Mutable?: boolean | undefined
  Required?: boolean | undefined
  NumberAttributeConstraints?: NumberAttributeConstraintsType | undefined
  StringAttributeConstraints?: StringAttributeConstraintsType | undefined
}
export type SecurityPolicyType = 'TLS_V1' | 'TLS_V1_2_2021' | 'TLS_V1_3_2025'
export interface SetLogDeliveryConfigurationRequest {
  UserPoolId: string
  LogConfigurations: LogConfigurationType[]
}
export interface SetLogDeliveryConfigurationResponse {
  LogDeliveryConfiguration?: LogDeliveryConfigurationType | undefined
}
export interface SetRiskConfigurationRequest {
  UserPoolId: string
  ClientId?: string | undefined
  CompromisedCredentialsRiskConfiguration?: CompromisedCredentialsRiskConfigurationType | undefined
  AccountTakeoverRiskConfiguration?: AccountTakeoverRiskConfigurationType | undefined
  RiskExceptionConfiguration?: RiskExceptionConfigurationType | undefined
}
export interface SetRiskConfigurationResponse {
  RiskConfiguration: RiskConfigurationType
}
export interface SetUICustomizationRequest {
  UserPoolId: string
  ClientId?: string | undefined
  CSS?: string | undefined
  ImageFile?: string | undefined
}
export interface SetUICustomizationResponse {
  UICustomization: UICustomizationType
}
export interface SetUserMFAPreferenceRequest {
  SMSMfaSettings?: SMSMfaSettingsType | undefined
  SoftwareTokenMfaSettings?: SoftwareTokenMfaSettingsType | undefined
  EmailMfaSettings?: EmailMfaSettingsType | undefined
  WebAuthnMfaSettings?: WebAuthnMfaSettingsType | undefined
  AccessToken: string
}
export type SetUserMFAPreferenceResponse = Record<string, never>
export interface SetUserPoolMfaConfigRequest {
  UserPoolId: string
  SmsMfaConfiguration?: SmsMfaConfigType | undefined
  SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType | undefined
  EmailMfaConfiguration?: EmailMfaConfigType | undefined
  MfaConfiguration?: UserPoolMfaType | undefined
  WebAuthnConfiguration?: WebAuthnConfigurationType | undefined
}
export interface SetUserPoolMfaConfigResponse {
  SmsMfaConfiguration?: SmsMfaConfigType | undefined
  SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType | undefined
  EmailMfaConfiguration?: EmailMfaConfigType | undefined
  MfaConfiguration?: UserPoolMfaType | undefined
  WebAuthnConfiguration?: WebAuthnConfigurationType | undefined
}
export interface SetUserSettingsRequest {
  AccessToken: string
  MFAOptions: MFAOptionType[]
}
export type SetUserSettingsResponse = Record<string, never>
export interface SignInPolicyType {
  AllowedFirstAuthFactors?: AuthFactorType[] | undefined
}
export interface SignUpRequest {
  ClientId: string
  SecretHash?: string | undefined
  Username: string
  Password?: string | undefined
  UserAttributes?: AttributeType[] | undefined
  ValidationData?: AttributeType[] | undefined
  AnalyticsMetadata?: AnalyticsMetadataType | undefined
  UserContextData?: UserContextDataType | undefined
  ClientMetadata?: Record<string, string> | undefined
}
export interface SignUpResponse {
  UserConfirmed: boolean
  CodeDeliveryDetails?: CodeDeliveryDetailsType | undefined
  UserSub: string
  Session?: string | undefined
}
export interface SmsConfigurationType {
  SnsCallerArn?: string | undefined
  ExternalId?: string | undefined
  SnsRegion?: string | undefined
  EumsSms?: EumsSmsConfigurationType | undefined
}
export interface SmsMfaConfigType {
  SmsAuthenticationMessage?: string | undefined
  SmsConfiguration?: SmsConfigurationType | undefined
}
export interface SoftwareTokenMfaConfigType {
  Enabled?: boolean | undefined
}
export interface SoftwareTokenMfaSettingsType {
  Enabled?: boolean | undefined
  PreferredMfa?: boolean | undefined
}
export interface StartUserImportJobRequest {
  UserPoolId: string
  JobId: string
}
export interface StartUserImportJobResponse {
  UserImportJob?: UserImportJobType | undefined
}
export interface StartWebAuthnRegistrationRequest {
  AccessToken: string
}
export interface StartWebAuthnRegistrationResponse {
  CredentialCreationOptions: Document
}
export type StatusType = 'Enabled' | 'Disabled'
export interface StopUserImportJobRequest {
  UserPoolId: string
  JobId: string
}
export interface StopUserImportJobResponse {
  UserImportJob?: UserImportJobType | undefined
}
export interface StringAttributeConstraintsType {
  MinLength?: string | undefined
  MaxLength?: string | undefined
}
export interface TagResourceRequest {
  ResourceArn: string
  Tags: Record<string, string>
}
export type TagResourceResponse = Record<string, never>
export interface TermsDescriptionType {
  TermsId: string
  TermsName: string
  Enforcement: TermsEnforcementType
  CreationDate: number
  LastModifiedDate: number
}
export type TermsEnforcementType = 'NONE'
export type TermsSourceType = 'LINK'
export interface TermsType {
  TermsId: string
  UserPoolId: string
  ClientId: string
  TermsName: string
  TermsSource: TermsSourceType
  Enforcement: TermsEnforcementType
  Links: Record<string, string>
  CreationDate: number
  LastModifiedDate: number
}
export type TimeUnitsType = 'seconds' | 'minutes' | 'hours' | 'days'
export interface TimelineEventType {
  EventId: string
  CreationDate: number
  Kind: EventKindType
  Outcome: EventOutcomeType
  Reason?: string | undefined
  DeviceKey?: string | undefined
  DeviceName?: string | undefined
  Username?: string | undefined
  UserSub?: string | undefined
  ClientId?: string | undefined
  SessionId?: string | undefined
  IpAddress?: string | undefined
  Place?: string | undefined
  Browser?: string | undefined
  System?: string | undefined
  UserAgent?: string | undefined
  Operator?: string | undefined
  Operation?: string | undefined
}
export interface TokenValidityUnitsType {
  AccessToken?: TimeUnitsType | undefined
  IdToken?: TimeUnitsType | undefined
  RefreshToken?: TimeUnitsType | undefined
}
export type TrackedDeviceStateType = 'Issued' | 'NotRemembered' | 'Remembered' | 'Forgotten'
export interface TrackedDeviceType {
  DeviceKey: string
  DeviceGroupKey?: string | undefined
  Name?: string | undefined
  State: TrackedDeviceStateType
  Platform?: DevicePlatformType | undefined
  Browser?: string | undefined
  System?: string | undefined
  Form?: DeviceFormType | undefined
  UserAgent?: string | undefined
  LastIpUsed?: string | undefined
  Place?: string | undefined
  FirstTrackedDate: number
  LastAuthenticatedDate: number
  LastModifiedDate: number
  ForgottenDate?: number | undefined
  LastMfa?: LastMfaType | undefined
  OpenSessions: number
  ThisDevice?: boolean | undefined
  HasVerifier?: boolean | undefined
  Username?: string | undefined
  UserSub?: string | undefined
}
export interface UICustomizationType {
  UserPoolId?: string | undefined
  ClientId?: string | undefined
  ImageUrl?: string | undefined
  CSS?: string | undefined
  CSSVersion?: string | undefined
  LastModifiedDate?: number | undefined
  CreationDate?: number | undefined
}
export interface UntagResourceRequest {
  ResourceArn: string
  TagKeys: string[]
}
export type UntagResourceResponse = Record<string, never>
export interface UpdateAuthEventFeedbackRequest {
  UserPoolId: string
  Username: string
  EventId: string
  FeedbackToken: string
  FeedbackValue: FeedbackValueType
}
export type UpdateAuthEventFeedbackResponse = Record<string, never>
export interface UpdateDeviceStatusRequest {
  AccessToken: string
  DeviceKey: string
  DeviceRememberedStatus?: DeviceRememberedStatusType | undefined
}
export type UpdateDeviceStatusResponse = Record<string, never>
export interface UpdateGroupRequest {
  GroupName: string
  UserPoolId: string
  Description?: string | undefined
  RoleArn?: string | undefined
  Precedence?: number | undefined
}
export interface UpdateGroupResponse {
  Group?: GroupType | undefined
}
export interface UpdateIdentityProviderRequest {
  UserPoolId: string
  ProviderName: string
  ProviderDetails?: Record<string, string> | undefined
  AttributeMapping?: Record<string, string> | undefined
  IdpIdentifiers?: string[] | undefined
}
export interface UpdateIdentityProviderResponse {
  IdentityProvider: IdentityProviderType
}
export interface UpdateManagedLoginBrandingRequest {
  UserPoolId?: string | undefined
  ManagedLoginBrandingId?: string | undefined
  UseCognitoProvidedValues?: boolean | undefined
  Settings?: Document | undefined
  Assets?: AssetType[] | undefined
}
export interface UpdateManagedLoginBrandingResponse {
  ManagedLoginBranding?: ManagedLoginBrandingType | undefined
}
export interface UpdateProvisionedLimitRequest {
  LimitDefinition: LimitDefinitionType
  RequestedLimitValue: number
}
export interface UpdateProvisionedLimitResponse {
  Limit: LimitType
}
export type UpdateReplicaStatusType = 'ACTIVE' | 'INACTIVE'
export interface UpdateResourceServerRequest {
  UserPoolId: string
  Identifier: string
  Name: string
  Scopes?: ResourceServerScopeType[] | undefined
}
export interface UpdateResourceServerResponse {
  ResourceServer: ResourceServerType
}
export interface UpdateTermsRequest {
  TermsId: string
  UserPoolId: string
  TermsName?: string | undefined
  TermsSource?: TermsSourceType | undefined
  Enforcement?: TermsEnforcementType | undefined
  Links?: Record<string, string> | undefined
}
export interface UpdateTermsResponse {
  Terms?: TermsType | undefined
}
export interface UpdateUserAttributesRequest {
  UserAttributes: AttributeType[]
  AccessToken: string
  ClientMetadata?: Record<string, string> | undefined
}
export interface UpdateUserAttributesResponse {
  CodeDeliveryDetailsList?: CodeDeliveryDetailsType[] | undefined
}
export interface UpdateUserPoolClientRequest {
  UserPoolId: string
  ClientId: string
  ClientName?: string | undefined
  RefreshTokenValidity?: number | undefined
  AccessTokenValidity?: number | undefined
  IdTokenValidity?: number | undefined
  TokenValidityUnits?: TokenValidityUnitsType | undefined
  ReadAttributes?: string[] | undefined
  WriteAttributes?: string[] | undefined
  ExplicitAuthFlows?: ExplicitAuthFlowsType[] | undefined
  SupportedIdentityProviders?: string[] | undefined
  CallbackURLs?: string[] | undefined
  LogoutURLs?: string[] | undefined
  DefaultRedirectURI?: string | undefined
  AllowedOAuthFlows?: OAuthFlowType[] | undefined
  AllowedOAuthScopes?: string[] | undefined
  AllowedOAuthFlowsUserPoolClient?: boolean | undefined
  AnalyticsConfiguration?: AnalyticsConfigurationType | undefined
  PreventUserExistenceErrors?: PreventUserExistenceErrorTypes | undefined
  EnableTokenRevocation?: boolean | undefined
  EnablePropagateAdditionalUserContextData?: boolean | undefined
  AuthSessionValidity?: number | undefined
  RefreshTokenRotation?: RefreshTokenRotationType | undefined
}
export interface UpdateUserPoolClientResponse {
  UserPoolClient?: UserPoolClientType | undefined
}
export interface UpdateUserPoolDomainRequest {
  Domain: string
  UserPoolId: string
  ManagedLoginVersion?: number | undefined
  CustomDomainConfig?: CustomDomainConfigType | undefined
  Routing?: RoutingType | undefined
}
export interface UpdateUserPoolDomainResponse {
  ManagedLoginVersion?: number | undefined
  CloudFrontDomain?: string | undefined
  Routing?: RoutingType | undefined
}
export interface UpdateUserPoolReplicaRequest {
  UserPoolId: string
  RegionName: string
  Status: UpdateReplicaStatusType
}
export interface UpdateUserPoolReplicaResponse {
  UserPoolReplica?: UserPoolReplicaType | undefined
}
export interface UpdateUserPoolRequest {
  UserPoolId: string
  Policies?: UserPoolPolicyType | undefined
  DeletionProtection?: DeletionProtectionType | undefined
  LambdaConfig?: LambdaConfigType | undefined
  AutoVerifiedAttributes?: VerifiedAttributeType[] | undefined
  SmsVerificationMessage?: string | undefined
  EmailVerificationMessage?: string | undefined
  EmailVerificationSubject?: string | undefined
  VerificationMessageTemplate?: VerificationMessageTemplateType | undefined
  SmsAuthenticationMessage?: string | undefined
  UserAttributeUpdateSettings?: UserAttributeUpdateSettingsType | undefined
  MfaConfiguration?: UserPoolMfaType | undefined
  DeviceConfiguration?: DeviceConfigurationType | undefined
  EmailConfiguration?: EmailConfigurationType | undefined
  SmsConfiguration?: SmsConfigurationType | undefined
  UserPoolTags?: Record<string, string> | undefined
  AdminCreateUserConfig?: AdminCreateUserConfigType | undefined
  UserPoolAddOns?: UserPoolAddOnsType | undefined
  AccountRecoverySetting?: AccountRecoverySettingType | undefined
  PoolName?: string | undefined
  UserPoolTier?: UserPoolTierType | undefined
  KeyConfiguration?: KeyConfigurationType | undefined
  IssuerConfiguration?: IssuerConfigurationType | undefined
}
export type UpdateUserPoolResponse = Record<string, never>
export interface UserAttributeUpdateSettingsType {
  AttributesRequireVerificationBeforeUpdate?: VerifiedAttributeType[] | undefined
}
export interface UserContextDataType {
  IpAddress?: string | undefined
  EncodedData?: string | undefined
}
export type UserImportJobStatusType = 'Created' | 'Pending' | 'InProgress' | 'Stopping' | 'Expired' | 'Stopped' | 'Failed' | 'Succeeded'
export interface UserImportJobType {
  JobName?: string | undefined
  JobId?: string | undefined
  UserPoolId?: string | undefined
  PreSignedUrl?: string | undefined
  CreationDate?: number | undefined
  StartDate?: number | undefined
  CompletionDate?: number | undefined
  Status?: UserImportJobStatusType | undefined
  CloudWatchLogsRoleArn?: string | undefined
  ImportedUsers?: number | undefined
  SkippedUsers?: number | undefined
  FailedUsers?: number | undefined
  CompletionMessage?: string | undefined
  PasswordHashingAlgorithm?: PasswordHashingAlgorithmType | undefined
}
export interface UserPoolAddOnsType {
  AdvancedSecurityMode: AdvancedSecurityModeType
  AdvancedSecurityAdditionalFlows?: AdvancedSecurityAdditionalFlowsType | undefined
}
export interface UserPoolClientDescription {
  ClientId?: string | undefined
  UserPoolId?: string | undefined
  ClientName?: string | undefined
}
export interface UserPoolClientType {
  UserPoolId?: string | undefined
  ClientName?: string | undefined
  ClientId?: string | undefined
  ClientSecret?: string | undefined
  LastModifiedDate?: number | undefined
  CreationDate?: number | undefined
  RefreshTokenValidity?: number | undefined
  AccessTokenValidity?: number | undefined
  IdTokenValidity?: number | undefined
  TokenValidityUnits?: TokenValidityUnitsType | undefined
  ReadAttributes?: string[] | undefined
  WriteAttributes?: string[] | undefined
  ExplicitAuthFlows?: ExplicitAuthFlowsType[] | undefined
  SupportedIdentityProviders?: string[] | undefined
  CallbackURLs?: string[] | undefined
  LogoutURLs?: string[] | undefined
  DefaultRedirectURI?: string | undefined
  AllowedOAuthFlows?: OAuthFlowType[] | undefined
  AllowedOAuthScopes?: string[] | undefined
  AllowedOAuthFlowsUserPoolClient?: boolean | undefined
  AnalyticsConfiguration?: AnalyticsConfigurationType | undefined
  PreventUserExistenceErrors?: PreventUserExistenceErrorTypes | undefined
  EnableTokenRevocation?: boolean | undefined
  EnablePropagateAdditionalUserContextData?: boolean | undefined
  AuthSessionValidity?: number | undefined
  RefreshTokenRotation?: RefreshTokenRotationType | undefined
}
export interface UserPoolDescriptionType {
  Id?: string | undefined
  Name?: string | undefined
  LambdaConfig?: LambdaConfigType | undefined
  Status?: StatusType | undefined
  LastModifiedDate?: number | undefined
  CreationDate?: number | undefined
  ReplicaRegions?: string[] | undefined
}
export type UserPoolMfaType = 'OFF' | 'ON' | 'OPTIONAL'
export interface UserPoolPolicyType {
  PasswordPolicy?: PasswordPolicyType | undefined
  SignInPolicy?: SignInPolicyType | undefined
}
export interface UserPoolReplicaType {
  RegionName?: string | undefined
  Status?: ReplicaStatusType | undefined
  Role?: ReplicaRoleType | undefined
  UserPoolArn?: string | undefined
}
export type UserPoolTierType = 'LITE' | 'ESSENTIALS' | 'PLUS'
export interface UserPoolType {
  Id?: string | undefined
  Name?: string | undefined
  Policies?: UserPoolPolicyType | undefined
  DeletionProtection?: DeletionProtectionType | undefined
  LambdaConfig?: LambdaConfigType | undefined
  Status?: StatusType | undefined
  LastModifiedDate?: number | undefined
  CreationDate?: number | undefined
  SchemaAttributes?: SchemaAttributeType[] | undefined
  AutoVerifiedAttributes?: VerifiedAttributeType[] | undefined
  AliasAttributes?: AliasAttributeType[] | undefined
  UsernameAttributes?: UsernameAttributeType[] | undefined
  SmsVerificationMessage?: string | undefined
  EmailVerificationMessage?: string | undefined
  EmailVerificationSubject?: string | undefined
  VerificationMessageTemplate?: VerificationMessageTemplateType | undefined
  SmsAuthenticationMessage?: string | undefined
  UserAttributeUpdateSettings?: UserAttributeUpdateSettingsType | undefined
  MfaConfiguration?: UserPoolMfaType | undefined
  DeviceConfiguration?: DeviceConfigurationType | undefined
  EstimatedNumberOfUsers?: number | undefined
  EmailConfiguration?: EmailConfigurationType | undefined
  SmsConfiguration?: SmsConfigurationType | undefined
  UserPoolTags?: Record<string, string> | undefined
  SmsConfigurationFailure?: string | undefined
  EmailConfigurationFailure?: string | undefined
  Domain?: string | undefined
  CustomDomain?: string | undefined
  AdminCreateUserConfig?: AdminCreateUserConfigType | undefined
  UserPoolAddOns?: UserPoolAddOnsType | undefined
  UsernameConfiguration?: UsernameConfigurationType | undefined
  Arn?: string | undefined
  AccountRecoverySetting?: AccountRecoverySettingType | undefined
  UserPoolTier?: UserPoolTierType | undefined
  KeyConfiguration?: KeyConfigurationType | undefined
  IssuerConfiguration?: IssuerConfigurationType | undefined
}
export type UserStatusType = 'UNCONFIRMED' | 'CONFIRMED' | 'ARCHIVED' | 'COMPROMISED' | 'UNKNOWN' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD' | 'EXTERNAL_PROVIDER'
export interface UserType {
  Username?: string | undefined
  Attributes?: AttributeType[] | undefined
  UserCreateDate?: number | undefined
  UserLastModifiedDate?: number | undefined
  Enabled?: boolean | undefined
  UserStatus?: UserStatusType | undefined
  MFAOptions?: MFAOptionType[] | undefined
}
export type UserVerificationType = 'required' | 'preferred'
export type UsernameAttributeType = 'phone_number' | 'email'
export interface UsernameConfigurationType {
  CaseSensitive: boolean
}
export interface VerificationMessageTemplateType {
  SmsMessage?: string | undefined
  EmailMessage?: string | undefined
  EmailSubject?: string | undefined
  EmailMessageByLink?: string | undefined
  EmailSubjectByLink?: string | undefined
  DefaultEmailOption?: DefaultEmailOptionType | undefined
}
export type VerifiedAttributeType = 'phone_number' | 'email'
export interface VerifySoftwareTokenRequest {
  AccessToken?: string | undefined
  Session?: string | undefined
  UserCode: string
  FriendlyDeviceName?: string | undefined
}
export interface VerifySoftwareTokenResponse {
  Status?: VerifySoftwareTokenResponseType | undefined
  Session?: string | undefined
}
export type VerifySoftwareTokenResponseType = 'SUCCESS' | 'ERROR'
export interface VerifyUserAttributeRequest {
  AccessToken: string
  AttributeName: string
  Code: string
}
export type VerifyUserAttributeResponse = Record<string, never>
export interface WebAuthnConfigurationType {
  RelyingPartyId?: string | undefined
  UserVerification?: UserVerificationType | undefined
  FactorConfiguration?: WebAuthnFactorConfigurationType | undefined
}
export interface WebAuthnCredentialDescription {
  CredentialId: string
  FriendlyCredentialName: string
  RelyingPartyId: string
  AuthenticatorAttachment?: string | undefined
  AuthenticatorTransports: string[]
  CreatedAt: number
}
export type WebAuthnFactorConfigurationType = 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION'
export interface WebAuthnMfaSettingsType {
  Enabled?: boolean | undefined
}
