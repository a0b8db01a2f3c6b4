import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SmtpSettings, smtpCarrier } from '@latchkey/server'
import { freshDatabase, type TestPool, userPool } from '@latchkey/testing'
import { type MailServer, mailServer } from '@latchkey/testing/mail'
import { describe, expect, test } from 'vitest'
import { smtpSettingsOf } from './smtp.js'

const from = { name: 'Example', address: 'no-reply@example.com' }

const carriersTo = ({ port }: Pick<MailServer, 'port'>, settings: Partial<SmtpSettings> = {}) => ({
  EMAIL: smtpCarrier({
    host: '127.0.0.1',
    port,
    tls: 'opportunistic',
    auth: undefined,
    from,
    ...settings,
  }),
})

const verifying = { AutoVerifiedAttributes: ['email' as const] }

const signUp = (pool: TestPool, Username: string, email = `${Username}@example.com`) =>
  pool.call('SignUp', {
    ClientId: pool.client.clientId,
    Username,
    Password: 'Correct-Horse-9',
    UserAttributes: [{ Name: 'email', Value: email }],
  })

const idle = ({ server }: TestPool) => server.world.delivery.idle()

const outbox = (pool: TestPool) => pool.server.world.stores.outbox.list({ poolId: pool.poolId }, 100)

describe('e-mail', () => {
  test('brings the code of a sign-up, in HTML and in text, and the code confirms', async () => {
    await using mail = await mailServer()
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail) })
    await signUp(pool, 'alice')
    await idle(pool)

    expect(mail.received).toHaveLength(1)
    const [{ parsed, recipients, from: envelopeFrom } = expect.fail()] = mail.received
    expect({ recipients, envelopeFrom }).toEqual({
      recipients: ['alice@example.com'],
      envelopeFrom: 'no-reply@example.com',
    })
    expect(parsed.from?.text).toBe('"Example" <no-reply@example.com>')
    expect(parsed.subject).toBe('Your verification code')
    const code = /Your verification code is (\d{6})\n/.exec(parsed.text ?? '')?.[1] ?? ''
    expect(parsed.html).toContain(`<strong>${code}</strong>`)
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
    const { clientId } = pool.client
    await pool.call('ConfirmSignUp', { ClientId: clientId, Username: 'alice', ConfirmationCode: code })
  })

  test('speaks the pool’s words, with what users typed as text and never as HTML', async () => {
    await using mail = await mailServer()
    const InviteMessageTemplate = {
      EmailSubject: 'Grüße, 你好',
      EmailMessage: '<h1>Hello {username}</h1><p>Use <b>{####}</b> &amp; change it.</p>',
    }
    const AdminCreateUserConfig = { InviteMessageTemplate }
    await using pool = await userPool({ pool: { AdminCreateUserConfig }, carriers: carriersTo(mail) })
    await pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: '<img/src=x>',
      TemporaryPassword: 'A<b>&9xyzw',
      UserAttributes: [{ Name: 'email', Value: 'eve@example.com' }],
    })
    await idle(pool)
    const [{ parsed } = expect.fail()] = mail.received
    expect(parsed.subject).toBe('Grüße, 你好')
    expect(parsed.html).toContain('<h1>Hello &lt;img/src=x&gt;</h1><p>Use <b>A&lt;b&gt;&amp;9xyzw</b>')
    expect(parsed.text?.trim()).toBe('Hello <img/src=x>\n\nUse A<b>&9xyzw & change it.')
  })

  test('comes from whom the pool says, and is answered to whom it says', async () => {
    await using mail = await mailServer()
    const EmailConfiguration = { From: 'Wörks <hi@works.example>', ReplyToEmailAddress: 'help@works.example' }
    await using pool = await userPool({
      pool: { ...verifying, EmailConfiguration },
      carriers: carriersTo(mail),
    })
    await signUp(pool, 'alice')
    await idle(pool)
    const [{ parsed, from: envelopeFrom } = expect.fail()] = mail.received
    expect(envelopeFrom).toBe('hi@works.example')
    expect(parsed.from?.value).toEqual([{ name: 'Wörks', address: 'hi@works.example' }])
    expect(parsed.replyTo?.value).toEqual([{ name: '', address: 'help@works.example' }])
  })

  test('that nothing sends is kept in development', async () => {
    const database = await freshDatabase()
    await using pool = await userPool({ pool: verifying, database })
    await signUp(pool, 'alice')
    await idle(pool)
    expect(await outbox(pool)).toMatchObject([
      { state: 'kept', attempts: 0, message: { to: 'alice@example.com' } },
    ])
  })
})

describe('header injection', () => {
  test.each([
    'victim@example.com\r\nBcc:other@example.com',
    'victim@example.com,other@example.net',
    'victim@example.com>\r\nRCPT TO:<other@example.net',
    '"a"<x>victim@example.com',
    'victim@example.com;other',
  ])('the address %j gets no mail to anybody', async (address) => {
    await using mail = await mailServer()
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail) })
    const refused = await signUp(pool, 'mallory', address).then(
      () => 'taken',
      (error: { code: string }) => error.code,
    )
    await idle(pool)
    expect(mail).toMatchObject({ received: [], asked: 0 })
    if (refused === 'taken') expect(await outbox(pool)).toMatchObject([{ state: 'dead', attempts: 1 }])
    else expect(refused).toBe('InvalidParameterException')
  })

  test('a subject with line breaks stays one header', async () => {
    await using mail = await mailServer()
    await using pool = await userPool({ carriers: carriersTo(mail) })
    const EmailSubject = 'Hello\r\nBcc: other@example.net\r\n\r\nBody'
    const AdminCreateUserConfig = { InviteMessageTemplate: { EmailSubject } }
    await pool.change({ pool: { AdminCreateUserConfig } })
    await pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
    })
    await idle(pool)
    const [{ parsed, recipients } = expect.fail()] = mail.received
    expect(recipients).toEqual(['alice@example.com'])
    expect(parsed.subject).toBe('Hello Bcc: other@example.net Body')
    expect(parsed.headers.has('bcc')).toBe(false)
  })

  test.each([
    'Example\r\nBcc: other@example.net <a@example.com>',
    'a@example.com, b@example.com',
    'no address',
    `${'a'.repeat(600)}@example.com`,
  ])('a pool whose sender is %j is refused', async (From) => {
    await using pool = await userPool()
    await expect(pool.change({ pool: { EmailConfiguration: { From } } })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

describe('a mail server that', () => {
  test('refuses the recipient for good is not asked again, and the message is dead', async () => {
    await using mail = await mailServer()
    mail.refuse = () => [550, '5.1.1 <alice@example.com> is secret']
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail) })
    await signUp(pool, 'alice')
    await idle(pool)
    pool.clock.advance('2 hours')
    pool.server.world.delivery.wake()
    await idle(pool)
    expect(mail).toMatchObject({ received: [], asked: 1 })
    const lastError = 'The mail server answered 550 to RCPT TO.'
    expect(await outbox(pool)).toMatchObject([{ state: 'dead', attempts: 1, lastError }])
  })

  test('refuses for now is asked again after ten seconds, then after twenty', async () => {
    await using mail = await mailServer()
    mail.refuse = () => [451, '4.7.1 Greylisted']
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail) })
    const look = async () => {
      pool.server.world.delivery.wake()
      await idle(pool)
      return mail.asked
    }
    await signUp(pool, 'alice')
    expect(await look()).toBe(1)
    pool.clock.advance('9 seconds')
    expect(await look()).toBe(1)
    pool.clock.advance('1 second')
    expect(await look()).toBe(2)
    pool.clock.advance('19 seconds')
    expect(await look()).toBe(2)
    mail.refuse = undefined
    pool.clock.advance('1 second')
    expect(await look()).toBe(3)
    expect(mail.received).toHaveLength(1)
    expect(await outbox(pool)).toMatchObject([{ state: 'sent', attempts: 3, lastError: undefined }])
  })

  test('is down for hours finds the message dead at last', async () => {
    const mail = await mailServer()
    await mail[Symbol.asyncDispose]()
    await using pool = await userPool({ carriers: carriersTo(mail) })
    await pool.call('AdminCreateUser', {
      UserPoolId: pool.poolId,
      Username: 'alice',
      UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
    })
    for (let attempt = 0; attempt < 25; attempt += 1) {
      await idle(pool)
      pool.clock.advance('1 hour')
      pool.server.world.delivery.wake()
    }
    await idle(pool)
    expect(await outbox(pool)).toMatchObject([
      { state: 'dead', attempts: 18, lastError: /ECONNREFUSED|ESOCKET/ },
    ])
  })

  test('that takes its time is hung up on when an attempt is given up: it does not take the message later', async () => {
    await using mail = await mailServer({
      onMailFrom: (_address, _session, callback) => setTimeout(callback, 600),
    })
    await using pool = await userPool({ pool: verifying })
    await signUp(pool, 'alice')
    const [listed] = await outbox(pool)
    const letter = {
      messageId: 'id',
      poolId: pool.poolId,
      userId: 'alice',
      createdAt: pool.clock.now(),
      message: listed?.message ?? expect.fail(),
      cause: undefined,
    }
    const { EMAIL } = carriersTo(mail)
    await expect(
      EMAIL.carry(letter, { from: undefined, replyTo: undefined }, AbortSignal.timeout(200)),
    ).rejects.toMatchObject({ final: false })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(mail.received).toEqual([])
    await EMAIL.carry(letter, { from: undefined, replyTo: undefined }, AbortSignal.timeout(10_000))
    expect(mail.received).toHaveLength(1)
  })

  test('says nothing is left, and asked again later', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const carriers = carriersTo({ port }, { patienceMilliseconds: 200 })
    await using pool = await userPool({ pool: verifying, carriers })
    await signUp(pool, 'alice')
    await idle(pool)
    expect(await outbox(pool)).toMatchObject([{ state: 'waiting', attempts: 1, lastError: /not reached/ }])
    silent.close()
  })

  test('comes back after a second code was asked for brings that one only', async () => {
    await using mail = await mailServer()
    mail.refuse = () => [451, 'later']
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail) })
    await signUp(pool, 'alice')
    await idle(pool)
    await pool.call('ResendConfirmationCode', { ClientId: pool.client.clientId, Username: 'alice' })
    await idle(pool)
    mail.refuse = undefined
    pool.clock.advance('1 minute')
    pool.server.world.delivery.wake()
    await idle(pool)
    expect(mail.received).toHaveLength(1)
    const code = /\d{6}/.exec(mail.received[0]?.parsed.text ?? '')?.[0] ?? ''
    await pool.call('ConfirmSignUp', {
      ClientId: pool.client.clientId,
      Username: 'alice',
      ConfirmationCode: code,
    })
    expect((await outbox(pool)).map(({ state }) => state).sort()).toEqual(['dead', 'sent'])
  })

  test('comes back after an invitation was sent again brings the second, whose password is right', async () => {
    await using mail = await mailServer()
    mail.refuse = () => [451, 'later']
    await using pool = await userPool({ carriers: carriersTo(mail) })
    const alice = { UserPoolId: pool.poolId, Username: 'alice' }
    const UserAttributes = [{ Name: 'email', Value: 'alice@example.com' }]
    await pool.call('AdminCreateUser', { ...alice, UserAttributes, TemporaryPassword: 'First-Horse-1' })
    await idle(pool)
    await pool.call('AdminCreateUser', {
      ...alice,
      MessageAction: 'RESEND',
      TemporaryPassword: 'Second-Horse-2',
    })
    await idle(pool)
    mail.refuse = undefined
    pool.clock.advance('1 minute')
    pool.server.world.delivery.wake()
    await idle(pool)
    expect(mail.received).toMatchObject([{ parsed: { text: /Second-Horse-2/ } }])
  })

  test('comes back when the code is over brings no code', async () => {
    await using mail = await mailServer()
    mail.refuse = () => [451, 'later']
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail) })
    await signUp(pool, 'alice')
    await idle(pool)
    mail.refuse = undefined
    pool.clock.advance('25 hours')
    pool.server.world.delivery.wake()
    await idle(pool)
    expect(mail.received).toEqual([])
    expect(await outbox(pool)).toMatchObject([{ state: 'dead', lastError: /no longer good/ }])
  })
})

describe('TLS', () => {
  test('is required: a server that offers none gets neither mail nor password', async () => {
    await using mail = await mailServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
    const auth = { user: 'latchkey', pass: 'secret' }
    await using pool = await userPool({
      pool: verifying,
      carriers: carriersTo(mail, { tls: 'required', auth }),
    })
    await signUp(pool, 'alice')
    await idle(pool)
    expect(mail).toMatchObject({ received: [], asked: 0 })
    expect(await outbox(pool)).toMatchObject([{ state: 'waiting', attempts: 1 }])
  })

  test.each(['required', 'from the start'] as const)('%s, with a password: the mail comes', async (tls) => {
    using certificate = ownCertificate()
    const { key, cert } = certificate
    await using mail = await mailServer({
      key,
      cert,
      secure: tls === 'from the start',
      disabledCommands: [],
      onAuth({ username, password }, _session, callback) {
        if (username === 'latch@key' && password === 's€cret:/') callback(null, { user: username })
        else callback(new Error('Invalid'))
      },
    })
    const auth = { user: 'latch@key', pass: 's€cret:/' }
    const carriers = carriersTo(mail, { host: 'localhost', tls, auth, ca: cert })
    await using pool = await userPool({ pool: verifying, carriers })
    await signUp(pool, 'alice')
    await idle(pool)
    expect(await outbox(pool)).toMatchObject([{ state: 'sent' }])
    expect(mail.received).toMatchObject([{ secure: true, user: 'latch@key' }])
  })

  test('is used where it is offered, also where it is not required', async () => {
    using certificate = ownCertificate()
    const { key, cert } = certificate
    await using mail = await mailServer({ key, cert, disabledCommands: ['AUTH'] })
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail) })
    await signUp(pool, 'alice')
    await idle(pool)
    expect(mail.received).toMatchObject([{ secure: true }])
  })

  test('to a server whose certificate nobody vouches for, nothing is sent', async () => {
    using certificate = ownCertificate()
    const { key, cert } = certificate
    await using mail = await mailServer({ key, cert, disabledCommands: ['AUTH'] })
    await using pool = await userPool({ pool: verifying, carriers: carriersTo(mail, { tls: 'required' }) })
    await signUp(pool, 'alice')
    await idle(pool)
    expect(mail).toMatchObject({ received: [], asked: 0 })
    expect(await outbox(pool)).toMatchObject([{ state: 'waiting', lastError: /certificate/ }])
  })

  test('a wrong password is tried again later, and is told without the password', async () => {
    await using mail = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(new Error('Invalid s3cret')),
    })
    const carriers = carriersTo(mail, { auth: { user: 'latchkey', pass: 's3cret' } })
    await using pool = await userPool({ pool: verifying, carriers })
    await signUp(pool, 'alice')
    await idle(pool)
    const [message = expect.fail()] = await outbox(pool)
    expect(message).toMatchObject({ state: 'waiting', attempts: 1, lastError: /535/ })
    expect(message.lastError).not.toContain('s3cret')
  })
})

describe('the URL of a mail server', () => {
  test.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, tls: 'required', auth: undefined }],
    ['smtps://mail.example.com', { port: 465, tls: 'from the start' }],
    ['smtp://u%40x:p%2F%3A@mail.example.com:25', { port: 25, auth: { user: 'u@x', pass: 'p/:' } }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', tls: 'opportunistic' }],
    ['smtp://[::1]:1025', { host: '::1', tls: 'opportunistic' }],
    ['smtp://localhost?tls=required', { tls: 'required' }],
    ['smtp://mail.example.com/?tls=opportunistic', { tls: 'opportunistic' }],
  ])('%s', (url, settings) => {
    expect(smtpSettingsOf(url, from)).toMatchObject(settings)
  })

  test.each([
    '',
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://host/path',
    'smtp://host?tls=none',
    'smtp://host?pool=true',
    'smtp://u:%E0%A4%A@host',
  ])('is not %j', (url) => {
    expect(smtpSettingsOf(url, from)).toBeUndefined()
  })
})

/** A certificate for localhost that nobody but this test trusts. */
function ownCertificate(): Disposable & { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-certificate-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const named = ['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync('openssl', [...request, ...named, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return {
    key: readFileSync(key, 'utf8'),
    cert: readFileSync(cert, 'utf8'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
