import { describe, expect, test } from 'vitest'
import { Refusal } from '../errors.js'
import { schemaOf } from '../pools/schema-shape.js'
import { type Client, isClientId, mayRead, mayWrite } from './client.js'
import { type ClientRequest, clientSettingsOf, clientShape } from './client-shape.js'

const pool = {
  schema: schemaOf([
    { Name: 'team', AttributeDataType: 'String' },
    { Name: 'risk', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
  ]),
}
const madeAt = new Date('2026-03-01T10:00:00.250Z')

const settingsOf = (request: ClientRequest = {}) => clientSettingsOf(pool, 'web', request)

const clientOf = (request: ClientRequest = {}): Client => ({
  ...settingsOf(request),
  poolId: 'local_AbC123xyz',
  clientId: 'web',
  secrets: [],
  createdAt: madeAt,
  modifiedAt: madeAt,
})

const refusalOf = (request: ClientRequest) => {
  try {
    settingsOf(request)
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`
    throw error
  }
  return 'nothing is refused'
}

test('an id has 1 to 128 letters, digits, _ and +', () => {
  expect(['a', 'My_client+1', 'a'.repeat(128)].every(isClientId)).toBe(true)
  expect(['', 'a-b', 'a b', 'a\n', 'a'.repeat(129)].some(isClientId)).toBe(false)
})

describe('flows', () => {
  test.each([
    ['nothing', [], ['refresh', 'srp', 'custom']],
    ['ALLOW_USER_SRP_AUTH', ['ALLOW_USER_SRP_AUTH'], ['srp']],
    ['ALLOW_USER_PASSWORD_AUTH', ['ALLOW_USER_PASSWORD_AUTH'], ['password']],
    ['ALLOW_ADMIN_USER_PASSWORD_AUTH', ['ALLOW_ADMIN_USER_PASSWORD_AUTH'], ['admin-password']],
    ['ALLOW_REFRESH_TOKEN_AUTH', ['ALLOW_REFRESH_TOKEN_AUTH'], ['refresh']],
    ['ALLOW_USER_AUTH', ['ALLOW_USER_AUTH'], ['choice']],
    ['ALLOW_CUSTOM_AUTH', ['ALLOW_CUSTOM_AUTH'], ['custom']],
    ['USER_PASSWORD_AUTH', ['USER_PASSWORD_AUTH'], ['srp', 'refresh', 'custom', 'password']],
    ['ADMIN_NO_SRP_AUTH', ['ADMIN_NO_SRP_AUTH'], ['srp', 'refresh', 'custom', 'admin-password']],
    ['CUSTOM_AUTH_FLOW_ONLY', ['CUSTOM_AUTH_FLOW_ONLY'], ['custom', 'refresh']],
  ] as const)('%s allows %s: %s', (_what, given, flows) => {
    expect(settingsOf({ ExplicitAuthFlows: [...given] }).flows).toEqual(flows)
  })

  test('the default is answered by name, and what is given in its own order', () => {
    expect(clientShape(clientOf()).ExplicitAuthFlows).toEqual([
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_CUSTOM_AUTH',
    ])
    const given: ClientRequest = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'] }
    expect(clientShape(clientOf(given))).toMatchObject(given)
  })

  test('older and newer values do not mix', () => {
    expect(refusalOf({ ExplicitAuthFlows: ['USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'] })).toMatch(
      'InvalidParameterException',
    )
  })
})

describe('rotation of refresh tokens', () => {
  test('keeps REFRESH_TOKEN_AUTH out of the default', () => {
    const client = clientOf({ RefreshTokenRotation: { Feature: 'ENABLED' } })
    expect(client).toMatchObject({ flows: ['srp', 'custom'], rotationGraceSeconds: 0 })
    expect(clientShape(client)).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    })
  })

  test('is refused together with ALLOW_REFRESH_TOKEN_AUTH', () => {
    const ExplicitAuthFlows: ClientRequest['ExplicitAuthFlows'] = ['ALLOW_REFRESH_TOKEN_AUTH']
    expect(refusalOf({ ExplicitAuthFlows, RefreshTokenRotation: { Feature: 'ENABLED' } })).toMatch(
      'InvalidParameterException',
    )
    expect(refusalOf({ ExplicitAuthFlows, RefreshTokenRotation: { Feature: 'DISABLED' } })).toBe(
      'nothing is refused',
    )
  })

  test('is answered as switched off only where it was said', () => {
    expect(clientShape(clientOf()).RefreshTokenRotation).toBeUndefined()
    const off = clientOf({ RefreshTokenRotation: { Feature: 'DISABLED', RetryGracePeriodSeconds: 9 } })
    expect(off.rotationGraceSeconds).toBeUndefined()
    expect(clientShape(off).RefreshTokenRotation?.Feature).toBe('DISABLED')
  })
})

describe('validities', () => {
  test('are an hour and thirty days where nothing is said', () => {
    expect(settingsOf()).toMatchObject({
      accessTokenSeconds: 3600,
      idTokenSeconds: 3600,
      refreshTokenSeconds: 2_592_000,
      signInStepSeconds: 180,
    })
    expect(clientShape(clientOf())).toMatchObject({
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
      RefreshTokenValidity: 30,
      TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
      AuthSessionValidity: 3,
    })
  })

  test('are answered in the units in which they were given', () => {
    const given: ClientRequest = {
      AccessTokenValidity: 10,
      IdTokenValidity: 600,
      RefreshTokenValidity: 36,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' },
      AuthSessionValidity: 15,
    }
    expect(clientShape(clientOf(given))).toMatchObject(given)
    expect(settingsOf(given)).toMatchObject({ accessTokenSeconds: 600, refreshTokenSeconds: 129_600 })
  })

  test('a refresh token of 0 has thirty days, whatever its unit', () => {
    const zero = settingsOf({ RefreshTokenValidity: 0, TokenValidityUnits: { RefreshToken: 'minutes' } })
    expect(zero).toMatchObject({ refreshTokenSeconds: 2_592_000, units: { refresh: 'days' } })
  })

  test.each([
    ['AccessTokenValidity', 'AccessToken', 299, 300, 86_400, 86_401],
    ['IdTokenValidity', 'IdToken', 299, 300, 86_400, 86_401],
    ['RefreshTokenValidity', 'RefreshToken', 3599, 3600, 315_360_000, 315_360_001],
  ] as const)('%s has bounds', (member, token, below, least, most, above) => {
    const refused = (value: number) =>
      refusalOf({ [member]: value, TokenValidityUnits: { [token]: 'seconds' } }).includes(
        `InvalidParameterException: ${member} must be from`,
      )
    expect([below, least, most, above].map(refused)).toEqual([true, false, false, true])
  })

  test('a refresh token does not end before the others', () => {
    const refresh: ClientRequest = { RefreshTokenValidity: 2, TokenValidityUnits: { RefreshToken: 'hours' } }
    expect(refusalOf({ ...refresh, AccessTokenValidity: 2 })).toBe('nothing is refused')
    expect(refusalOf({ ...refresh, AccessTokenValidity: 3 })).toMatch(
      'RefreshTokenValidity cannot be shorter',
    )
    expect(refusalOf({ ...refresh, IdTokenValidity: 3 })).toMatch('RefreshTokenValidity cannot be shorter')
  })
})

describe('attributes', () => {
  test('a client may read and write what it names, or everything', () => {
    const some = settingsOf({ ReadAttributes: ['email', 'custom:team'], WriteAttributes: ['email'] })
    expect(['sub', 'email', 'name'].map((name) => mayRead(some, name))).toEqual([true, true, false])
    expect(['email', 'name'].map((name) => mayWrite(some, name))).toEqual([true, false])
    expect(mayWrite(settingsOf(), 'name')).toBe(true)
  })

  test.each(['sub', 'email_verified', 'phone_number_verified', 'dev:custom:risk'])(
    'no client may write %s',
    (name) => {
      expect(mayWrite(settingsOf(), name)).toBe(false)
      expect(refusalOf({ WriteAttributes: [name] })).toMatch('Invalid write attributes')
      expect(refusalOf({ ReadAttributes: [name] })).toBe('nothing is refused')
    },
  )

  test('names that the pool does not have are refused', () => {
    expect(refusalOf({ ReadAttributes: ['custom:none'] })).toMatch('Invalid read attributes')
    expect(refusalOf({ WriteAttributes: ['custom:none'] })).toMatch('Invalid write attributes')
  })
})

test('users that do not exist are hidden, and revocation goes off, only where it is said', () => {
  expect(settingsOf()).toMatchObject({ hidesMissingUsers: false, revocation: true })
  const given: ClientRequest = { PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: false }
  expect(settingsOf(given)).toMatchObject({ hidesMissingUsers: true, revocation: false })
  expect(clientShape(clientOf(given))).toMatchObject(given)
})

test('what concerns a hosted page is answered as given', () => {
  const given: ClientRequest = {
    SupportedIdentityProviders: ['COGNITO'],
    CallbackURLs: ['https://app.example/in'],
    LogoutURLs: ['https://app.example/out'],
    DefaultRedirectURI: 'https://app.example/in',
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    AllowedOAuthFlowsUserPoolClient: true,
    AnalyticsConfiguration: { ApplicationId: 'x' },
    EnablePropagateAdditionalUserContextData: true,
  }
  expect(clientShape(clientOf(given))).toMatchObject(given)
})

test('what was answered can be sent as an update, which then changes nothing', () => {
  const client = clientOf({
    AccessTokenValidity: 2,
    WriteAttributes: ['custom:team'],
    AuthSessionValidity: 5,
  })
  const answered = clientShape(client)
  expect(clientShape({ ...client, ...settingsOf(answered) })).toEqual(answered)
})
