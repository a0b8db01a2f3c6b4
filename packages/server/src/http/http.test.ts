import { type TestPool, userPool } from '@latchkey/testing'
import { operationNames } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { whyNotServed } from '../not-served.js'
import { operations } from '../operations.js'

const PREFIX = 'AWSCognitoIdentityProviderService.'

/** An unsigned POST with any target and any body. */
async function post(pool: TestPool, target: string, body: string) {
  const response = await pool.send('/', { method: 'POST', headers: { 'x-amz-target': target }, body })
  return { response, text: await response.text() }
}

describe('every answer', () => {
  test('has a request id of its own, its type with a colon in a header, and bare in the body', async () => {
    await using pool = await userPool()
    const { response, text } = await post(pool, `${PREFIX}GetUser`, '{"AccessToken":"a.b.c"}')
    expect(response.status).toBe(400)
    expect(JSON.parse(text)).toEqual({ __type: 'NotAuthorizedException', message: 'Invalid Access Token' })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'NotAuthorizedException:',
      'x-amzn-errormessage': 'Invalid Access Token',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    })
    const ids = [response.headers.get('x-amzn-requestid')]
    const fine = await pool.post('DescribeUserPool', { UserPoolId: pool.poolId })
    ids.push(
      fine.headers.get('x-amzn-requestid'),
      (await pool.send('/nowhere')).headers.get('x-amzn-requestid'),
    )
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('to a POST is of the protocol at / alone, whatever stands behind a question mark', async () => {
    await using pool = await userPool()
    const asked = async (path: string) => {
      const headers = { 'x-amz-target': `${PREFIX}GetUser` }
      const response = await pool.send(path, { method: 'POST', headers, body: '{"AccessToken":"a.b.c"}' })
      return (await response.json()).message
    }
    for (const path of ['/', '/?a=/b', '/#c']) expect(await asked(path)).toBe('Invalid Access Token')
    for (const path of ['/nowhere', '//', '/a?b=/'])
      expect(await asked(path)).toMatch(/^There is nothing here/)
  })

  test('to a request that nobody can read is the protocol’s own 400, with no trace of the code', async () => {
    await using pool = await userPool()
    const GetUser = `${PREFIX}GetUser`
    const unknown = 'UnknownOperationException'
    const cases: [target: string, body: string, type: string][] = [
      ['', '{}', unknown],
      [`${PREFIX}NoSuchThing`, '{}', unknown],
      [`${PREFIX}constructor`, '{}', unknown],
      [`${PREFIX}__proto__`, '{}', unknown],
      [`${PREFIX}toString`, '{}', unknown],
      ['AnotherService.GetUser', '{}', unknown],
      [`${GetUser}.GetUser`, '{}', unknown],
      [GetUser, '', 'SerializationException'],
      [GetUser, '{', 'SerializationException'],
      [GetUser, '{"AccessToken":}', 'SerializationException'],
      [GetUser, '[]', 'SerializationException'],
      [GetUser, '"text"', 'SerializationException'],
      [GetUser, '5', 'SerializationException'],
      [GetUser, 'null', 'SerializationException'],
      [GetUser, '{"AccessToken":5}', 'SerializationException'],
      [GetUser, '{"AccessToken":["a"]}', 'SerializationException'],
      [GetUser, '{}', 'InvalidParameterException'],
      [GetUser, '{"__proto__":{"AccessToken":"a"}}', 'InvalidParameterException'],
      [GetUser, '{"constructor":{"prototype":{"AccessToken":"a"}}}', 'InvalidParameterException'],
      [GetUser, '['.repeat(100_000), 'SerializationException'],
      [GetUser, `{"AccessToken":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'SerializationException'],
    ]
    for (const [target, body, type] of cases) {
      const { response, text } = await post(pool, target, body)
      expect([response.status, JSON.parse(text).__type], `${target} ${body.slice(0, 60)}`).toEqual([
        400,
        type,
      ])
      expect(text).not.toMatch(/\bat .*\.[jt]s|node_modules|node:/)
    }
  })

  test('to keys that every object has is as to keys that mean nothing', async () => {
    await using pool = await userPool()
    const body = JSON.stringify({
      ClientId: pool.client.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { constructor: 'x', toString: 'x', PASSWORD: 'x' },
    }).replace('"PASSWORD"', '"__proto__":"x","PASSWORD"')
    const { text } = await post(pool, `${PREFIX}InitiateAuth`, body)
    expect(JSON.parse(text)).toEqual({
      __type: 'InvalidParameterException',
      message: 'Missing required parameter USERNAME',
    })
  })

  test('has a reason for each operation that is not served, and for no other', () => {
    const unserved = operationNames.filter((name) => operations[name] === 'not served')
    expect([...whyNotServed.keys()].sort()).toEqual(unserved.sort())
  })

  test('to an operation that is not served says so, and why', async () => {
    await using pool = await userPool()
    const answer = await pool.post('ListIdentityProviders', { UserPoolId: pool.poolId })
    expect(await answer.json()).toMatchObject({
      __type: 'InvalidParameterException',
      message: expect.stringContaining(
        'ListIdentityProviders is not served by this version of Latchkey: sign-in through another identity provider',
      ),
    })
  })
})

describe('a fault of the server', () => {
  test('is a JSON 500 that tells a request id and nothing else', async () => {
    await using pool = await userPool({ faults: 'expected' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    await pool.database.schema.dropTable('devices').execute()
    const answer = await pool.post('ListDevices', { AccessToken: laptop.accessToken })
    const id = answer.headers.get('x-amzn-requestid')
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(await answer.json()).toEqual({
      __type: 'InternalErrorException',
      message: `Something went wrong in the server. The log tells more of request ${id}.`,
    })
  })

  test('is one of this request only: the next ones are answered', async () => {
    await using pool = await userPool({ faults: 'expected' })
    const laptop = await pool.signedIn(await pool.user('alice'))
    await pool.database.schema.dropTable('devices').execute()
    await pool.post('ListDevices', { AccessToken: laptop.accessToken })
    await laptop.call('GetUser', { AccessToken: laptop.accessToken })
    expect((await pool.send('/healthz')).status).toBe(200)
  })

  test('outside the protocol is one too', async () => {
    await using pool = await userPool({ faults: 'expected' })
    await pool.database.schema.dropTable('signing_keys').execute()
    const answer = await pool.send(`/${pool.poolId}/.well-known/jwks.json`)
    expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([
      500,
      'InternalErrorException',
    ])
  })
})

test('a browser’s preflight is answered for two hours, with the headers that clients send', async () => {
  await using pool = await userPool()
  const answer = await pool.send('/', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'amz-sdk-invocation-id,x-amz-target,x-app-version,Authorization',
    },
  })
  expect(answer.status).toBe(204)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('access-control-max-age')).toBe('7200')
  const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase().split(',')
  for (const name of [
    'amz-sdk-invocation-id',
    'amz-sdk-request',
    'cache-control',
    'content-type',
    'x-amz-target',
    'x-amz-user-agent',
  ]) {
    expect(allowed).toContain(name)
  }
  expect(allowed).toContain('x-app-version')
  // A web page may not send signed operations. Browsers let a star stand for Authorization.
  expect(allowed).not.toContain('*')
  expect(allowed).not.toContain('authorization')
  const posted = await pool.post('GetUser', {})
  expect(posted.headers.get('access-control-expose-headers')).toContain('x-amzn-errortype')
})

test('a body of 20 MB is refused in the protocol’s words, over a socket, and the server goes on', async () => {
  await using pool = await userPool({ socket: true })
  const { response, text } = await post(
    pool,
    `${PREFIX}GetUser`,
    `{"AccessToken":"${'a'.repeat(20_000_000)}"}`,
  )
  expect(response.status).toBe(400)
  expect(JSON.parse(text)).toEqual({
    __type: 'InvalidParameterException',
    message: 'The request body is larger than 1048576 bytes.',
  })
  expect((await pool.send('/healthz')).status).toBe(200)
})

test('what is not there is told in the protocol’s words', async () => {
  await using pool = await userPool()
  for (const path of [
    '/nowhere',
    '/local_Nowhere/.well-known/jwks.json',
    '/local_Nowhere/.well-known/openid-configuration',
  ]) {
    const answer = await pool.send(path)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ __type: expect.any(String), message: expect.any(String) })
  }
})

test('discovery names the issuer that tokens name', async () => {
  await using pool = await userPool()
  const laptop = await pool.signedIn(await pool.user('alice'))
  const answer = await pool.send(`/${pool.poolId}/.well-known/openid-configuration`)
  expect(await answer.json()).toMatchObject({ issuer: laptop.claims.iss })
})
