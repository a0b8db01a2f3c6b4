import type { ProviderUserIdentifierType } from '@latchkey/wire'
import { invalidParameter, missingParameter } from '../errors.js'

/** Who is meant, in the words of an identity provider. */
export type ProviderUser = { providerName: string; attributeName: string | undefined; value: string }

/** The provider of users who have a password here. */
export const OWN_PROVIDER = 'Cognito'

// The model bounds a subject only by 131072 characters.
const LONGEST_SUBJECT = 256

/** Throws InvalidParameterException. */
export function providerUserOf(member: string, shown: ProviderUserIdentifierType): ProviderUser {
  const { ProviderName, ProviderAttributeName, ProviderAttributeValue: value } = shown
  if (!ProviderName) throw missingParameter(`${member}.ProviderName`)
  if (!value) throw missingParameter(`${member}.ProviderAttributeValue`)
  if (value.length > LONGEST_SUBJECT) {
    throw invalidParameter(`${member}.ProviderAttributeValue has at most ${LONGEST_SUBJECT} characters.`)
  }
  return { providerName: ProviderName, attributeName: ProviderAttributeName, value }
}
