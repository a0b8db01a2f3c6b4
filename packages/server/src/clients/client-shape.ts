import type {
  ClientSecretDescriptorType,
  CreateUserPoolClientRequest,
  ExplicitAuthFlowsType,
  RefreshTokenRotationType,
  TokenValidityUnitsType,
  UserPoolClientDescription,
  UserPoolClientType,
} from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import type { Pool } from '../pools/pool.js'
import {
  type Client,
  type ClientSecret,
  type ClientSettings,
  type SignInFlow,
  secondsIn,
  type TimeUnit,
  validityBounds,
  writableByUsers,
} from './client.js'

/** Clients between the wire and the domain. */

/** What CreateUserPoolClient and UpdateUserPoolClient have in common. */
export type ClientRequest = Omit<
  CreateUserPoolClientRequest,
  'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
>

/** Everything that an update sets: what is left out gets its default. Throws InvalidParameterException. */
export function clientSettingsOf(
  pool: Pick<Pool, 'schema'>,
  name: string,
  request: ClientRequest,
): ClientSettings {
  const rotates = request.RefreshTokenRotation?.Feature === 'ENABLED'
  return {
    name,
    flows: flowsOf(request.ExplicitAuthFlows, rotates),
    ...validitiesOf(request),
    signInStepSeconds: (request.AuthSessionValidity ?? DEFAULT_STEP_MINUTES) * 60,
    hidesMissingUsers: request.PreventUserExistenceErrors === 'ENABLED',
    revocation: request.EnableTokenRevocation ?? true,
    rotationGraceSeconds: rotates ? (request.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) : undefined,
    readAttributes: readAttributesOf(pool, request.ReadAttributes),
    writeAttributes: writeAttributesOf(pool, request.WriteAttributes),
    described: describedOf(request),
  }
}

/** Source: AuthSessionValidity, CreateUserPoolClient. */
const DEFAULT_STEP_MINUTES = 3

/**
 * What each value allows. The older values add to SRP, refresh and custom authentication, but for the one that says
 * "only". Custom authentication opens no way in to a pool without its triggers.
 */
const flowsAllowedBy: Record<ExplicitAuthFlowsType, SignInFlow[]> = {
  ALLOW_USER_SRP_AUTH: ['srp'],
  ALLOW_USER_PASSWORD_AUTH: ['password'],
  ALLOW_ADMIN_USER_PASSWORD_AUTH: ['admin-password'],
  ALLOW_REFRESH_TOKEN_AUTH: ['refresh'],
  ALLOW_USER_AUTH: ['choice'],
  ALLOW_CUSTOM_AUTH: ['custom'],
  USER_PASSWORD_AUTH: ['srp', 'refresh', 'custom', 'password'],
  ADMIN_NO_SRP_AUTH: ['srp', 'refresh', 'custom', 'admin-password'],
  CUSTOM_AUTH_FLOW_ONLY: ['custom', 'refresh'],
}

/** Source: ExplicitAuthFlows, CreateUserPoolClient. */
const defaultFlows: ExplicitAuthFlowsType[] = [
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_CUSTOM_AUTH',
]

/** REFRESH_TOKEN_AUTH is not to be had with rotation. Source: developer guide, "Refresh tokens". */
function flowsOf(given: ExplicitAuthFlowsType[] = [], rotates: boolean): SignInFlow[] {
  if (rotates && given.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter(
      'ALLOW_REFRESH_TOKEN_AUTH cannot be allowed while RefreshTokenRotation is enabled.',
    )
  }
  const modern = given.filter((value) => value.startsWith('ALLOW_'))
  if (modern.length > 0 && modern.length < given.length) {
    throw invalidParameter(
      'ExplicitAuthFlows cannot mix values with the prefix ALLOW_ and values without it.',
    )
  }
  const flows = new Set((given.length > 0 ? given : defaultFlows).flatMap((value) => flowsAllowedBy[value]))
  return [...flows].filter((flow) => flow !== 'refresh' || !rotates)
}

type Validities = Pick<
  ClientSettings,
  'accessTokenSeconds' | 'idTokenSeconds' | 'refreshTokenSeconds' | 'units'
>

/** Throws InvalidParameterException when a validity is out of bounds, or a refresh token ends before the others. */
function validitiesOf(request: ClientRequest): Validities {
  const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, TokenValidityUnits: units } = request
  const access = validityOf('access', AccessTokenValidity, units?.AccessToken)
  const id = validityOf('id', IdTokenValidity, units?.IdToken)
  const refresh = validityOf('refresh', RefreshTokenValidity, units?.RefreshToken)
  if (refresh.seconds < Math.max(access.seconds, id.seconds)) {
    throw invalidParameter(
      'RefreshTokenValidity cannot be shorter than AccessTokenValidity or IdTokenValidity.',
    )
  }
  return {
    accessTokenSeconds: access.seconds,
    idTokenSeconds: id.seconds,
    refreshTokenSeconds: refresh.seconds,
    units: { access: access.unit, id: id.unit, refresh: refresh.unit },
  }
}

type Token = keyof typeof validityBounds

/** Source: AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, CreateUserPoolClient. */
const validityMembers: Record<Token, { member: string; value: number; unit: TimeUnit }> = {
  access: { member: 'AccessTokenValidity', value: 1, unit: 'hours' },
  id: { member: 'IdTokenValidity', value: 1, unit: 'hours' },
  refresh: { member: 'RefreshTokenValidity', value: 30, unit: 'days' },
}

/** Zero is the default, as if it were not given; a unit without a value means nothing. */
function validityOf(token: Token, value: number | undefined, unit: TimeUnit | undefined) {
  const { member, ...standard } = validityMembers[token]
  const chosen = value ? { value, unit: unit ?? standard.unit } : standard
  const seconds = chosen.value * secondsIn[chosen.unit]
  const { least, most, words } = validityBounds[token]
  if (seconds < least || seconds > most) throw invalidParameter(`${member} must be from ${words}.`)
  return { seconds, unit: chosen.unit }
}

function readAttributesOf({ schema }: Pick<Pool, 'schema'>, names: string[] | undefined) {
  const wrong = names?.find((name) => !schema.some((rule) => rule.name === name))
  if (wrong !== undefined) {
    throw invalidParameter(`Invalid read attributes specified while creating a client: ${wrong}`)
  }
  return names
}

function writeAttributesOf({ schema }: Pick<Pool, 'schema'>, names: string[] | undefined) {
  const wrong = names?.find((name) => !writableByUsers(name) || !schema.some((rule) => rule.name === name))
  if (wrong !== undefined) {
    throw invalidParameter(`Invalid write attributes specified while creating a client: ${wrong}`)
  }
  return names
}

/** Kept as given. There is no hosted page, so that nothing acts on what is said about it. */
type Described = Pick<
  UserPoolClientType,
  | 'ExplicitAuthFlows'
  | 'RefreshTokenRotation'
  | 'SupportedIdentityProviders'
  | 'CallbackURLs'
  | 'LogoutURLs'
  | 'DefaultRedirectURI'
  | 'AllowedOAuthFlows'
  | 'AllowedOAuthScopes'
  | 'AllowedOAuthFlowsUserPoolClient'
  | 'AnalyticsConfiguration'
  | 'EnablePropagateAdditionalUserContextData'
>

const describedOf = (request: ClientRequest): Described => ({
  ExplicitAuthFlows: explicitFlowsShape(request),
  RefreshTokenRotation: request.RefreshTokenRotation,
  SupportedIdentityProviders: request.SupportedIdentityProviders,
  CallbackURLs: request.CallbackURLs,
  LogoutURLs: request.LogoutURLs,
  DefaultRedirectURI: request.DefaultRedirectURI,
  AllowedOAuthFlows: request.AllowedOAuthFlows,
  AllowedOAuthScopes: request.AllowedOAuthScopes,
  AllowedOAuthFlowsUserPoolClient: request.AllowedOAuthFlowsUserPoolClient,
  AnalyticsConfiguration: request.AnalyticsConfiguration,
  EnablePropagateAdditionalUserContextData: request.EnablePropagateAdditionalUserContextData,
})

function explicitFlowsShape({ ExplicitAuthFlows: given = [], RefreshTokenRotation }: ClientRequest) {
  if (given.length > 0) return given
  const rotates = RefreshTokenRotation?.Feature === 'ENABLED'
  return defaultFlows.filter((value) => value !== 'ALLOW_REFRESH_TOKEN_AUTH' || !rotates)
}

/** A client as `DescribeUserPoolClient` answers it, with its secret. */
export function clientShape(client: Client): UserPoolClientType {
  const described = client.described as Described
  return {
    ...described,
    UserPoolId: client.poolId,
    ClientId: client.clientId,
    ClientName: client.name,
    // The one that apps have had for longest, until it is deleted.
    ClientSecret: client.secrets[0]?.value,
    CreationDate: client.createdAt.getTime() / 1000,
    LastModifiedDate: client.modifiedAt.getTime() / 1000,
    AccessTokenValidity: client.accessTokenSeconds / secondsIn[client.units.access],
    IdTokenValidity: client.idTokenSeconds / secondsIn[client.units.id],
    RefreshTokenValidity: client.refreshTokenSeconds / secondsIn[client.units.refresh],
    TokenValidityUnits: unitsShape(client.units),
    RefreshTokenRotation: rotationShape(client, described),
    AuthSessionValidity: client.signInStepSeconds / 60,
    PreventUserExistenceErrors: client.hidesMissingUsers ? 'ENABLED' : 'LEGACY',
    EnableTokenRevocation: client.revocation,
    ReadAttributes: client.readAttributes,
    WriteAttributes: client.writeAttributes,
    AllowedOAuthFlowsUserPoolClient: described.AllowedOAuthFlowsUserPoolClient ?? false,
    EnablePropagateAdditionalUserContextData: described.EnablePropagateAdditionalUserContextData ?? false,
  }
}

const unitsShape = (units: Client['units']): TokenValidityUnitsType => ({
  AccessToken: units.access,
  IdToken: units.id,
  RefreshToken: units.refresh,
})

/** Switched off is answered only where it was said. */
const rotationShape = (client: Client, described: Described): RefreshTokenRotationType | undefined =>
  client.rotationGraceSeconds === undefined
    ? described.RefreshTokenRotation
    : { Feature: 'ENABLED', RetryGracePeriodSeconds: client.rotationGraceSeconds }

/** A secret as it is listed: its value is told once, when it is added. */
export const clientSecretShape = ({ secretId, createdAt }: ClientSecret): ClientSecretDescriptorType => ({
  ClientSecretId: secretId,
  ClientSecretCreateDate: createdAt.getTime() / 1000,
})

/** A client as `ListUserPoolClients` answers it. */
export const clientDescriptionShape = (client: Client): UserPoolClientDescription => ({
  ClientId: client.clientId,
  UserPoolId: client.poolId,
  ClientName: client.name,
})
