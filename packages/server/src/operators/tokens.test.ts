import {
  ConsolePage,
  call,
  OPERATORS_POOL,
  type Operator,
  operator,
  type TestPool,
  userPool,
} from '@latchkey/testing'
import { expect, test } from 'vitest'

/** What is no access token of an operator who is signed in. */

const with_ = (pool: TestPool, operatorToken: string) =>
  call({ ...pool.wire, operatorToken }, 'ListUserPools', { MaxResults: 1 })

const codeOf = (attempt: Promise<unknown>) => attempt.catch(({ code, message }) => `${code}: ${message}`)

test('a user’s token is not an operator’s, wherever it is shown', async () => {
  await using pool = await userPool()
  const laptop = await pool.signedIn(await pool.user('alice'))
  await operator(pool, 'olga', 'viewer')
  const refused = 'AccessDeniedException: This is a token of a user, and not of an operator.'
  expect(await codeOf(with_(pool, laptop.accessToken))).toBe(refused)
  const entered = await new ConsolePage(pool).enter({ accessToken: laptop.accessToken })
  expect([entered.status, entered.headers.get('set-cookie')]).toEqual([400, null])
  expect(await entered.json()).toMatchObject({ __type: 'AccessDeniedException' })
})

test('a group called admin in another pool makes nobody an operator', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  await pool.call('CreateGroup', { UserPoolId: pool.poolId, GroupName: 'admin' })
  await pool.call('AdminAddUserToGroup', { UserPoolId: pool.poolId, Username: 'alice', GroupName: 'admin' })
  const laptop = await pool.signedIn(alice)
  expect(await codeOf(with_(pool, laptop.accessToken))).toMatch(/^AccessDeniedException/)
})

test('tokens of other kinds, spoilt, expired, signed out, or of somebody who is gone, are refused', async () => {
  await using pool = await userPool()
  const olga = await operator(pool, 'olga', 'admin')
  await with_(pool, olga.accessToken)
  const { idToken, refreshToken } = tokensOf(olga)
  const [head, body = '', signature] = olga.accessToken.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify({ ...claims, username: 'adam' })).toString('base64url')
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
  const invalid = 'NotAuthorizedException: Invalid Access Token'
  for (const token of [
    idToken,
    `${head}.${forged}.${signature}`,
    `${unsigned}.${body}.`,
    `${olga.accessToken.slice(0, -6)}AAAAAA`,
    'abc',
    'x'.repeat(10_000),
  ])
    expect(await codeOf(with_(pool, token)), token.slice(0, 40)).toBe(invalid)
  expect(await codeOf(with_(pool, refreshToken))).toMatch(/^(NotAuthorizedException|IncompleteSignature)/)

  pool.clock.advance('61 minutes')
  expect(await codeOf(with_(pool, olga.accessToken))).toBe('NotAuthorizedException: Access Token has expired')
  await olga.device.enter(olga.person)
  await pool.call('AdminUserGlobalSignOut', { UserPoolId: OPERATORS_POOL, Username: 'olga' })
  expect(await codeOf(with_(pool, olga.device.accessToken))).toBe(
    'NotAuthorizedException: Access Token has been revoked',
  )
  await olga.device.enter(olga.person)
  await pool.call('AdminDisableUser', { UserPoolId: OPERATORS_POOL, Username: 'olga' })
  expect(await codeOf(with_(pool, olga.device.accessToken))).toMatch(/^NotAuthorizedException/)
  await pool.call('AdminDeleteUser', { UserPoolId: OPERATORS_POOL, Username: 'olga' })
  expect(await codeOf(with_(pool, olga.device.accessToken))).toMatch(/^NotAuthorizedException/)
})

const tokensOf = ({ device }: Operator) => ({
  idToken: device.tokens.IdToken ?? '',
  refreshToken: device.tokens.RefreshToken ?? '',
})

test('an operator has a second factor and a device that is remembered, as users have', async () => {
  await using pool = await userPool()
  const olga = await operator(pool, 'olga', 'admin')
  const { device, person } = olga
  const AccessToken = device.accessToken
  const { SecretCode } = await device.call('AssociateSoftwareToken', { AccessToken })
  person.totpSecret = SecretCode
  await device.call('VerifySoftwareToken', { AccessToken, UserCode: person.code() })
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true }
  await device.call('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings })
  expect((await device.signIn(person)).asks).toBe('totp')
  await device.answer(person.code())
  await device.rememberDevice()
  expect((await device.signIn(person)).asks).toBe('nothing')
  await call({ ...pool.wire, operatorToken: device.accessToken }, 'GetOperator', {})
})

test('an app of another origin sends no operator’s token, and gets no leave to', async () => {
  await using pool = await userPool()
  const olga = await operator(pool, 'olga', 'admin')
  const ask = (origin: string) =>
    pool.send('/', {
      method: 'POST',
      headers: {
        origin,
        authorization: `Bearer ${olga.accessToken}`,
        'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
      },
      body: '{"MaxResults":1}',
    })
  expect((await ask('http://127.0.0.1:9229')).status).toBe(200)
  for (const origin of ['http://127.0.0.1:3000', 'http://localhost:9229', 'https://evil.example', 'null'])
    expect(await (await ask(origin)).json(), origin).toMatchObject({ __type: 'AccessDeniedException' })
})
