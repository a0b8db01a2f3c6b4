import { describe, expect, test } from 'vitest'
import { isMailAddress, mailboxOf } from './mailbox.js'

describe('a mailbox', () => {
  test.each([
    ['a@example.com', { name: '', address: 'a@example.com' }],
    [' a@example.com ', { name: '', address: 'a@example.com' }],
    ['<a@example.com>', { name: '', address: 'a@example.com' }],
    ['Example, Inc. <a@example.com>', { name: 'Example, Inc.', address: 'a@example.com' }],
    ['"Example" <a.b+c@mail.example.com>', { name: 'Example', address: 'a.b+c@mail.example.com' }],
    ['Grüße <ü@bücher.example>', { name: 'Grüße', address: 'ü@bücher.example' }],
  ])('is read from %j', (text, mailbox) => {
    expect(mailboxOf(text)).toEqual(mailbox)
  })

  test.each([
    '',
    'a',
    '@example.com',
    'a@',
    'a@b@c',
    'a@example.com b@example.com',
    'a@example.com,b@example.com',
    '<a@example.com>, <b@example.com>',
    'Name <a@example.com',
    'Name <a@example.com> more',
    'Na"me <a@example.com>',
    'Name <<a@example.com>>',
    'Name\r\nBcc: b@example.com <a@example.com>',
    'a@example.com\u0000',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(252)}.example`,
  ])('is not read from %j', (text) => {
    expect(mailboxOf(text)).toBeUndefined()
  })
})

test('nothing that would be read as several addresses, or as a header, is an address', () => {
  for (const character of [
    '\r',
    '\n',
    '\0',
    ',',
    ';',
    ':',
    '<',
    '>',
    '(',
    ')',
    '"',
    '\\',
    '[',
    ' ',
    '\u2028',
  ])
    for (const text of [
      `a${character}b@example.com`,
      `a@example${character}.com`,
      `a@example.com${character}`,
    ])
      expect([text, isMailAddress(text)]).toEqual([text, false])
})
