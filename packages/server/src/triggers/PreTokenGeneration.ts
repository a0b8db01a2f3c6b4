import { type ClaimChanges, isScope, type ScopeChanges } from '../tokens/changed-claims.js'
import type { GroupConfiguration } from '../tokens/claims.js'
import { fieldsAt, Nonsense, textAt, textMapAt, textsAt } from './answer.js'
import { type Fields, type Subject, userAttributesOf } from './event.js'
import { askTrigger, type Trigger } from './trigger.js'

export type TokenSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_AuthenticateDevice'
  | 'TokenGeneration_RefreshTokens'

export type TokenQuestion = {
  source: TokenSource
  user: Subject
  groups: GroupConfiguration
  scopes: readonly string[]
  metadata: Readonly<Record<string, string>> | undefined
}

export type TokenChanges = {
  id: ClaimChanges
  access: ClaimChanges
  scopes: ScopeChanges
  /** In the place of the user's own; undefined: they stay. */
  groups: GroupConfiguration | undefined
}

/**
 * Asked before tokens are signed: it may change what they say. Version 1 speaks of the ID token alone, versions 2
 * and 3 of both.
 */
export const PreTokenGeneration: Trigger<TokenQuestion, TokenChanges> = (world, occasion, question) => {
  const version = occasion.pool.triggers.PreTokenGeneration?.version?.slice(1, 2) ?? '1'
  const both = version !== '1'
  const { metadata, scopes } = question
  return askTrigger(world, 'PreTokenGeneration', occasion, {
    source: question.source,
    version,
    request: {
      userAttributes: userAttributesOf(question.user),
      groupConfiguration: groupsRequest(question.groups),
      ...(both && { scopes }),
      ...(metadata && { clientMetadata: metadata }),
    },
    response: { [both ? 'claimsAndScopeOverrideDetails' : 'claimsOverrideDetails']: null },
    read: both ? changesOfBoth : changesOfIdToken,
  })
}

const groupsRequest = ({ groups, roles, preferredRole }: GroupConfiguration) => ({
  groupsToOverride: groups,
  iamRolesToOverride: roles,
  preferredRole: preferredRole ?? null,
})

const NO_CLAIMS: ClaimChanges = { set: {}, suppressed: [] }
const NO_SCOPES: ScopeChanges = { added: [], suppressed: [] }
const NO_CHANGES: TokenChanges = { id: NO_CLAIMS, access: NO_CLAIMS, scopes: NO_SCOPES, groups: undefined }

function changesOfIdToken(response: Fields): TokenChanges {
  const details = fieldsAt(response, 'claimsOverrideDetails')
  if (!details) return NO_CHANGES
  const id = claimsAt(details, textMapAt(details, 'claimsToAddOrOverride'))
  return { ...NO_CHANGES, id, groups: groupsAt(details) }
}

function changesOfBoth(response: Fields): TokenChanges {
  const details = fieldsAt(response, 'claimsAndScopeOverrideDetails')
  if (!details) return NO_CHANGES
  const id = fieldsAt(details, 'idTokenGeneration') ?? {}
  const access = fieldsAt(details, 'accessTokenGeneration') ?? {}
  return {
    id: claimsAt(id, fieldsAt(id, 'claimsToAddOrOverride')),
    access: claimsAt(access, fieldsAt(access, 'claimsToAddOrOverride')),
    scopes: { added: scopesToAdd(access), suppressed: textsAt(access, 'scopesToSuppress') ?? [] },
    groups: groupsAt(details),
  }
}

/** No header and no cookie holds more, by far; a token that nobody can send is none. */
const LONGEST_CLAIMS = 64 * 1024

/** Deeper ones would exhaust the stack of whoever writes them down. */
const MOST_LEVELS = 20

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

function claimsAt(fields: Fields, set: Fields | undefined): ClaimChanges {
  if (isDeeper(set, MOST_LEVELS)) throw new Nonsense('the claims are nested too deeply')
  if (JSON.stringify(set ?? {}).length > LONGEST_CLAIMS) throw new Nonsense('the claims are too long')
  return { set: set ?? {}, suppressed: textsAt(fields, 'claimsToSuppress') ?? [] }
}

function scopesToAdd(access: Fields): string[] {
  const scopes = textsAt(access, 'scopesToAdd') ?? []
  if (!scopes.every(isScope) || scopes.join(' ').length > LONGEST_CLAIMS)
    throw new Nonsense('`scopesToAdd` holds something that is not a scope')
  return scopes
}

/**
 * Absent: the groups stay. Null or empty: the tokens say of none.
 * Source: developer guide, "Pre token generation Lambda trigger", groupOverrideDetails.
 */
function groupsAt(details: Fields): GroupConfiguration | undefined {
  if (!Object.hasOwn(details, 'groupOverrideDetails')) return undefined
  const groups = fieldsAt(details, 'groupOverrideDetails') ?? {}
  if (isDeeper(groups, MOST_LEVELS) || JSON.stringify(groups).length > LONGEST_CLAIMS)
    throw new Nonsense('the groups are too long')
  return {
    groups: textsAt(groups, 'groupsToOverride') ?? [],
    roles: textsAt(groups, 'iamRolesToOverride') ?? [],
    preferredRole: textAt(groups, 'preferredRole') || undefined,
  }
}
