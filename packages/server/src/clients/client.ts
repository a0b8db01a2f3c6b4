/** What an app client is. Pure. */

export type Client = {
  readonly poolId: string
  readonly clientId: string
  /** In the order in which they were added; none in a public client. Each of them passes. */
  readonly secrets: readonly ClientSecret[]
  readonly createdAt: Date
  readonly modifiedAt: Date
} & ClientSettings

export type ClientSecret = { readonly secretId: string; readonly value: string; readonly createdAt: Date }

/** Two, so that one can be replaced by the other while both pass. Source: AddUserPoolClientSecret. */
export const MOST_SECRETS = 2

export type ClientSettings = {
  name: string
  flows: SignInFlow[]
  accessTokenSeconds: number
  idTokenSeconds: number
  refreshTokenSeconds: number
  /** The units in which the validities were given, so that they are answered as they were asked. */
  units: { access: TimeUnit; id: TimeUnit; refresh: TimeUnit }
  /** How long a user may take from one step of a sign-in to the next. */
  signInStepSeconds: number
  /** True: a name that does not exist answers like a wrong password. */
  hidesMissingUsers: boolean
  revocation: boolean
  /** Seconds for which a refresh token still passes after it was replaced; undefined when tokens do not rotate. */
  rotationGraceSeconds: number | undefined
  readAttributes: string[] | undefined
  writeAttributes: string[] | undefined
  described: Record<string, unknown>
}

export type SignInFlow = 'srp' | 'custom' | 'password' | 'admin-password' | 'refresh' | 'choice'
export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days'

export const secondsIn: Record<TimeUnit, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }

/** Source: ClientIdType. */
export const isClientId = (text: string) => /^[\w+]{1,128}$/.test(text)

/** From the shortest to the longest validity of a token, in seconds. Source: "Quotas in Amazon Cognito", tokens. */
export const validityBounds = {
  access: { least: 300, most: 86_400, words: '5 minutes to 1 day' },
  id: { least: 300, most: 86_400, words: '5 minutes to 1 day' },
  refresh: { least: 3600, most: 315_360_000, words: '60 minutes to 10 years' },
}

const setByThePool = new Set(['sub', 'email_verified', 'phone_number_verified'])

/** Whether any client may change an attribute: not one that only the pool or its operators set. */
export const writableByUsers = (attribute: string) =>
  !setByThePool.has(attribute) && !attribute.startsWith('dev:')

/** Attributes that a client may change: all, but for those that only the pool or its operators set. */
export function mayWrite(client: Pick<ClientSettings, 'writeAttributes'>, attribute: string): boolean {
  if (!writableByUsers(attribute)) return false
  return client.writeAttributes === undefined || client.writeAttributes.includes(attribute)
}

export function mayRead(client: Pick<ClientSettings, 'readAttributes'>, attribute: string): boolean {
  return (
    attribute === 'sub' || client.readAttributes === undefined || client.readAttributes.includes(attribute)
  )
}
