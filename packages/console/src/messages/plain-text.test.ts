import { expect, test } from 'vitest'
import { plainText } from './plain-text.js'

test('an e-mail is shown without its markup, in paragraphs', () => {
  const mail =
    '<p>Your verification code is <strong>039058</strong></p><p>If you did not ask<br>for this …</p>'
  expect(plainText(mail)).toBe('Your verification code is 039058\n\nIf you did not ask\nfor this …')
})

test('a link keeps its address', () => {
  const mail = '<p><a href="https://example.com/confirm?a=1&amp;b=2">Confirm</a></p>'
  expect(plainText(mail)).toBe('Confirm: https://example.com/confirm?a=1&b=2')
})

test('an SMS is what it is', () => {
  expect(plainText('1 < 2 & 3 > 2: your code is 123456')).toBe('1 < 2 & 3 > 2: your code is 123456')
})

test('an entity is read once', () => {
  expect(plainText('<p>&amp;lt;script&amp;gt;</p>')).toBe('&lt;script&gt;')
})
