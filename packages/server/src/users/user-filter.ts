/** The filter language of ListUsers: `attribute = "value"` or `attribute ^= "value"` (begins with). Pure. */

export type UserFilter = { attribute: SearchableAttribute; match: 'equals' | 'beginsWith'; value: string }

/** Source: Amazon Cognito developer guide, "Searching for users using the ListUsers API". */
const searchable = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
] as const

export type SearchableAttribute = (typeof searchable)[number]

const FILTER = /^\s*"?(?<attribute>[\w:]+)"?\s*(?<operator>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$/u

/**
 * @returns the filter, or a sentence on what is wrong with it.
 * @example
 * parseUserFilter('email ^= "alice@"') // { attribute: 'email', match: 'beginsWith', value: 'alice@' }
 */
export function parseUserFilter(text: string): UserFilter | string {
  const { attribute, operator, value } = FILTER.exec(text)?.groups ?? {}
  if (attribute === undefined || operator === undefined || value === undefined)
    return 'Error while parsing filter'
  if (!isSearchable(attribute)) return `Attribute ${attribute} is not searchable.`
  const match = operator === '=' ? 'equals' : 'beginsWith'
  const plain = value.replace(/\\(.)/gu, '$1')
  // Statuses are compared in either case (same source).
  return { attribute, match, value: attribute === 'cognito:user_status' ? plain.toUpperCase() : plain }
}

const isSearchable = (name: string): name is SearchableAttribute => searchable.some((known) => known === name)
