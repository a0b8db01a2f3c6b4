import { checkShape } from '@latchkey/wire'
import { parse } from 'csv-parse/sync'
import { invalidParameter } from '../errors.js'
import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { type Attributes, addresses, isVerified, missingAttributes } from '../users/attributes.js'
import { type Applicant, applicantOf } from '../users/new-user.js'
import type { SecondFactorPreference } from '../users/user.js'
import { attributesOf } from '../users/user-shape.js'
import { MFA_COLUMN, NAME_COLUMN } from './import-job.js'

/** The values of one line. Throws InvalidParameterException. */
export function readFields(text: string): string[] {
  try {
    const [fields = []]: string[][] = parse(text, { record_delimiter: '\n', relax_column_count: true })
    return fields
  } catch {
    throw invalidParameter(
      'The line is not valid CSV: a quote is not closed, or stands in a value that is not quoted.',
    )
  }
}

export type Newcomer = { applicant: Applicant; mfa: SecondFactorPreference }

/**
 * Whom a line describes. Every rule of AdminCreateUser applies, and required attributes must be there: an imported
 * user has no sign-in step in which to give them. Throws InvalidParameterException.
 */
export function newcomerOnLine(world: World, pool: Pool, columns: readonly string[], text: string): Newcomer {
  const values = valuesOf(columns, readFields(text))
  const { Username, UserAttributes } = checkedRequest(pool, values)
  const applicant = applicantOf(world, pool, Username, attributesOf(UserAttributes), { byOperator: true })
  const [missing] = missingAttributes(pool.schema, applicant.attributes)
  if (missing)
    throw invalidParameter(`Attributes did not conform to the schema: ${missing}: The attribute is required`)
  refuseUnreachable(applicant.attributes)
  const mfa = mfaOf(pool, values.get(MFA_COLUMN) ?? '', applicant.attributes)
  return { applicant, mfa }
}

function valuesOf(columns: readonly string[], fields: readonly string[]): Map<string, string> {
  if (fields.length !== columns.length)
    throw invalidParameter(`The line has ${fields.length} values; the header has ${columns.length} columns.`)
  return new Map(columns.map((column, at) => [column, fields[at] ?? '']))
}

/** What AdminCreateUser would be sent. It has the model's limits, those of names and values above all. */
function checkedRequest(pool: Pool, values: ReadonlyMap<string, string>) {
  const UserAttributes = [...values]
    .filter(([column, value]) => column !== MFA_COLUMN && column !== NAME_COLUMN && value !== '')
    .map(([Name, Value]) => ({ Name, Value }))
  const request = { UserPoolId: pool.poolId, Username: nameIn(pool, values), UserAttributes }
  const checked = checkShape('AdminCreateUserRequest', request, { unknown: 'refuse' })
  if (checked.ok) return checked.value
  const [violation] = checked.violations
  throw invalidParameter(`${columnOf(violation?.path ?? '', UserAttributes)}: ${violation?.message}`)
}

/** Where addresses are usernames, the column of the username may be left empty. */
const nameIn = ({ usernameAttributes }: Pool, values: ReadonlyMap<string, string>): string =>
  [NAME_COLUMN, ...usernameAttributes].map((column) => values.get(column)).find((value) => !!value) ?? ''

/** `UserAttributes[2].Value` in the words of the file. */
function columnOf(path: string, attributes: readonly { Name: string }[]): string {
  const at = /^UserAttributes\[(\d+)\]/.exec(path)?.[1]
  return (at !== undefined && attributes[Number(at)]?.Name) || NAME_COLUMN
}

/**
 * The second factor of a new user. Source: Amazon Cognito developer guide, "Importing users into user pools from a CSV
 * file", cognito:mfa_enabled: it is MFA by SMS. Where MFA is required, whoever has no phone sets another one up.
 */
function mfaOf(pool: Pool, value: string, { phone_number }: Attributes): SecondFactorPreference {
  const allowed = { off: ['false'], optional: ['true', 'false'], required: ['true'] }[pool.mfa]
  const wanted = value.toLowerCase()
  if (!allowed.includes(wanted))
    throw invalidParameter(`${MFA_COLUMN} must be ${allowed.join(' or ')} in this user pool.`)
  if (wanted === 'true' && pool.smsMfa && phone_number)
    return { enabled: ['sms code'], preferred: 'sms code' }
  if (wanted === 'true' && pool.mfa === 'optional')
    throw invalidParameter(
      `${MFA_COLUMN} can be true only with a phone_number, and where MFA by SMS is offered.`,
    )
  return { enabled: [], preferred: undefined }
}

/** An imported user has no password, and can set one only with a code that is sent. */
function refuseUnreachable(attributes: Attributes): void {
  if (addresses.some((address) => attributes[address] && isVerified(attributes, address))) return
  throw invalidParameter(
    'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
  )
}
