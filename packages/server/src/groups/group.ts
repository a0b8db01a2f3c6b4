import type { GroupConfiguration } from '../tokens/claims.js'

/** What a group is, and what groups make of a user's tokens. Pure. */

export type Group = {
  readonly poolId: string
  readonly groupName: string
  readonly createdAt: Date
  readonly modifiedAt: Date
} & GroupSettings

export type GroupSettings = {
  readonly description: string | undefined
  /** Of the AWS role that an identity pool gives to members; nothing here acts on it. */
  readonly roleArn: string | undefined
  /** The smaller, the more it counts: 0 goes before all. Undefined comes last. */
  readonly precedence: number | undefined
}

/** Source: "Quotas in Amazon Cognito", groups per user pool and groups per user. */
export const MOST_GROUPS_OF_A_POOL = 10_000
export const MOST_GROUPS_OF_A_USER = 100

/** Source: Precedence, CreateGroup. */
export const LARGEST_PRECEDENCE = 2 ** 31 - 1

/**
 * What tokens say of the groups of a user. The role of the group that goes first is the preferred one, unless another
 * group with the same precedence has another role: then there is none.
 * Source: Precedence, CreateGroup; developer guide, "Adding groups to a user pool".
 */
export function groupConfiguration(groups: readonly Group[]): GroupConfiguration {
  const inOrder = groups.toSorted(byPrecedence)
  const roles = inOrder.flatMap(({ roleArn, precedence }) => (roleArn ? [{ roleArn, precedence }] : []))
  const [first] = roles
  const isPreferred = roles.every(
    ({ roleArn, precedence }) => precedence !== first?.precedence || roleArn === first?.roleArn,
  )
  return {
    groups: inOrder.map(({ groupName }) => groupName),
    roles: [...new Set(roles.map(({ roleArn }) => roleArn))],
    preferredRole: isPreferred ? first?.roleArn : undefined,
  }
}

const byPrecedence = (one: Group, other: Group) =>
  rank(one) - rank(other) || (one.groupName < other.groupName ? -1 : 1)

const rank = ({ precedence }: Group) => precedence ?? LARGEST_PRECEDENCE + 1
