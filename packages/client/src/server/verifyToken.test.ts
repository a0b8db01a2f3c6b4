import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { requestCookies } from './cookies.js'
import { createServerAuth } from './createServerAuth.js'
import { keysAt } from './issuer-keys.js'
import { type VerifyTokenOptions, verifyToken } from './verifyToken.js'

const seconds = () => Math.floor(Date.now() / 1000)

async function signingKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  return { kid, privateKey, publicKey, jwk }
}

type Key = Awaited<ReturnType<typeof signingKey>>

const keys = { first: await signingKey('first'), second: await signingKey('second') }

/** An issuer on a real socket. It counts how often its keys are asked for. */
async function issuer(published: Key[] = [keys.first]) {
  const state = { published, asked: 0, answer: undefined as RequestListener | undefined }
  const server = createServer((request, response) => {
    state.asked += 1
    if (state.answer) return state.answer(request, response)
    if (request.url !== '/pool/.well-known/jwks.json') return response.writeHead(404).end()
    response.end(JSON.stringify({ keys: state.published.map(({ jwk }) => jwk) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pool`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    state,
    url,
    close,
    expected: { issuer: url, clientId: 'app', tokenUse: 'access' } satisfies VerifyTokenOptions,
    token: (claims: object = {}, { kid, privateKey }: Pick<Key, 'kid' | 'privateKey'> = keys.first) =>
      new SignJWT({
        sub: 'alice',
        iss: url,
        token_use: 'access',
        client_id: 'app',
        exp: seconds() + 3600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(privateKey),
    [Symbol.asyncDispose]: close,
  }
}

afterEach(() => {
  vi.restoreAllMocks()
})

const later = (minutes: number) => {
  const now = Date.now() + minutes * 60_000
  vi.spyOn(Date, 'now').mockImplementation(() => now)
}

test('the claims of a token that is good', async () => {
  await using pool = await issuer()
  expect(await verifyToken(await pool.token({ username: 'alice' }), pool.expected)).toMatchObject({
    sub: 'alice',
    username: 'alice',
  })
})

test('ID tokens are for an audience', async () => {
  await using pool = await issuer()
  const token = await pool.token({ token_use: 'id', client_id: undefined, aud: 'app' })
  expect(await verifyToken(token, { ...pool.expected, tokenUse: 'id' })).toMatchObject({ aud: 'app' })
})

test('an API of several apps names them all', async () => {
  await using pool = await issuer()
  const several = { ...pool.expected, clientId: ['web', 'app'] }
  expect(await verifyToken(await pool.token(), several)).toMatchObject({ client_id: 'app' })
  await expect(verifyToken(await pool.token({ client_id: 'cli' }), several)).rejects.toThrow(
    'It is for the client "cli".',
  )
})

test('clocks may differ by some seconds', async () => {
  await using pool = await issuer()
  expect(await verifyToken(await pool.token({ exp: seconds() - 3 }), pool.expected)).toBeDefined()
  await expect(verifyToken(await pool.token({ exp: seconds() - 7 }), pool.expected)).rejects.toMatchObject({
    name: 'TokenExpiredException',
    message: 'The access token has expired.',
  })
})

describe('refused, with the reason', () => {
  test.each<[string, object, RegExp]>([
    [
      'another issuer',
      { iss: 'https://id.example.com/pool' },
      /It was issued by "https:\/\/id.example.com\/pool", not by http/,
    ],
    ['no issuer', { iss: undefined }, /It was issued by undefined/],
    ['another client', { client_id: 'other' }, /It is for the client "other"/],
    [
      'an audience in the place of a client',
      { client_id: undefined, aud: 'app' },
      /It is for the client undefined/,
    ],
    ['an ID token', { token_use: 'id', aud: 'app' }, /Its token_use is "id", not "access"/],
    ['no token_use', { token_use: undefined }, /Its token_use is undefined/],
    ['an ID token that has expired', { token_use: 'id', exp: 1 }, /Its token_use is "id", not "access"/],
    ['no end', { exp: undefined }, /Its exp is undefined/],
    ['an end in words', { exp: 'tomorrow' }, /Its exp is "tomorrow"/],
    ['no subject', { sub: undefined }, /Its sub is undefined/],
    ['not yet', { nbf: seconds() + 600 }, /Its nbf is \d+/],
  ])('%s', async (_, claims, sentence) => {
    await using pool = await issuer()
    await expect(verifyToken(await pool.token(claims), pool.expected)).rejects.toMatchObject({
      name: 'InvalidTokenException',
      message: expect.stringMatching(sentence),
      recoverySuggestion: expect.stringContaining('check `issuer`'),
    })
  })

  test('what is no token', async () => {
    await using pool = await issuer()
    const good = await pool.token()
    for (const token of [
      '',
      '..',
      'a.b',
      'a.b.c',
      `${good}.x`,
      '\0',
      'é.é.é',
      '{}',
      `${'a'.repeat(1e6)}.b.c`,
      undefined,
      {},
    ])
      await expect(verifyToken(token as string, pool.expected)).rejects.toMatchObject({
        name: 'InvalidTokenException',
      })
  })

  test('the public key as a shared secret, and other algorithms (RFC 8725, section 2.1)', async () => {
    await using pool = await issuer()
    const claims = { sub: 'alice', iss: pool.url, token_use: 'access', client_id: 'app', exp: seconds() + 60 }
    const sign = (alg: string, key: Parameters<SignJWT['sign']>[0]) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid: 'first' }).sign(key)
    const es256 = await generateKeyPair('ES256')
    for (const token of [
      await sign('HS256', new TextEncoder().encode(JSON.stringify(keys.first.jwk))),
      await sign('PS256', (await generateKeyPair('PS256')).privateKey),
      await sign('ES256', es256.privateKey),
    ])
      await expect(verifyToken(token, pool.expected)).rejects.toThrow('It is not signed with RS256.')
  })

  test('a key that comes with the token', async () => {
    await using pool = await issuer()
    const { privateKey, jwk } = keys.second
    const token = await new SignJWT({
      sub: 'alice',
      token_use: 'access',
      client_id: 'app',
      exp: seconds() + 60,
    })
      .setIssuer(pool.url)
      .setProtectedHeader({ alg: 'RS256', kid: 'first', jwk, jku: 'https://evil.example.com/jwks.json' })
      .sign(privateKey)
    await expect(verifyToken(token, pool.expected)).rejects.toThrow('Its signature does not fit.')
  })
})

describe('keys', () => {
  test('are fetched once, however many tokens come', async () => {
    await using pool = await issuer()
    const token = await pool.token()
    await Promise.all(Array.from({ length: 20 }, () => verifyToken(token, pool.expected)))
    await verifyToken(token, pool.expected)
    expect(pool.state.asked).toBe(1)
  })

  test('that are new are found at once; made-up ones cost one request in 30 seconds', async () => {
    await using pool = await issuer()
    await verifyToken(await pool.token(), pool.expected)
    pool.state.published = [keys.first, keys.second]
    const made = await pool.token({}, { kid: 'made up', privateKey: keys.second.privateKey })
    for (let round = 0; round < 5; round += 1)
      await expect(verifyToken(made, pool.expected)).rejects.toThrow(
        'publishes no key that it is signed with',
      )
    expect(pool.state.asked).toBe(1)

    later(1)
    expect(await verifyToken(await pool.token({}, keys.second), pool.expected)).toBeDefined()
    expect(pool.state.asked).toBe(2)
  })

  test('that were withdrawn count no more after ten minutes', async () => {
    await using pool = await issuer()
    const token = await pool.token()
    await verifyToken(token, pool.expected)
    pool.state.published = [keys.second]
    later(11)
    await expect(verifyToken(token, pool.expected)).rejects.toThrow('publishes no key')
  })

  test('stay good while the issuer is down', async () => {
    await using pool = await issuer()
    const token = await pool.token()
    await verifyToken(token, pool.expected)
    later(11)
    await pool.close()
    expect(await verifyToken(token, pool.expected)).toMatchObject({ sub: 'alice' })
    await expect(verifyToken(await pool.token({}, keys.second), pool.expected)).rejects.toThrow(
      'publishes no key',
    )
  })

  test.each<[string, RequestListener]>([
    ['404', (_, response) => response.writeHead(404).end()],
    ['a web page', (_, response) => response.end('<html>')],
    ['something else', (_, response) => response.end('{"keys":"none"}')],
    [
      'a way elsewhere',
      (_, response) => response.writeHead(302, { location: 'https://evil.example.com' }).end(),
    ],
    ['nothing', (request) => request.socket.destroy()],
  ])('that cannot be read, as %s is answered, say nothing of the token', async (_, answer) => {
    await using pool = await issuer()
    pool.state.answer = answer
    await expect(verifyToken(await pool.token(), pool.expected)).rejects.toMatchObject({
      name: 'TokenIssuerUnreachable',
      message: `The keys of the token's issuer could not be read at ${pool.url}/.well-known/jwks.json`,
      recoverySuggestion: expect.stringContaining('PUBLIC_URL/POOL_ID'),
    })
    pool.state.answer = undefined
    expect(await verifyToken(await pool.token(), pool.expected)).toBeDefined()
  })

  test('may be elsewhere, and an issuer may end in a slash', async () => {
    await using pool = await issuer()
    const issued = await pool.token({ iss: 'https://id.example.com/pool' })
    const jwksUri = `${pool.url}/.well-known/jwks.json`
    const named = { ...pool.expected, issuer: 'https://id.example.com/pool', jwksUri }
    expect(await verifyToken(issued, named)).toBeDefined()
    const slash = { ...pool.expected, issuer: `${pool.url}/` }
    expect(await verifyToken(await pool.token({ iss: `${pool.url}/` }), slash)).toBeDefined()
  })

  test('are kept for the hundred addresses that were used last', () => {
    const address = (index: number) => new URL(`https://id.example.com/${index}`)
    const [first, second] = [keysAt(address(1)), keysAt(address(2))]
    for (let index = 3; index <= 100; index += 1) keysAt(address(index))
    expect(keysAt(address(1))).toBe(first)
    keysAt(address(101))
    expect(keysAt(address(1))).toBe(first)
    expect(keysAt(address(2))).not.toBe(second)
  })

  test.each(['', 'id.example.com', 'file:///etc/issuer'])('are not looked for at %j', async (wrong) => {
    const options = { issuer: wrong, clientId: 'app', tokenUse: 'access' } as const
    await expect(verifyToken('a.b.c', options)).rejects.toMatchObject({ name: 'InvalidTokenIssuer' })
  })
})

test("a pool of Amazon Cognito has Amazon's issuer", async () => {
  const issued = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123'
  const fetched = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => Response.json({ keys: [keys.first.jwk] }))
  const token = await new SignJWT({
    sub: '1',
    iss: issued,
    token_use: 'access',
    client_id: 'app',
    username: 'alice',
  })
    .setExpirationTime('1h')
    .setProtectedHeader({ alg: 'RS256', kid: 'first' })
    .sign(keys.first.privateKey)
  const prefix = 'CognitoIdentityServiceProvider.app'
  const headers = new Headers({
    cookie: `${prefix}.LastAuthUser=alice; ${prefix}.alice.accessToken=${token}`,
  })

  const auth = createServerAuth({ auth: { user_pool_id: 'eu-west-1_AbCdEf123', user_pool_client_id: 'app' } })

  expect(await auth.forRequest(requestCookies({ headers })).getCurrentUser()).toEqual({
    username: 'alice',
    userId: '1',
  })
  expect(fetched.mock.calls.map(([url]) => url)).toEqual([`${issued}/.well-known/jwks.json`])
})
