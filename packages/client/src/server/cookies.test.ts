import { describe, expect, test } from 'vitest'
import { cookieAttributes, nextCookies, requestCookies } from './cookies.js'
import { createServerAuth } from './createServerAuth.js'

const config = { Auth: { Cognito: { userPoolId: 'local_Sample1', userPoolClientId: 'sampleclient' } } }
const PREFIX = 'CognitoIdentityServiceProvider.sampleclient'
const from = (cookie: string) =>
  requestCookies(new Request('https://app.example.com', { headers: { cookie } }))

describe('the Cookie header is hostile', () => {
  test.each([
    ['nothing', ''],
    ['malformed percent-encoding', `${PREFIX}.LastAuthUser=%E0%A4%A; ${PREFIX}.%ZZ=1; %=%`],
    ['names of prototypes', '__proto__=1; constructor=2; toString=3; __proto__.isAdmin=true'],
    ['thousands of cookies', Array.from({ length: 20_000 }, (_, index) => `c${index}=${index}`).join('; ')],
    ['a huge user', `${PREFIX}.LastAuthUser=${'a'.repeat(1_000_000)}`],
    ['huge tokens', `${PREFIX}.LastAuthUser=a; ${PREFIX}.a.accessToken=${'e.'.repeat(500_000)}`],
    ['separators only', ';;; ; =; ==; "; ="'],
    ['a user of prototypes', `${PREFIX}.LastAuthUser=__proto__; ${PREFIX}.__proto__.accessToken=a.b.c`],
    [
      'details that are no object',
      `${PREFIX}.LastAuthUser=a; ${PREFIX}.a.accessToken=a.e30.c; ${PREFIX}.a.signInDetails={`,
    ],
  ])('%s: nobody is signed in, and nothing else happens', async (_, header) => {
    const cookies = from(header)
    expect(await createServerAuth(config).forRequest(cookies).fetchAuthSession()).toEqual({})
    expect(cookies.setCookies).toEqual([])
    expect(Object.prototype).not.toHaveProperty('isAdmin')
  })

  test('of two cookies with a name the first counts, as in js-cookie', () => {
    expect(from('a=1; a=2').get('a')).toBe('1')
  })

  test('a name that nobody sent is not found on a prototype', () => {
    expect(from('a=1').get('constructor')).toBeUndefined()
    expect(from('a=1').get('__proto__')).toBeUndefined()
  })
})

describe('Set-Cookie', () => {
  test('is encoded as js-cookie does, and read again', () => {
    const cookies = from('')
    cookies.set('a.%40', 'b;c=d\r\nSet-Cookie: e=f', cookieAttributes())
    expect(cookies.setCookies).toEqual([
      'a.%40=b%3Bc=d%0D%0ASet-Cookie:%20e=f; Path=/; Max-Age=31536000; SameSite=Lax; Secure',
    ])
    expect(cookies.get('a.%40')).toBe('b;c=d\r\nSet-Cookie: e=f')
  })

  test('is there once for each name (RFC 6265, section 4.1.1)', () => {
    const cookies = from('')
    for (const value of ['1', '2']) cookies.set('a', value, cookieAttributes({ secure: false, maxAge: 60 }))
    expect(cookies.setCookies).toEqual(['a=2; Path=/; Max-Age=60; SameSite=Lax'])
  })

  test.each(['a\r\nb', 'a;b', 'a=b', 'a b', '', 'ä'])('refuses %j as a name', (name) => {
    expect(() => from('').set(name, '1', cookieAttributes())).toThrow('Such a cookie cannot be set')
  })

  test.each([
    { path: '/\r\nSet-Cookie: a=b' },
    { path: '/; HttpOnly' },
    { domain: 'example.com\n' },
    { domain: 'example.com; Path=/admin' },
    { sameSite: 'none', secure: false },
    { sameSite: 'Lax\r\n' as 'lax' },
    { maxAge: Number.NaN },
    { maxAge: 1.5 },
  ] as const)('refuses %j: before the first request, and where it is set', (attributes) => {
    const error = expect.objectContaining({ name: 'InvalidCookieAttributes' })
    expect(() => createServerAuth(config, { cookies: attributes })).toThrow(error)
    expect(() => from('').set('a', '1', { ...cookieAttributes(), ...attributes })).toThrow(error)
  })
})

test('the cookies of middleware are read in the request and set in the response', () => {
  const set: unknown[] = []
  const cookies = nextCookies(
    { get: (name) => (name === 'a' ? { value: '1' } : undefined) },
    { set: (...all) => set.push(all) },
  )
  cookies.set('a', '2', cookieAttributes())
  expect([cookies.get('a'), cookies.get('b'), set]).toEqual([
    '1',
    undefined,
    [['a', '2', cookieAttributes()]],
  ])
})

describe('createServerAuth', () => {
  test.each([
    ['AuthUserPoolException', {}, {}],
    ['InvalidUserPoolId', { aws_user_pools_id: 'nowhere', aws_user_pools_web_client_id: 'a' }, {}],
    ['InvalidTokenIssuer', config, { issuer: 'id.example.com' }],
    ['InvalidTokenIssuer', config, { jwksUri: 'file:///etc/passwd' }],
  ])('%s is said before the first request', (name, given, options) => {
    expect(() => createServerAuth(given, options)).toThrow(expect.objectContaining({ name }))
  })
})
