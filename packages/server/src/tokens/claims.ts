import type { JWTPayload } from 'jose'
import type { Session } from './session.js'

/** What the tokens of a session say. Pure. Sources: Amazon Cognito developer guide, "Understanding the … token". */

/**
 * What the groups of a user make of their tokens, as PreTokenGeneration is told it (`groupConfiguration`): the
 * groups in their order, the roles of them all, and the one role that goes before the others.
 */
export type GroupConfiguration = {
  groups: readonly string[]
  roles: readonly string[]
  preferredRole: string | undefined
}

export type TokenSubject = {
  issuer: string
  username: string
  session: Session
  /** As the client may read them. */
  attributes: Record<string, string>
  groups: GroupConfiguration
  jti: { access: string; id: string }
  now: Date
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

const common = ({ issuer, session, now }: TokenSubject, lifetimeSeconds: number): JWTPayload => ({
  sub: session.userId,
  iss: issuer,
  ...(session.originJti === undefined ? {} : { origin_jti: session.originJti }),
  event_id: session.sessionId,
  auth_time: seconds(session.authenticatedAt),
  iat: seconds(now),
  exp: seconds(now) + lifetimeSeconds,
})

const groupClaims = ({ groups: { groups } }: TokenSubject): JWTPayload =>
  groups.length > 0 ? { 'cognito:groups': groups } : {}

/** Roles are for whoever trades the ID token for credentials, an identity pool; the access token says none. */
const roleClaims = ({ groups: { roles, preferredRole } }: TokenSubject): JWTPayload => ({
  ...(roles.length > 0 && { 'cognito:roles': roles }),
  ...(preferredRole !== undefined && { 'cognito:preferred_role': preferredRole }),
})

export const accessClaims = (subject: TokenSubject, lifetimeSeconds: number, scope: string): JWTPayload => ({
  ...common(subject, lifetimeSeconds),
  ...groupClaims(subject),
  ...(subject.session.deviceKey === undefined ? {} : { device_key: subject.session.deviceKey }),
  client_id: subject.session.clientId,
  token_use: 'access',
  scope,
  jti: subject.jti.access,
  username: subject.username,
})

/** No `device_key` here: an ID token speaks of the user. Claims of ours come last, so that no attribute takes their place. */
export const idClaims = (subject: TokenSubject, lifetimeSeconds: number): JWTPayload => ({
  ...Object.fromEntries(
    Object.entries(subject.attributes).map(([name, value]) => [name, claimValue(name, value)]),
  ),
  ...common(subject, lifetimeSeconds),
  ...groupClaims(subject),
  ...roleClaims(subject),
  'cognito:username': subject.username,
  aud: subject.session.clientId,
  token_use: 'id',
  jti: subject.jti.id,
})

/** Types of the standard claims: OpenID Connect Core 1.0, section 5.1. */
function claimValue(name: string, value: string): unknown {
  if (name === 'email_verified' || name === 'phone_number_verified') return value.toLowerCase() === 'true'
  if (name === 'updated_at' && Number.isFinite(Number(value))) return Number(value)
  if (name === 'identities') return JSON.parse(value)
  if (name === 'address') return { formatted: value }
  return value
}
