import { describe, expect, test } from 'vitest'
import { codeMessage, invitationMessage, linkMessage, maskedAddress, plainText } from './message.js'

describe('messages', () => {
  test('bring the code where the template wants it', () => {
    const templates = { emailMessage: 'Hello. <b>{####}</b> ({####})', emailSubject: 'Welcome' }
    const code = { address: 'email', to: 'alice@example.com', code: '123456' } as const
    expect(codeMessage(templates, 'sign-up', code)).toEqual({
      medium: 'EMAIL',
      to: 'alice@example.com',
      subject: 'Welcome',
      body: 'Hello. <b>123456</b> (123456)',
    })
  })

  test('bring a temporary password letter by letter, dollar signs and braces included', () => {
    const credentials = { username: "{####}$'", password: '$& $1 {username}' }
    const { body } = invitationMessage({}, 'SMS', '+15555550100', credentials)
    expect(body).toBe("Your username is {####}$' and your temporary password is $& $1 {username}")
  })
})

describe('messages for each occasion', () => {
  const code = { to: 'a@b.example', code: '123456' }
  const sms = { ...code, address: 'phone_number' } as const
  const email = { ...code, address: 'email' } as const

  test('a code for the sign-in has words of its own, all others share the pool’s', () => {
    const templates = {
      smsMessage: 'V {####}',
      signInSmsMessage: 'S {####}',
      emailMessage: 'VE {####}',
      emailSubject: 'VS',
      signInEmailMessage: 'SE {####}',
      signInEmailSubject: 'SS',
    }
    expect(codeMessage(templates, 'sign-in', sms).body).toBe('S 123456')
    expect(codeMessage(templates, 'forgotten password', sms).body).toBe('V 123456')
    expect(codeMessage(templates, 'sign-in', email)).toMatchObject({ subject: 'SS', body: 'SE 123456' })
    expect(codeMessage(templates, 'address to verify', email)).toMatchObject({
      subject: 'VS',
      body: 'VE 123456',
    })
  })

  test.each(['sign-up', 'another code', 'forgotten password', 'changed address', 'sign-in'] as const)(
    'a pool without words says plainly what the code is for: %s',
    (occasion) => {
      expect(codeMessage({}, occasion, sms).body).toMatch(/^Your .* is 123456$/)
      expect(plainText(codeMessage({}, occasion, email).body)).toMatch(/^Your .* is 123456\n\n/)
    },
  )
})

describe('links', () => {
  const url = 'https://id.example.com/confirmUser?a=1&b="><script>'

  test('stand where the template wants them, and nothing of their address is HTML', () => {
    const templates = { linkEmailMessage: 'Go {##here##} or {####}.', linkEmailSubject: 'Hi' }
    const address = 'https://id.example.com/confirmUser?a=1&amp;b=&quot;&gt;&lt;script&gt;'
    expect(linkMessage(templates, 'a@b.example', url)).toEqual({
      medium: 'EMAIL',
      to: 'a@b.example',
      subject: 'Hi',
      body: `Go <a href="${address}">here</a> or <a href="${address}">${address}</a>.`,
    })
  })

  test('are told with their address to whoever reads text', () => {
    const { body } = linkMessage({}, 'a@b.example', 'https://id.example.com/confirmUser?a=1&b=2')
    expect(plainText(body)).toMatch(
      /^Confirm your account: https:\/\/id\.example\.com\/confirmUser\?a=1&b=2\n\nIf you/,
    )
  })
})

describe('the text of an e-mail', () => {
  test.each([
    ['plain words', 'plain words'],
    ['<style>p{}</style><p>One</p>\n  <p>two&nbsp;<b>three</b></p>', 'One\n\ntwo three'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['&lt;b&gt; &amp;amp; &#39;&#x4f60;&unknown; &#99999999;', "<b> &amp; '你&unknown; &#99999999;"],
    ['1 < 2 <b', '1 < 2 <b'],
  ])('of %j is %j', (html, text) => {
    expect(plainText(html)).toBe(text)
  })

  test('is found in no time, whatever the template', () => {
    const started = performance.now()
    for (const piece of ['<', '<a href="', '<style>', '<br ', '{##', '&#', ' ', ' \n', '\n', '</p>'])
      plainText(piece.repeat(20_000 / piece.length))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('masked addresses', () => {
  test.each([
    ['EMAIL', 'alice@example.com', 'a***@e***'],
    ['SMS', '+15555550100', '+*******0100'],
  ] as const)('%s %s is shown as %s', (medium, address, shown) => {
    expect(maskedAddress(medium, address)).toBe(shown)
  })
})
