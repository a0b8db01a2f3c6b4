import { expect, test } from 'vitest'
import { chooseDatabase } from './choose.js'
import { placeOf } from './postgres-errors.js'

const chosen = (url: string) => chooseDatabase({ data: 'data' }, { LATCHKEY_DATABASE_URL: url })

test.each([
  'postgres://latchkey:secret@db.example.com:5432/latchkey?sslmode=verify-full',
  'postgresql://latchkey:se%2Fc%23r%3Fet@db.example.com/latchkey',
  'postgres://latchkey:se@cret@db.example.com/latchkey',
  'postgres:///latchkey?host=/var/run/postgresql&password=secret',
  'postgres://db.example.com/latchkey?user=me@example&password=secret',
])('%s is a database, and no word of its password is in its name', (url) => {
  expect(chosen(url)).toMatchObject({ kind: 'postgres', url })
  expect(placeOf(url)).toMatch(/^PostgreSQL at (?:db\.example\.com(?::5432)?|its Unix socket)\/latchkey$/)
})

// Each of them is a URL, of which a part of the password is the port, and the rest the path.
test.each([
  'postgres://latchkey:7/secret@db.example.com/latchkey',
  'postgres://latchkey:7#secret@db.example.com/latchkey',
  'postgres://latchkey:7?secret@db.example.com/latchkey',
  'postgres://latchkey:secret/@db.example.com/latchkey',
  'mysql://latchkey:secret@db.example.com/latchkey',
  'secret',
  '',
])('%j is refused, and not repeated', (url) => {
  let told = ''
  try {
    chosen(url)
  } catch (error) {
    told = String(error)
  }
  expect(told).toContain('The database must be a URL such as postgres://latchkey:password@db.example.com')
  expect(told).not.toContain('secret')
  expect(told).not.toContain('latchkey:7')
})

test.each([
  ['LATCHKEY_DATABASE_CONNECTIONS', ['', '0', '1001', '-1', '1.5', 'many']],
  ['LATCHKEY_DATABASE_PREPARED', ['', 'yes', 'OFF']],
])('%s is refused where it says nothing that can be', (name, texts) => {
  for (const text of texts) {
    const env = { LATCHKEY_DATABASE_URL: 'postgres://db/latchkey', [name]: text }
    expect(() => chooseDatabase({ data: 'data' }, env)).toThrow(name)
  }
})
