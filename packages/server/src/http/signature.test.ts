import { signRequest, type TestPool, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

const OPERATION = 'AWSCognitoIdentityProviderService.AdminGetUser'

type Change = {
  accessKey?: { accessKeyId: string; secret: string }
  offSeconds?: number
  unsigned?: string[]
  body?: string
  target?: string
  headers?: Record<string, string>
}

/** A signed AdminGetUser, changed after it was signed where the change says so. */
async function send(pool: TestPool, change: Change = {}) {
  const body = JSON.stringify({ UserPoolId: pool.poolId, Username: 'alice' })
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': OPERATION }
  const signature = signRequest({
    url: `${pool.wire.url}/`,
    headers,
    body,
    accessKey: change.accessKey ?? pool.wire.accessKey,
    at: new Date(pool.clock.now().getTime() + (change.offSeconds ?? 0) * 1000),
    unsigned: change.unsigned ?? [],
  })
  const response = await pool.send('/', {
    method: 'POST',
    headers: {
      ...headers,
      ...signature,
      ...(change.target && { 'x-amz-target': change.target }),
      ...change.headers,
    },
    body: change.body ?? body,
  })
  const answer = (await response.json()) as { __type?: string; Username?: string }
  return answer.__type ?? answer.Username
}

test.each([false, true])('a signed request passes (over a socket: %s)', async (socket) => {
  await using pool = await userPool({ socket })
  await pool.user('alice')
  expect(await send(pool)).toBe('alice')
})

test('a request that is not signed, or not as AWS signs, is told what it lacks', async () => {
  await using pool = await userPool()
  await pool.user('alice')
  const bare = await pool.send('/', {
    method: 'POST',
    headers: { 'x-amz-target': OPERATION },
    body: '{}',
  })
  expect(await bare.json()).toEqual({
    __type: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  })
  for (const authorization of ['Basic x', 'AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA256 Credential=local']) {
    expect(await send(pool, { headers: { authorization } })).toBe('IncompleteSignature')
  }
  expect(await send(pool, { headers: { 'x-amz-date': 'yesterday' } })).toBe('IncompleteSignature')
})

test('a wrong secret, an edited body, or another target than the signed one is no signature', async () => {
  await using pool = await userPool()
  await pool.user('alice')
  const wrong = 'InvalidSignatureException'
  expect(await send(pool, { accessKey: { accessKeyId: 'local', secret: 'wrong' } })).toBe(wrong)
  expect(await send(pool, { body: JSON.stringify({ UserPoolId: pool.poolId, Username: 'bob' }) })).toBe(wrong)
  expect(await send(pool, { target: OPERATION.replace('Get', 'Delete') })).toBe(wrong)
})

test('an unknown access key is not one', async () => {
  await using pool = await userPool()
  const accessKey = { accessKeyId: 'nobody', secret: 'local' }
  expect(await send(pool, { accessKey })).toBe('UnrecognizedClientException')
})

test.each(['host', 'x-amz-date', 'x-amz-target'])(
  'a signature that does not cover %s is refused',
  async (name) => {
    await using pool = await userPool()
    await pool.user('alice')
    expect(await send(pool, { unsigned: [name] })).toBe('InvalidSignatureException')
  },
)

test('a signature is good for five minutes, on either side', async () => {
  await using pool = await userPool()
  await pool.user('alice')
  for (const offSeconds of [-300, 300]) expect(await send(pool, { offSeconds })).toBe('alice')
  for (const offSeconds of [-301, 301, -86_400]) {
    expect(await send(pool, { offSeconds })).toBe('InvalidSignatureException')
  }
})

test('the well-known pair of development means nothing elsewhere; an access key that was made does', async () => {
  await using pool = await userPool({ development: false })
  await pool.user('alice')
  expect(await send(pool)).toBe('alice')
  const accessKey = { accessKeyId: 'local', secret: 'local' }
  expect(await send(pool, { accessKey })).toBe('UnrecognizedClientException')
})

test.each(['https://evil.example', 'http://127.0.0.1:3000', 'null'])(
  'a web page of %s sends no admin operation, however well it is signed',
  async (origin) => {
    await using pool = await userPool()
    await pool.user('alice')
    expect(await send(pool, { headers: { origin } })).toBe('AccessDeniedException')
    expect(await send(pool, { headers: { origin: new URL(pool.wire.url).origin } })).toBe('alice')
  },
)
