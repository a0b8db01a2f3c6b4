import { type TestPool, userPool } from '@latchkey/testing'
import type { OperationName } from '@latchkey/wire'
import { expect, test } from 'vitest'

/** PostgreSQL refuses U+0000, and halves of surrogate pairs become one and the same character on both databases. */

const strange = ['a\u0000b', 'a\ud800b', '\udc00']

/** Every kind of free text that is kept, or looked for. */
const requests = (pool: TestPool, text: string, AccessToken: string): [OperationName, object][] => {
  const { poolId: UserPoolId, client } = pool
  const ClientId = client.clientId
  const attributes = [{ Name: 'name', Value: text }]
  const of = { UserPoolId, Username: 'alice' }
  return [
    ['SignUp', { ClientId, Username: 'carol', Password: 'Correct-Horse-9', UserAttributes: attributes }],
    ['SignUp', { ClientId, Username: text, Password: 'Correct-Horse-9' }],
    ['SignUp', { ClientId, Username: 'carol', Password: `Correct-Horse-9${text}` }],
    ['AdminCreateUser', { UserPoolId, Username: 'carol', UserAttributes: attributes }],
    ['AdminCreateUser', { UserPoolId, Username: 'carol', ClientMetadata: { key: text } }],
    ['AdminCreateUser', { UserPoolId, Username: 'carol', ClientMetadata: { [text]: 'value' } }],
    ['AdminUpdateUserAttributes', { ...of, UserAttributes: attributes }],
    ['UpdateUserAttributes', { AccessToken, UserAttributes: attributes }],
    ['CreateGroup', { UserPoolId, GroupName: 'staff', Description: text }],
    ['CreateGroup', { UserPoolId, GroupName: text }],
    ['CreateUserPool', { PoolName: text }],
    ['CreateUserPoolClient', { UserPoolId, ClientName: text }],
    [
      'TagResource',
      { ResourceArn: `arn:aws:cognito-idp:local:0:userpool/${UserPoolId}`, Tags: { key: text } },
    ],
    ['ConfirmDevice', { AccessToken, DeviceKey: 'local_0', DeviceName: text }],
    ['VerifySoftwareToken', { AccessToken, UserCode: '123456', FriendlyDeviceName: text }],
    ['ListUsers', { UserPoolId, Filter: `name = "${text}"` }],
    [
      'InitiateAuth',
      { AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters: { USERNAME: text, PASSWORD: 'x' } },
    ],
    [
      'AdminLinkProviderForUser',
      {
        UserPoolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'alice' },
        SourceUser: { ProviderName: 'Other', ProviderAttributeName: 'sub', ProviderAttributeValue: text },
      },
    ],
    ['CreateUserImportJob', { UserPoolId, JobName: text, CloudWatchLogsRoleArn: 'arn:aws:iam::1:role/x' }],
  ]
}

test.each(strange)('%j is refused wherever text is kept or looked for', async (text) => {
  await using pool = await userPool()
  const phone = await pool.signedIn(await pool.user('alice'))
  const passed: string[] = []
  for (const [operation, request] of requests(pool, text, phone.accessToken)) {
    const answer = await pool.post(operation, request)
    const { __type } = await answer.json()
    if (__type !== 'InvalidParameterException') passed.push(`${operation}: ${__type}`)
  }
  expect(passed).toEqual([])
})

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('U+0000 in a place that no shape describes is what nobody has', async () => {
  await using pool = await userPool()
  const token = `${base64url({ alg: 'RS256' })}.${base64url({ iss: 'http://127.0.0.1/local_\u0000' })}.c2ln`
  await expect(pool.call('GetUser', { AccessToken: token })).rejects.toMatchObject({
    code: 'NotAuthorizedException',
  })
  expect((await pool.send('/local_%00/.well-known/jwks.json')).status).toBe(400)
  const link = new URLSearchParams({
    client_id: pool.client.clientId,
    user_name: 'a\u0000',
    confirmation_code: '1',
  })
  const submitted = await pool.send('/confirmUser', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: pool.wire.url },
    body: link.toString(),
  })
  expect(submitted.status).toBe(400)
})

test('a challenge of a passkey with U+0000 is no challenge', async () => {
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'WEB_AUTHN' as const] } }
  await using pool = await userPool({ pool: { Policies } })
  await pool.call('SetUserPoolMfaConfig', {
    UserPoolId: pool.poolId,
    WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
  })
  const phone = await pool.signedIn(await pool.user('alice'))
  const clientDataJSON = base64url({
    type: 'webauthn.create',
    challenge: '\u0000',
    origin: 'http://localhost',
  })
  const answer = await pool.post('CompleteWebAuthnRegistration', {
    AccessToken: phone.accessToken,
    Credential: {
      id: 'YQ',
      rawId: 'YQ',
      type: 'public-key',
      response: { clientDataJSON, attestationObject: 'YQ' },
    },
  })
  expect((await answer.json()).__type).toBe('InvalidParameterException')
})

test('a preferred_username that is an alias is no longer than a name can be', async () => {
  await using pool = await userPool({ pool: { AliasAttributes: ['preferred_username'] } })
  await pool.user('alice')
  const update = (Value: string) =>
    pool.call('AdminUpdateUserAttributes', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes: [{ Name: 'preferred_username', Value }],
    })
  // Text that does not repeat: an index of PostgreSQL would compress other text.
  const long = Array.from({ length: 129 }, (_, at) => String.fromCodePoint(0x4e00 + at * 131)).join('')
  await expect(update(long)).rejects.toMatchObject({ code: 'InvalidParameterException' })
  await update(long.slice(1))
})
