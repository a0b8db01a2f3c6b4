import { expect, test } from 'vitest'
import { carriersFrom, type MessageEnvironment } from './settings.js'

const smtp = { LATCHKEY_SMTP_URL: 'smtps://u:p4ssw0rd@mail.example.com', LATCHKEY_MAIL_FROM: 'a@example.com' }
const sms = {
  LATCHKEY_SMS_WEBHOOK_URL: 'https://sms.example.com/',
  LATCHKEY_SMS_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
}

test.each<[MessageEnvironment, string[]]>([
  [{}, []],
  [smtp, ['EMAIL']],
  [sms, ['SMS']],
  [{ ...smtp, ...sms }, ['EMAIL', 'SMS']],
])('%j sends %j', (environment, media) => {
  expect(Object.keys(carriersFrom(environment))).toEqual(media)
})

test.each<[string, MessageEnvironment]>([
  ['LATCHKEY_SMTP_URL must be', { ...smtp, LATCHKEY_SMTP_URL: 'p4ssw0rd@mail.example.com' }],
  ['LATCHKEY_SMTP_URL must be', { ...smtp, LATCHKEY_SMTP_URL: '' }],
  ['LATCHKEY_MAIL_FROM must be .* it is not set', { LATCHKEY_SMTP_URL: smtp.LATCHKEY_SMTP_URL }],
  [
    'LATCHKEY_MAIL_FROM must be .* it is "a@b.example\\\\r\\\\nBcc: c',
    { ...smtp, LATCHKEY_MAIL_FROM: 'a@b.example\r\nBcc: c@d.example' },
  ],
  ['LATCHKEY_SMS_WEBHOOK_URL must be', { ...sms, LATCHKEY_SMS_WEBHOOK_URL: 'http://sms.example.com/' }],
  ['LATCHKEY_SMS_WEBHOOK_SECRET must be', { ...sms, LATCHKEY_SMS_WEBHOOK_SECRET: 'p4ssw0rd' }],
  ['LATCHKEY_SMS_WEBHOOK_SECRET must be', { LATCHKEY_SMS_WEBHOOK_URL: sms.LATCHKEY_SMS_WEBHOOK_URL }],
])('a wrong setting is told by its name, without the secret: %s', (sentence, environment) => {
  const told = (() => {
    try {
      carriersFrom(environment)
    } catch (error) {
      return String(error)
    }
  })()
  expect(told).toMatch(new RegExp(sentence))
  expect(told).not.toContain('p4ssw0rd')
})
