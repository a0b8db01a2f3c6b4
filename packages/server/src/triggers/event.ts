/** Events as functions of Cognito know them. Pure. Source: Amazon Cognito developer guide, "Lambda triggers". */

/** Any object whose members are not known. */
export type Fields = Readonly<Record<string, unknown>>

/** The user whom an event is about, as far as there is one. */
export type Subject = {
  readonly userId: string
  readonly username: string
  readonly status: string
  readonly attributes: Readonly<Record<string, string>>
}

export type Event = {
  version: string
  triggerSource: string
  region: string
  userPoolId: string
  userName: string
  callerContext: { awsSdkVersion: string; clientId: string }
  request: Fields
  response: Fields
}

/** What an operator's call, which has no client, is said to come from. */
const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE'

export function eventOf(
  source: string,
  about: { poolId: string; region: string; clientId: string | undefined; username: string },
  parts: { version?: string; request: Fields; response: Fields },
): Event {
  return {
    version: parts.version ?? '1',
    triggerSource: source,
    region: about.region,
    userPoolId: about.poolId,
    userName: about.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: about.clientId ?? NO_CLIENT },
    request: parts.request,
    response: parts.response,
  }
}

/** The attributes of a user who is there; `sub` and the status are among them in events. */
export const userAttributesOf = ({ userId, status, attributes }: Subject): Record<string, string> => ({
  sub: userId,
  'cognito:user_status': status,
  ...attributes,
})
