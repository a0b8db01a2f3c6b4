import type { Address, MessageTemplates } from '../pools/pool.js'

/** What a message says. Pure. */

export type Medium = 'EMAIL' | 'SMS'

export type Message = { medium: Medium; to: string; subject: string | undefined; body: string }

export const mediumOf = (address: Address): Medium => (address === 'email' ? 'EMAIL' : 'SMS')

/** Puts the code, and the name of a user who is invited, into a template. */
const fill = (template: string, code: string, username = '{username}') =>
  template.replace(/\{####\}|\{username\}/g, (placeholder) => (placeholder === '{####}' ? code : username))

export function verificationMessage(
  templates: MessageTemplates,
  address: Address,
  to: string,
  code: string,
): Message {
  const standard = 'Your verification code is {####}'
  if (address === 'phone_number') {
    return { medium: 'SMS', to, subject: undefined, body: fill(templates.smsMessage ?? standard, code) }
  }
  const subject = templates.emailSubject ?? 'Your verification code'
  return { medium: 'EMAIL', to, subject, body: fill(templates.emailMessage ?? standard, code) }
}

/** A code that is asked for in the middle of a sign-in. */
export function signInMessage(
  templates: MessageTemplates,
  address: Address,
  to: string,
  code: string,
): Message {
  const standard = 'Your authentication code is {####}'
  if (address === 'phone_number') {
    return { medium: 'SMS', to, subject: undefined, body: fill(templates.signInSmsMessage ?? standard, code) }
  }
  const subject = templates.signInEmailSubject ?? 'Your authentication code'
  return { medium: 'EMAIL', to, subject, body: fill(templates.signInEmailMessage ?? standard, code) }
}

export function invitationMessage(
  templates: MessageTemplates,
  medium: Medium,
  to: string,
  { username, password }: { username: string; password: string },
): Message {
  const standard = 'Your username is {username} and your temporary password is {####}'
  if (medium === 'SMS') {
    const body = fill(templates.inviteSmsMessage ?? standard, password, username)
    return { medium, to, subject: undefined, body }
  }
  const subject = templates.inviteEmailSubject ?? 'Your temporary password'
  return { medium, to, subject, body: fill(templates.inviteEmailMessage ?? standard, password, username) }
}

/** An address as it may be shown to somebody who has not proved to own it: `a***@e***`, `+*******4567`. */
export function maskedAddress(medium: Medium, address: string): string {
  if (medium === 'SMS') return `+${'*'.repeat(Math.max(address.length - 5, 0))}${address.slice(-4)}`
  const [local = '', domain = ''] = address.split('@')
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`
}
