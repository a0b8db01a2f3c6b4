import { mailboxOf } from '../pools/mailbox.js'
import { isWebhookUrl } from '../triggers/target.js'
import type { Carrier, Carriers } from './carrier.js'
import { smsWebhookCarrier, smsWebhookSettingsOf } from './sms-webhook.js'
import { smtpCarrier, smtpSettingsOf } from './smtp.js'

/** The part of the environment that says how messages are sent. */
export type MessageEnvironment = Partial<
  Record<
    'LATCHKEY_SMTP_URL' | 'LATCHKEY_MAIL_FROM' | 'LATCHKEY_SMS_WEBHOOK_URL' | 'LATCHKEY_SMS_WEBHOOK_SECRET',
    string
  >
>

/** Who sends messages. Throws an Error that says which setting is wrong, without the secrets in it. */
export function carriersFrom(environment: MessageEnvironment): Carriers {
  const [EMAIL, SMS] = [mailFrom(environment), smsFrom(environment)]
  return { ...(EMAIL && { EMAIL }), ...(SMS && { SMS }) }
}

function mailFrom({
  LATCHKEY_SMTP_URL: url,
  LATCHKEY_MAIL_FROM: from,
}: MessageEnvironment): Carrier | undefined {
  if (url === undefined) return undefined
  const author = mailboxOf(from ?? '')
  if (!author)
    throw new Error(
      `With LATCHKEY_SMTP_URL, LATCHKEY_MAIL_FROM must be an address such as  Example <no-reply@example.com>; it is ${from === undefined ? 'not set' : JSON.stringify(from)}.`,
    )
  const settings = smtpSettingsOf(url, author)
  if (settings) return smtpCarrier(settings)
  // Not quoted: there is a password in it.
  throw new Error(
    'LATCHKEY_SMTP_URL must be such as  smtp://user:password@mail.example.com:587  or  smtps://mail.example.com , with special characters in user and password percent-encoded, and no parameter but tls=required or tls=opportunistic.',
  )
}

function smsFrom({
  LATCHKEY_SMS_WEBHOOK_URL: url,
  LATCHKEY_SMS_WEBHOOK_SECRET: secret,
}: MessageEnvironment): Carrier | undefined {
  if (url === undefined) return undefined
  if (!isWebhookUrl(url))
    throw new Error(
      'LATCHKEY_SMS_WEBHOOK_URL must be an https URL (or http on loopback) without user, password and fragment.',
    )
  const settings = smsWebhookSettingsOf(url, secret ?? '')
  if (settings) return smsWebhookCarrier(settings)
  throw new Error(
    'With LATCHKEY_SMS_WEBHOOK_URL, LATCHKEY_SMS_WEBHOOK_SECRET must be  whsec_  and 24 to 64 bytes in base64: make one with  echo whsec_$(openssl rand -base64 32)',
  )
}
