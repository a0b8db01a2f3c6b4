import type { DescribeUserPoolClientResponse, SignedOperationName, UserImportJobType } from '@latchkey/wire'
import { Refusal } from '../errors.js'
import type { Identity } from '../operation.js'
import { poolIdInArn } from '../pools/pool.js'
import { isOfNoPool, type Role, reaches, roleIn } from './operator.js'

/** Which operator may ask for which operation. */

/**
 * The role that each operation takes; `any` is for whoever has a role somewhere, and sees only what is theirs. A missing or
 * misspelt name does not compile. Support takes things from devices, sessions and second factors, and gives nothing: a way in
 * is never theirs to make. What tells a secret (a user's tokens, the codes in messages) is no reading.
 */
const takes: { readonly [Name in SignedOperationName]: Role | 'any' } = {
  GetOperator: 'any',
  ListUserPools: 'any',

  AdminCountPoolDevices: 'viewer',
  AdminGetActivity: 'viewer',
  AdminGetDevice: 'viewer',
  AdminGetTrackedDevice: 'viewer',
  AdminGetUser: 'viewer',
  AdminGetUserAuthFactors: 'viewer',
  AdminListDevices: 'viewer',
  AdminListEvents: 'viewer',
  AdminListGroupsForUser: 'viewer',
  AdminListPoolDevices: 'viewer',
  AdminListTrackedDevices: 'viewer',
  AdminListUserAuthEvents: 'viewer',
  AdminSearchUsers: 'viewer',
  DescribeIdentityProvider: 'viewer',
  DescribeManagedLoginBranding: 'viewer',
  DescribeManagedLoginBrandingByClient: 'viewer',
  DescribeResourceServer: 'viewer',
  DescribeRiskConfiguration: 'viewer',
  DescribeTerms: 'viewer',
  DescribeTermsByClient: 'viewer',
  DescribeUserImportJob: 'viewer',
  DescribeUserPool: 'viewer',
  DescribeUserPoolClient: 'viewer',
  DescribeUserPoolDomain: 'viewer',
  GetCSVHeader: 'viewer',
  GetGroup: 'viewer',
  GetIdentityProviderByIdentifier: 'viewer',
  GetLogDeliveryConfiguration: 'viewer',
  GetProvisionedLimit: 'viewer',
  GetSigningCertificate: 'viewer',
  GetUICustomization: 'viewer',
  GetUserPoolMfaConfig: 'viewer',
  ListGroups: 'viewer',
  ListIdentityProviders: 'viewer',
  ListResourceServers: 'viewer',
  ListTagsForResource: 'viewer',
  ListTerms: 'viewer',
  ListUserImportJobs: 'viewer',
  ListUserPoolClientSecrets: 'viewer',
  ListUserPoolClients: 'viewer',
  ListUserPoolReplicas: 'viewer',
  ListUsers: 'viewer',
  ListUsersInGroup: 'viewer',

  AdminDeleteSoftwareToken: 'support',
  AdminForgetAndSignOutDevice: 'support',
  AdminForgetDevice: 'support',
  AdminForgetPoolDevices: 'support',
  AdminRenameDevice: 'support',
  AdminSetUserMFAPreference: 'support',
  AdminUpdateDeviceStatus: 'support',
  AdminUserGlobalSignOut: 'support',

  AddCustomAttributes: 'admin',
  AddUserPoolClientSecret: 'admin',
  AdminAddUserToGroup: 'admin',
  AdminConfirmSignUp: 'admin',
  AdminCreateUser: 'admin',
  AdminDeleteUser: 'admin',
  AdminDeleteUserAttributes: 'admin',
  AdminDisableProviderForUser: 'admin',
  AdminDisableUser: 'admin',
  AdminEnableUser: 'admin',
  AdminInitiateAuth: 'admin',
  AdminLinkProviderForUser: 'admin',
  AdminListMessages: 'admin',
  AdminRemoveUserFromGroup: 'admin',
  AdminResetUserPassword: 'admin',
  AdminRespondToAuthChallenge: 'admin',
  AdminSetUserPassword: 'admin',
  AdminSetUserSettings: 'admin',
  AdminUpdateAuthEventFeedback: 'admin',
  AdminUpdateUserAttributes: 'admin',
  CreateGroup: 'admin',
  CreateIdentityProvider: 'admin',
  CreateManagedLoginBranding: 'admin',
  CreateResourceServer: 'admin',
  CreateTerms: 'admin',
  CreateUserImportJob: 'admin',
  CreateUserPool: 'admin',
  CreateUserPoolClient: 'admin',
  CreateUserPoolDomain: 'admin',
  CreateUserPoolReplica: 'admin',
  DeleteGroup: 'admin',
  DeleteIdentityProvider: 'admin',
  DeleteManagedLoginBranding: 'admin',
  DeleteResourceServer: 'admin',
  DeleteTerms: 'admin',
  DeleteUserPool: 'admin',
  DeleteUserPoolClient: 'admin',
  DeleteUserPoolClientSecret: 'admin',
  DeleteUserPoolDomain: 'admin',
  DeleteUserPoolReplica: 'admin',
  GetClientToken: 'admin',
  SetLogDeliveryConfiguration: 'admin',
  SetRiskConfiguration: 'admin',
  SetUICustomization: 'admin',
  SetUserPoolMfaConfig: 'admin',
  StartUserImportJob: 'admin',
  StopUserImportJob: 'admin',
  TagResource: 'admin',
  UntagResource: 'admin',
  UpdateGroup: 'admin',
  UpdateIdentityProvider: 'admin',
  UpdateManagedLoginBranding: 'admin',
  UpdateProvisionedLimit: 'admin',
  UpdateResourceServer: 'admin',
  UpdateTerms: 'admin',
  UpdateUserPool: 'admin',
  UpdateUserPoolClient: 'admin',
  UpdateUserPoolDomain: 'admin',
  UpdateUserPoolReplica: 'admin',
}

/** The role that a request takes: to remember a device for somebody spares them the second factor. */
export function roleFor(name: SignedOperationName, request: object): Role | 'any' {
  const remembers = 'DeviceRememberedStatus' in request && request.DeviceRememberedStatus === 'remembered'
  return name === 'AdminUpdateDeviceStatus' && remembers ? 'admin' : takes[name]
}

/** Refuses what an operator may not. Throws AccessDeniedException, before anything is looked up. */
export function permit({ operator, grants }: Identity, name: SignedOperationName, request: object): void {
  if (isOfNoPool(grants)) throw denied(`${operator} is an operator of no pool.`)
  const needed = roleFor(name, request)
  if (needed === 'any') return
  const poolId = poolNamedIn(request)
  if (reaches(roleIn(grants, poolId), needed)) return
  const place = poolId === undefined ? 'for all pools' : `in ${poolId}`
  throw denied(`${operator} may not ${name} ${place}: that takes the role ${needed}.`)
}

const denied = (message: string) => new Refusal('AccessDeniedException', message)

/** What is a secret in answers that are otherwise for reading: it makes tokens, or users. */
const secrets: { readonly [Name in SignedOperationName]?: (answer: never) => object } = {
  DescribeUserPoolClient: ({ UserPoolClient }: DescribeUserPoolClientResponse) => ({
    UserPoolClient: { ...UserPoolClient, ClientSecret: undefined },
  }),
  DescribeUserImportJob: ({ UserImportJob }: { UserImportJob: UserImportJobType }) => ({
    UserImportJob: withoutUpload(UserImportJob),
  }),
  ListUserImportJobs: ({ UserImportJobs, ...rest }: { UserImportJobs: UserImportJobType[] }) => ({
    ...rest,
    UserImportJobs: UserImportJobs.map(withoutUpload),
  }),
}

const withoutUpload = (job: UserImportJobType) => ({ ...job, PreSignedUrl: undefined })

/** An answer as an operator may see it: secrets are for those who could change what they open. */
export function shown(
  { grants }: Identity,
  name: SignedOperationName,
  request: object,
  answer: object,
): object {
  const without = secrets[name]
  if (!without || reaches(roleIn(grants, poolNamedIn(request)), 'admin')) return answer
  return without(answer as never)
}

/** Undefined for what is about no pool in particular. */
function poolNamedIn(request: object): string | undefined {
  if ('UserPoolId' in request && typeof request.UserPoolId === 'string') return request.UserPoolId
  if ('ResourceArn' in request && typeof request.ResourceArn === 'string')
    return poolIdInArn(request.ResourceArn)
  return undefined
}
