import { domainToASCII } from 'node:url'
import type { Transporter } from 'nodemailer'
import { isMailAddress, type Mailbox } from '../pools/mailbox.js'
import type { Sender } from '../pools/pool.js'
import { type Carrier, DeliveryFailure } from './carrier.js'
import { plainText } from './message.js'
import type { Letter } from './outbox.js'

export type SmtpSettings = {
  host: string
  port: number
  /**
   * - `from the start`: TLS before anything is said (`smtps:`).
   * - `required`: STARTTLS, or nothing is sent.
   * - `opportunistic`: STARTTLS where it is offered, whoever offers it (RFC 7435).
   */
  tls: 'from the start' | 'required' | 'opportunistic'
  auth: { user: string; pass: string } | undefined
  /** Who sends, where the pool does not say. */
  from: Mailbox
  /** Certificates to trust in the place of those that Node trusts, PEM. */
  ca?: string | undefined
  /** How long the server may be silent. Default: ten seconds to begin with, and twenty later on. */
  patienceMilliseconds?: number | undefined
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Reads `smtp://user:password@host:587`, `smtps://host`, with `?tls=required` or `?tls=opportunistic`. Without that,
 * TLS is required but on loopback. Undefined when it is none of these.
 */
export function smtpSettingsOf(text: string, from: Mailbox): SmtpSettings | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const implicit = url.protocol === 'smtps:'
  if ((!implicit && url.protocol !== 'smtp:') || url.hostname === '' || !/^\/?$/.test(url.pathname))
    return undefined
  const tls = url.searchParams.get('tls') ?? (LOOPBACK.test(url.hostname) ? 'opportunistic' : 'required')
  const others = [...url.searchParams.keys()].some((name) => name !== 'tls')
  if (others || url.hash !== '' || (tls !== 'required' && tls !== 'opportunistic')) return undefined
  const user = decoded(url.username)
  const pass = decoded(url.password)
  if (user === undefined || pass === undefined) return undefined
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
    tls: implicit ? 'from the start' : tls,
    auth: user === '' ? undefined : { user, pass },
    from,
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

const SECOND = 1000

/**
 * Sends e-mail by SMTP, each over a connection of its own: nodemailer's pool sends a message again by itself when a
 * connection breaks, and how often a message is tried is the outbox's to know.
 */
export function smtpCarrier(settings: SmtpSettings): Carrier {
  let opening: Promise<Transporter> | undefined
  return {
    async carry(letter, sender, signal) {
      if (!isMailAddress(letter.message.to))
        throw new DeliveryFailure('The address is not one that mail can be sent to.', { final: true })
      opening ??= transportTo(settings)
      const transport = await opening
      try {
        // Given up is hung up: a server that takes its time would take the message after it is due again.
        await transport.sendMail({ ...mailOf(letter, sender, settings.from), signal })
      } catch (error) {
        throw failureOf(error)
      }
    },
  }
}

/** nodemailer is loaded with the first message: a server that sends none starts without it. */
async function transportTo(settings: SmtpSettings): Promise<Transporter> {
  const { host, port, tls, auth, ca, patienceMilliseconds } = settings
  const { createTransport } = await import('nodemailer')
  return createTransport({
    host,
    port,
    secure: tls === 'from the start',
    requireTLS: tls === 'required',
    tls: { rejectUnauthorized: tls !== 'opportunistic', ...(ca !== undefined && { ca }) },
    ...(auth && { auth }),
    connectionTimeout: patienceMilliseconds ?? 10 * SECOND,
    greetingTimeout: patienceMilliseconds ?? 10 * SECOND,
    socketTimeout: patienceMilliseconds ?? 20 * SECOND,
    // Nothing in a message is a file or an address to be read from.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function mailOf({ messageId, createdAt, message }: Letter, sender: Sender, from: Mailbox) {
  const { to, subject, body } = message
  const author = sender.from ?? from
  return {
    // The same at every attempt: mail systems drop what they have already (RFC 5322, 3.6.4).
    messageId: `<${messageId}@${domainOf(author)}>`,
    date: createdAt,
    // Copies: nodemailer writes into the addresses that it is given.
    from: { ...author },
    ...(sender.replyTo !== undefined && { replyTo: { name: '', address: sender.replyTo } }),
    to: { name: '', address: to },
    envelope: { from: author.address, to: [to] },
    subject: inOneLine(subject ?? ''),
    text: plainText(body),
    html: body,
    // Nobody answers it by a machine (RFC 3834, 5).
    headers: { 'auto-submitted': 'auto-generated' },
  }
}

const domainOf = ({ address }: Mailbox) =>
  domainToASCII(address.slice(address.lastIndexOf('@') + 1)) || 'localhost'

/** A header is one line. What is longer than a line is folded by nodemailer. */
const inOneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

/** What nodemailer tells of a refusal. Source: nodemailer, "Error handling". */
type SmtpError = Error & { code?: string; responseCode?: number; command?: string }

/**
 * A recipient or a message that is refused for good (5xx) is refused at every attempt. Everything else may be put
 * right: a server that is down, a password, a sender, a certificate.
 */
function failureOf(error: unknown): DeliveryFailure {
  const { code = '', responseCode, command = '', message } = error as SmtpError
  if (responseCode !== undefined) {
    const final = responseCode >= 500 && /^(?:RCPT TO|DATA)$/.test(command)
    return new DeliveryFailure(`The mail server answered ${responseCode} to ${command || 'a command'}.`, {
      final,
    })
  }
  const reason = /^(?:ESOCKET|ETLS|EDNS)$/.test(code)
    ? `${code}, ${message.slice(0, 200)}`
    : code || 'unknown'
  return new DeliveryFailure(`The mail server was not reached, or broke off: ${reason}.`)
}
