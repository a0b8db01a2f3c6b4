import { describe, expect, test } from 'vitest'
import { invitationMessage, maskedAddress, verificationMessage } from './message.js'

describe('messages', () => {
  test('bring the code where the template wants it', () => {
    const templates = { emailMessage: 'Hello. <b>{####}</b> ({####})', emailSubject: 'Welcome' }
    expect(verificationMessage(templates, 'email', 'alice@example.com', '123456')).toEqual({
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

describe('masked addresses', () => {
  test.each([
    ['EMAIL', 'alice@example.com', 'a***@e***'],
    ['SMS', '+15555550100', '+*******0100'],
  ] as const)('%s %s is shown as %s', (medium, address, shown) => {
    expect(maskedAddress(medium, address)).toBe(shown)
  })
})
