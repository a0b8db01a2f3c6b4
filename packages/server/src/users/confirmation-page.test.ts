import { type TestPool, triggerServer, userPool } from '@latchkey/testing'
import { mailServer } from '@latchkey/testing/mail'
import { describe, expect, test } from 'vitest'
import { smtpCarrier } from '../messages/smtp.js'

const byLink = {
  AutoVerifiedAttributes: ['email' as const],
  VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' as const },
}

const signUp = async (pool: TestPool, Username = 'alice') => {
  const { UserSub = '' } = await pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username,
    Password: 'Correct-Horse-9',
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
  })
  return { poolId: pool.poolId, userId: UserSub }
}

/** The link in the latest message to a user. */
async function linkTo(pool: TestPool, owner: { poolId: string; userId: string }): Promise<URL> {
  const [message] = await pool.server.world.stores.outbox.ofUser(owner, 1)
  return new URL(/href="([^"]+)"/.exec(message?.body ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '')
}

const open = (pool: TestPool, link: URL) => pool.send(`${link.pathname}${link.search}`)

const press = async (pool: TestPool, link: URL, changed: Record<string, string> = {}) => {
  const body = new URLSearchParams({ ...Object.fromEntries(link.searchParams), ...changed })
  const answer = await pool.send('/confirmUser', { method: 'POST', body })
  return { status: answer.status, text: await answer.text() }
}

const statusOf = async (pool: TestPool, Username = 'alice') =>
  (await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })).UserStatus

const attributesOf = async (pool: TestPool, Username = 'alice') =>
  (await pool.call('AdminGetUser', { UserPoolId: pool.poolId, Username })).UserAttributes

test('a sign-up is confirmed by the link in the mail and the button behind it', async () => {
  await using mail = await mailServer()
  const from = { name: '', address: 'no-reply@example.com' }
  const EMAIL = smtpCarrier({
    host: '127.0.0.1',
    port: mail.port,
    tls: 'opportunistic',
    auth: undefined,
    from,
  })
  await using pool = await userPool({
    pool: {
      ...byLink,
      VerificationMessageTemplate: {
        ...byLink.VerificationMessageTemplate,
        EmailMessageByLink: '<p>Hi! {##Yes, it is me##}</p>',
        EmailSubjectByLink: 'One more step',
      },
    },
    carriers: { EMAIL },
  })
  await signUp(pool)
  await pool.server.world.delivery.idle()
  const [{ parsed } = expect.fail()] = mail.received
  expect(parsed.subject).toBe('One more step')
  const [, link = ''] = /Yes, it is me: (\S+)/.exec(parsed.text ?? '') ?? []
  expect(parsed.html).toContain(`<a href="${link.replaceAll('&', '&amp;')}">Yes, it is me</a>`)
  expect([...new URL(link).searchParams.keys()]).toEqual(['client_id', 'user_name', 'confirmation_code'])

  const page = await (await open(pool, new URL(link))).text()
  expect(page).toContain('<form method="post" action="confirmUser">')
  expect(await press(pool, new URL(link))).toMatchObject({
    status: 200,
    text: expect.stringContaining('Your account is confirmed'),
  })
  expect(await statusOf(pool)).toBe('CONFIRMED')
  expect(await attributesOf(pool)).toContainEqual({ Name: 'email_verified', Value: 'true' })
})

test('whoever only looks at the link, a mail scanner for one, spends nothing', async () => {
  await using pool = await userPool({ pool: byLink })
  const link = await linkTo(pool, await signUp(pool))
  for (let time = 0; time < 10; time += 1) expect((await open(pool, link)).status).toBe(200)
  await pool.send(`${link.pathname}${link.search}`, { method: 'HEAD' })
  expect(await statusOf(pool)).toBe('UNCONFIRMED')
  expect(await press(pool, link)).toMatchObject({ status: 200 })
})

test('a link that was sent again takes the place of the first', async () => {
  await using pool = await userPool({ pool: byLink })
  const alice = await signUp(pool)
  const first = await linkTo(pool, alice)
  pool.clock.advance('1 minute')
  await pool.call('ResendConfirmationCode', { ClientId: pool.client.clientId, Username: 'alice' })
  const second = await linkTo(pool, alice)
  expect(second.search).not.toBe(first.search)
  expect(await press(pool, first)).toMatchObject({ status: 400 })
  expect(await press(pool, second)).toMatchObject({ status: 200 })
})

describe('one answer for every link that does not work, so that nobody learns who has an account:', () => {
  const refusals: [string, (pool: TestPool, link: URL) => ReturnType<typeof press>][] = [
    ['a wrong code', (pool, link) => press(pool, link, { confirmation_code: '000000' })],
    ['nobody’s name', (pool, link) => press(pool, link, { user_name: 'nobody' })],
    ['a client that is not there', (pool, link) => press(pool, link, { client_id: 'nothere' })],
    [
      'a code that is too old',
      (pool, link) => {
        pool.clock.advance('25 hours')
        return press(pool, link)
      },
    ],
    [
      'a code that was used',
      async (pool, link) => {
        await press(pool, link)
        return press(pool, link)
      },
    ],
    [
      'a code that was guessed at five times',
      async (pool, link) => {
        for (let guess = 0; guess < 5; guess += 1) await press(pool, link, { confirmation_code: '000000' })
        return press(pool, link)
      },
    ],
    [
      'a client of another pool',
      async (pool, link) => {
        await using other = await pool.sibling({ pool: byLink })
        return press(pool, link, { client_id: other.client.clientId })
      },
    ],
    [
      'a pool that confirms by codes',
      async (pool, link) => {
        await pool.change({ pool: { AutoVerifiedAttributes: ['email'] } })
        return press(pool, link)
      },
    ],
  ]
  test.each(refusals)('%s', async (_what, follow) => {
    await using pool = await userPool({ pool: byLink })
    const link = await linkTo(pool, await signUp(pool))
    const { status, text } = await follow(pool, link)
    expect(status).toBe(400)
    expect(text).toContain('<h1>This link does not work</h1>')
    expect(text).not.toContain('alice')
  })
})

describe('what stands in a link', () => {
  test('is never HTML of the page', async () => {
    await using pool = await userPool()
    const query = new URLSearchParams({
      client_id: 'abc',
      user_name: `"><img/src=x/onerror='alert(1)'>`,
      confirmation_code: '<script>alert(1)</script>',
    })
    const answer = await pool.send(`/confirmUser?${query}`)
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(page).not.toMatch(/<img|<script/)
    expect(page).toContain('value="&quot;&gt;&lt;img/src=x/onerror=&#39;alert(1)&#39;&gt;"')
  })

  test.each([
    '',
    '?client_id=abc&user_name=alice',
    '?client_id=&user_name=alice&confirmation_code=1',
    `?client_id=abc&user_name=${'a'.repeat(129)}&confirmation_code=1`,
    `?client_id=a%22b&user_name=alice&confirmation_code=1`,
    `?client_id=abc&user_name=a%0d%0ab&confirmation_code=1`,
  ])('may be wrong: %j', async (query) => {
    await using pool = await userPool()
    const answer = await pool.send(`/confirmUser${query}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('This link is not complete')
  })

  test.each(['', 'not a form', '{"client_id":"abc"}', 'a=1&'.repeat(100_000), 'x'.repeat(2_000_000)])(
    'a form that is none is refused',
    async (body) => {
      await using pool = await userPool()
      expect((await pool.send('/confirmUser', { method: 'POST', body })).status).toBe(400)
    },
  )
})

test('the page runs nothing, is framed by nobody, kept nowhere, and tells its address to nobody', async () => {
  await using pool = await userPool({ pool: byLink })
  const link = await linkTo(pool, await signUp(pool))
  const { headers } = await open(pool, link)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/,
  )
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
})

test('a code by SMS is a code, also where mail has a link', async () => {
  await using pool = await userPool({
    pool: { ...byLink, AutoVerifiedAttributes: ['email', 'phone_number'] },
  })
  const { UserSub: userId = '' } = await pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username: 'alice',
    Password: 'Correct-Horse-9',
    UserAttributes: [{ Name: 'phone_number', Value: '+15555550100' }],
  })
  const [message] = await pool.messages({ userId })
  expect(message?.body).toMatch(/^Your verification code is \d{6}$/)
})

test('the page tells of a confirmed address, whatever the pool’s PostConfirmation says', async () => {
  await using hook = await triggerServer()
  await using pool = await userPool({
    pool: { ...byLink, LambdaConfig: hook.config('PostConfirmation') },
    triggers: hook.settings,
  })
  hook.react = () => {
    throw new Error('No room')
  }
  const link = await linkTo(pool, await signUp(pool))
  expect((await press(pool, link)).status).toBe(200)
  expect(hook.sources()).toEqual(['PostConfirmation_ConfirmSignUp'])
  expect(await statusOf(pool)).toBe('CONFIRMED')
})
