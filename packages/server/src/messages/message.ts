import type { Address, MessageTemplates } from '../pools/pool.js'

/** What a message says. Pure. */

export type Medium = 'EMAIL' | 'SMS'

/** `body` is HTML where it is an e-mail, and plain text where it is an SMS. */
export type Message = { medium: Medium; to: string; subject: string | undefined; body: string }

/** Why a message is sent. */
export type Occasion =
  | 'sign-up'
  | 'another code'
  | 'forgotten password'
  | 'changed address'
  | 'address to verify'
  | 'sign-in'
  | 'invitation'

export const mediumOf = (address: Address): Medium => (address === 'email' ? 'EMAIL' : 'SMS')

/** Puts the code, and the name of a user who is invited, into a template. */
const fill = (template: string, code: string, username = '{username}') =>
  template.replace(/\{####\}|\{username\}/g, (placeholder) => (placeholder === '{####}' ? code : username))

type Words = { subject: string; html: string; text: string }

const NOT_ASKED = '<p>If you did not ask for this, you need not do anything.</p>'

const toVerify: Words = {
  subject: 'Your verification code',
  html: `<p>Your verification code is <strong>{####}</strong></p>${NOT_ASKED}`,
  text: 'Your verification code is {####}',
}

/** What pools say that have no words of their own. */
const standardWords: Record<Occasion, Words> = {
  'sign-up': toVerify,
  'another code': toVerify,
  'changed address': toVerify,
  'address to verify': toVerify,
  'forgotten password': {
    subject: 'Your code for a new password',
    html: `<p>Your code to set a new password is <strong>{####}</strong></p>${NOT_ASKED}`,
    text: 'Your code to set a new password is {####}',
  },
  'sign-in': {
    subject: 'Your sign-in code',
    html: '<p>Your sign-in code is <strong>{####}</strong></p><p>If you are not signing in, give it to nobody.</p>',
    text: 'Your sign-in code is {####}',
  },
  invitation: {
    subject: 'Your temporary password',
    html: '<p>Your username is <strong>{username}</strong> and your temporary password is <strong>{####}</strong></p>',
    text: 'Your username is {username} and your temporary password is {####}',
  },
}

/** Codes at sign-in, and invitations, have templates of their own; all others share the pool's. */
function templateNames(occasion: Occasion): Record<'sms' | 'subject' | 'email', keyof MessageTemplates> {
  if (occasion === 'sign-in')
    return { sms: 'signInSmsMessage', subject: 'signInEmailSubject', email: 'signInEmailMessage' }
  if (occasion === 'invitation')
    return { sms: 'inviteSmsMessage', subject: 'inviteEmailSubject', email: 'inviteEmailMessage' }
  return { sms: 'smsMessage', subject: 'emailSubject', email: 'emailMessage' }
}

function wordsOf(templates: MessageTemplates, occasion: Occasion) {
  const { sms, subject, email } = templateNames(occasion)
  return { sms: templates[sms], subject: templates[subject], email: templates[email] }
}

/** Templates in which the words of one message are somebody else's, where they give any. */
export function withWords(
  templates: MessageTemplates,
  occasion: Occasion,
  words: {
    smsMessage: string | undefined
    emailMessage: string | undefined
    emailSubject: string | undefined
  },
): MessageTemplates {
  const { smsMessage, emailMessage, emailSubject } = words
  const names = templateNames(occasion)
  return {
    ...templates,
    ...(smsMessage !== undefined && { [names.sms]: smsMessage }),
    ...(emailMessage !== undefined && { [names.email]: emailMessage, linkEmailMessage: emailMessage }),
    ...(emailSubject !== undefined && { [names.subject]: emailSubject, linkEmailSubject: emailSubject }),
  }
}

/** The message that brings a code. */
export function codeMessage(
  templates: MessageTemplates,
  occasion: Occasion,
  { address, to, code }: { address: Address; to: string; code: string },
): Message {
  const [own, standard] = [wordsOf(templates, occasion), standardWords[occasion]]
  return address === 'phone_number'
    ? { medium: 'SMS', to, subject: undefined, body: fill(own.sms ?? standard.text, code) }
    : {
        medium: 'EMAIL',
        to,
        subject: own.subject ?? standard.subject,
        body: fill(own.email ?? standard.html, code),
      }
}

/** `{##Confirm##}` is a link that says "Confirm". Source: VerificationMessageTemplateType, EmailMessageByLink. */
const LINK = /\{##(.*?)##\}/gs

/** The e-mail with a link that confirms a sign-up. */
export function linkMessage(
  { linkEmailMessage, linkEmailSubject }: MessageTemplates,
  to: string,
  url: string,
): Message {
  const template = linkEmailMessage ?? `<p>{##Confirm your account##}</p>${NOT_ASKED}`
  const address = inHtml(url)
  const body = template.replace(LINK, (_all, label: string) => `<a href="${address}">${label || address}</a>`)
  return { medium: 'EMAIL', to, subject: linkEmailSubject ?? 'Confirm your account', body }
}

export function invitationMessage(
  templates: MessageTemplates,
  medium: Medium,
  to: string,
  { username, password }: { username: string; password: string },
): Message {
  const standard = standardWords.invitation
  if (medium === 'SMS') {
    const body = fill(templates.inviteSmsMessage ?? standard.text, password, username)
    return { medium, to, subject: undefined, body }
  }
  const template = templates.inviteEmailMessage ?? standard.html
  const subject = templates.inviteEmailSubject ?? standard.subject
  return { medium, to, subject, body: fill(template, inHtml(password), inHtml(username)) }
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A value as it stands in HTML, in text and in attributes. */
export const inHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The text of an e-mail, for whoever reads no HTML: paragraphs, and links with their addresses. */
export function plainText(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[^<>]*>.*?<\/\1>/gis, '')
    .replace(/<a\b[^<>]*\bhref="([^"<>]*)"[^<>]*>([^<>]*)<\/a>/gi, (_all, url: string, label: string) =>
      label === url ? url : `${label}: ${url}`,
    )
    .replace(/<br\b[^<>]*>/gi, '\n')
    .replace(/<\/?(?:p|div|h[1-6]|ul|ol|table|blockquote)\b[^<>]*>/gi, '\n\n')
    .replace(/<\/(?:li|tr)>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, decoded)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function decoded(all: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? all
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ''
}

/** An address as it may be shown to somebody who has not proved to own it: `a***@e***`, `+*******4567`. */
export function maskedAddress(medium: Medium, address: string): string {
  if (medium === 'SMS') return `+${'*'.repeat(Math.max(address.length - 5, 0))}${address.slice(-4)}`
  const [local = '', domain = ''] = address.split('@')
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`
}
