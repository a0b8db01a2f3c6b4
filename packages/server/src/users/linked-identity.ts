/** Identities of other providers that are linked to a user, as the attribute `identities` keeps them. Pure. */

/**
 * Source: the claim `identities`, developer guide, "Understanding the identity (ID) token". Its spelling is Cognito's,
 * because whoever reads the attribute parses it.
 */
export type LinkedIdentity = {
  /** The subject, as the provider knows it. */
  userId: string
  providerName: string
  providerType: string
  issuer: null
  /** Whether the user was made by this identity, and not linked to it later. */
  primary: boolean
  /** Milliseconds since 1970. */
  dateCreated: number
}

/** The attribute that the identities are kept in. No schema has it, so that neither clients nor operators write it. */
const IDENTITIES = 'identities'

/** Source: "Quotas in Amazon Cognito", identity providers linked to a user. */
export const MOST_LINKED_IDENTITIES = 5

const socialProviders = ['Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple']

export const linkedIdentitiesOf = (attributes: Readonly<Record<string, string>>): LinkedIdentity[] =>
  JSON.parse(attributes[IDENTITIES] ?? '[]')

/** The attributes with these identities; without any, there is no such attribute. */
export const withLinkedIdentities = (
  attributes: Readonly<Record<string, string>>,
  identities: readonly LinkedIdentity[],
): Record<string, string> => {
  const { [IDENTITIES]: _former, ...others } = attributes
  return identities.length > 0 ? { ...others, [IDENTITIES]: JSON.stringify(identities) } : others
}

export const linkedIdentity = (providerName: string, subject: string, now: Date): LinkedIdentity => ({
  userId: subject,
  providerName,
  providerType: socialProviders.includes(providerName) ? providerName : 'OIDC',
  issuer: null,
  primary: false,
  dateCreated: now.getTime(),
})

/** Whether an identity is this one. */
export const isIdentity =
  (providerName: string, subject: string) =>
  (identity: LinkedIdentity): boolean =>
    identity.providerName === providerName && identity.userId === subject
