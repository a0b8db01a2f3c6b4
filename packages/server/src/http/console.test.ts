import {
  ConsolePage,
  freshDatabase,
  OPERATORS_POOL,
  operator,
  type TestPool,
  userPool,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

/** What the console's cookie is good for, and what it is not. */

const entered = async (pool: TestPool, role: 'viewer' | 'admin' = 'admin') => {
  const olga = await operator(pool, 'olga', role)
  const page = new ConsolePage(pool)
  await page.enter(olga)
  return { olga, page }
}

const outcomeOf = async (answer: Promise<Response>) => {
  const response = await answer
  const text = await response.text()
  return [response.status, text === '' ? '' : JSON.parse(text).__type]
}

const LIST = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
  },
  body: '{"MaxResults":1}',
}

const DENIED = [400, 'AccessDeniedException']
const SIGN_IN = [401, 'NotAuthorizedException']

describe('a page of another origin', () => {
  test('calls nothing with the cookie: from another port of this host, by a rebound name, or without an origin', async () => {
    await using pool = await userPool()
    const { page } = await entered(pool)
    expect(await outcomeOf(page.send('/console/api', LIST))).toEqual([200, undefined])
    for (const origin of [
      'http://127.0.0.1:3000',
      'http://localhost:9229',
      'https://127.0.0.1:9229',
      'http://127.0.0.1:9229.evil.example',
      'http://evil.example:9229',
      'http://127.0.0.1:9229/',
      'null',
      '',
    ]) {
      const headers = { ...LIST.headers, origin, host: 'evil.example:9229' }
      expect(await outcomeOf(page.send('/console/api', { ...LIST, headers })), origin).toEqual(DENIED)
      expect(await outcomeOf(page.send('/console/session', { method: 'DELETE', headers })), origin).toEqual(
        DENIED,
      )
    }
    const { cookie } = page
    expect(
      await outcomeOf(pool.send('/console/api', { ...LIST, headers: { ...LIST.headers, cookie } })),
    ).toEqual(DENIED)
    expect(await outcomeOf(page.send('/console/session'))).toEqual([200, undefined])
  })

  test('sends no form, and reads nothing', async () => {
    await using pool = await userPool()
    const { page } = await entered(pool)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const headers = { 'content-type': type, origin: 'https://evil.example' }
      expect(
        (await outcomeOf(page.send('/console/api', { method: 'POST', headers, body: '{"a=":1}' })))[0],
      ).toBe(400)
    }
    const crossSite = { 'sec-fetch-site': 'cross-site' }
    expect(await outcomeOf(page.send('/console/session', { headers: crossSite }))).toEqual(DENIED)
    for (const path of ['/console/api', '/console/session', '/console']) {
      const preflight = await pool.send(path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-amz-target',
        },
      })
      expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    for (const answer of [await page.send('/console/session'), await page.send('/console/api', LIST)])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('a cookie', () => {
  test('that is spoilt, another’s, huge, empty, or there twice speaks for nobody', async () => {
    await using pool = await userPool()
    const { page } = await entered(pool)
    const mine = page.cookie
    const value = mine.slice(mine.indexOf('=') + 1)
    const other = pool.server.world.keyring.seal('sign-in session', '{"userId":"x"}')
    for (const cookie of [
      `${mine.slice(0, -6)}AAAAAA`,
      `latchkey_operator=${other}`,
      `latchkey_operator=${'A'.repeat(100_000)}`,
      'latchkey_operator=',
      'latchkey_operator',
      `${mine}; ${mine}`,
      `latchkey_operator=forged; ${mine}`,
      `__Host-latchkey_operator=${value}`,
      `latchkey_operator="${value}"`,
      `LATCHKEY_OPERATOR=${value}`,
    ]) {
      page.cookie = cookie
      expect(await outcomeOf(page.send('/console/api', LIST)), cookie.slice(0, 60)).toEqual(SIGN_IN)
    }
    page.cookie = `theme=dark; ${mine}; other=1`
    expect((await page.send('/console/api', LIST)).status).toBe(200)
  })

  test('that a neighbour of the host put beside it does not keep the session open when its operator signs out', async () => {
    await using pool = await userPool()
    const { page } = await entered(pool)
    const mine = page.cookie
    page.cookie = `latchkey_operator=tossed; ${mine}`
    expect((await page.leave()).status).toBe(204)
    page.cookie = mine
    expect(await outcomeOf(page.send('/console/api', LIST))).toEqual(SIGN_IN)
  })

  test('is over after twelve hours, when its operator is gone, disabled or signed out, and when its device is forgotten', async () => {
    await using pool = await userPool()
    const { page, olga } = await entered(pool)
    const ends = async (what: () => Promise<unknown>) => {
      await olga.device.enter(olga.person)
      await page.enter({ accessToken: olga.device.accessToken })
      expect((await page.send('/console/api', LIST)).status).toBe(200)
      await what()
      expect(await outcomeOf(page.send('/console/api', LIST))).toEqual(SIGN_IN)
    }
    const named = { UserPoolId: OPERATORS_POOL, Username: 'olga' }
    await ends(async () => pool.clock.advance('12 hours'))
    await ends(() => pool.call('AdminUserGlobalSignOut', named))
    await ends(() => pool.call('AdminForgetDevice', { ...named, DeviceKey: olga.device.key }))
    await ends(() => pool.call('AdminDisableUser', named))
    await pool.call('AdminEnableUser', named)
    await ends(() =>
      pool.call('AdminResetUserPassword', named).catch(() => pool.call('AdminDeleteUser', named)),
    )
  })

  test('is looked at by the console alone, and a token or a signature by the protocol alone', async () => {
    await using pool = await userPool()
    const { page, olga } = await entered(pool)
    const bearer = { authorization: `Bearer ${olga.accessToken}` }
    const withoutCookie = new ConsolePage(pool)
    expect(
      await outcomeOf(
        withoutCookie.send('/console/api', { ...LIST, headers: { ...LIST.headers, ...bearer } }),
      ),
    ).toEqual(SIGN_IN)
    expect(await outcomeOf(page.send('/', LIST))).toEqual([400, 'MissingAuthenticationTokenException'])
    const both = { ...LIST.headers, authorization: 'Bearer abc' }
    expect((await page.send('/console/api', { ...LIST, headers: both })).status).toBe(200)
    expect(await outcomeOf(page.send('/', { ...LIST, headers: both }))).toEqual([
      400,
      'NotAuthorizedException',
    ])
  })

  test('opens the operations of operators, and not those of users', async () => {
    await using pool = await userPool()
    const { page } = await entered(pool)
    expect(await page.call('GetUser', { AccessToken: 'a.b.c' })).toMatchObject({
      status: 400,
      body: { message: 'GetUser is for users, who call POST /.' },
    })
    const nonsense = { ...LIST, headers: { ...LIST.headers, 'x-amz-target': 'Nothing' } }
    expect(await outcomeOf(page.send('/console/api', nonsense))).toEqual([400, 'UnknownOperationException'])
  })

  test('costs one look into the database, beside what it is for', async () => {
    const looks: string[] = []
    const database = await freshDatabase(({ query: { sql } }) => {
      // The outbox is looked into regularly, whatever operators do.
      if (!sql.includes('"messages"')) looks.push(sql)
    })
    await using pool = await userPool({ database })
    const { page } = await entered(pool)
    looks.length = 0
    await page.call('GetOperator', {})
    expect(looks).toEqual([expect.stringContaining('from "sessions" inner join "users"')])
  })

  test('on https is of this very host alone', async () => {
    await using pool = await userPool({ publicUrl: 'https://id.example.com' })
    const { olga } = await entered(pool)
    const origin = 'https://id.example.com'
    const answer = await pool.send('/console/session', {
      method: 'POST',
      headers: { origin, authorization: `Bearer ${olga.accessToken}` },
    })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Host-latchkey_operator=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    )
    const asked = (text: string) => pool.send('/console/session', { headers: { cookie: text } })
    expect((await asked(cookie.split(';')[0] ?? '')).status).toBe(200)
    expect((await asked((cookie.split(';')[0] ?? '').replace('__Host-', ''))).status).toBe(401)
  })
})

describe('a link', () => {
  test('is refused after half an hour, to others than its operator, and in any other form', async () => {
    await using pool = await userPool()
    const { olga } = await entered(pool)
    const follow = (link: unknown) =>
      outcomeOf(
        new ConsolePage(pool).send('/console/session', { method: 'POST', body: JSON.stringify({ link }) }),
      )
    const linkFor = async (name: string) => (await pool.server.operators.link(name)).split('#link=')[1] ?? ''
    const link = await linkFor('olga')
    const refused = [400, 'NotAuthorizedException']
    const otto = await operator(pool, 'otto', 'viewer')
    expect(await follow(link.replace(olga.person.userId, otto.person.userId))).toEqual(refused)
    for (const nonsense of ['', 'x', null, 5, {}, [link], `${link} `, 'x'.repeat(100_000)])
      expect(await follow(nonsense)).toEqual([400, 'InvalidParameterException'])
    const body = 'link='
    expect(await outcomeOf(new ConsolePage(pool).send('/console/session', { method: 'POST', body }))).toEqual(
      [400, 'InvalidParameterException'],
    )
    pool.clock.advance('31 minutes')
    expect(await follow(link)).toEqual(refused)
    const developer = pool.server.operators.developerLink().split('#link=')[1]
    pool.clock.advance('31 minutes')
    expect(await follow(developer)).toEqual(refused)

    const fresh = await linkFor('olga')
    expect(
      (await Promise.all([follow(fresh), follow(fresh), follow(fresh)])).map(([status]) => status).sort(),
    ).toEqual([204, 400, 400])
    const ofTheDisabled = await linkFor('olga')
    await pool.call('AdminDisableUser', { UserPoolId: OPERATORS_POOL, Username: 'olga' })
    expect(await follow(ofTheDisabled)).toEqual(refused)
    await expect(pool.server.operators.link('nobody')).rejects.toThrow('There is no operator nobody.')
  })
})
