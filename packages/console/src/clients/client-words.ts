import type { ExplicitAuthFlowsType, TimeUnitsType, UserPoolClientType } from '@latchkey/wire'

/** App clients in words. Pure. */

export const flowWords: Record<ExplicitAuthFlowsType, string> = {
  ALLOW_USER_SRP_AUTH: 'Password, by SRP',
  ALLOW_USER_PASSWORD_AUTH: 'Password, sent as it is',
  ALLOW_ADMIN_USER_PASSWORD_AUTH: 'Password, sent by a back end',
  ALLOW_USER_AUTH: 'What the user chooses',
  ALLOW_CUSTOM_AUTH: 'Custom challenges',
  ALLOW_REFRESH_TOKEN_AUTH: 'Refresh tokens',
  USER_PASSWORD_AUTH: 'Password, sent as it is',
  ADMIN_NO_SRP_AUTH: 'Password, sent by a back end',
  CUSTOM_AUTH_FLOW_ONLY: 'Custom challenges only',
}

const units: Record<TimeUnitsType, string> = {
  seconds: 'second',
  minutes: 'minute',
  hours: 'hour',
  days: 'day',
}

const lifetime = (value: number | undefined, unit: TimeUnitsType | undefined) =>
  value === undefined || unit === undefined ? '–' : `${value} ${units[unit]}${value === 1 ? '' : 's'}`

/** How long what a client is given lasts. */
export const lifetimesOf = (client: UserPoolClientType): [what: string, long: string][] => [
  ['Access token', lifetime(client.AccessTokenValidity, client.TokenValidityUnits?.AccessToken)],
  ['ID token', lifetime(client.IdTokenValidity, client.TokenValidityUnits?.IdToken)],
  ['Refresh token', lifetime(client.RefreshTokenValidity, client.TokenValidityUnits?.RefreshToken)],
  ['A step of a sign-in', lifetime(client.AuthSessionValidity, 'minutes')],
]

/** What is worth knowing beside. */
export const factsOf = (client: UserPoolClientType): string[] => [
  client.PreventUserExistenceErrors === 'ENABLED'
    ? 'Does not tell whether a user exists'
    : 'Tells whether a user exists',
  client.EnableTokenRevocation === false ? 'Tokens cannot be revoked' : 'Tokens can be revoked',
  ...(client.RefreshTokenRotation?.Feature === 'ENABLED' ? ['Each refresh gives another refresh token'] : []),
  ...(client.ClientSecret === undefined ? [] : ['Has a secret']),
]
