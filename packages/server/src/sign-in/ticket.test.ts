import { randomBytes } from 'node:crypto'
import { checkRequest } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { makeKeyring } from '../keys/keyring.js'
import {
  LONGEST_SIGN_IN_MILLISECONDS,
  readSecretBlock,
  readSession,
  type Ticket,
  writeSecretBlock,
  writeSession,
} from './ticket.js'

const now = new Date('2026-01-01T00:00:00Z')
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const keyring = makeKeyring(randomBytes(32))

const ticket: Ticket = {
  signInId: '00000000-0000-4000-8000-000000000001',
  poolId: 'local_Pool',
  clientId: 'client',
  userId: '00000000-0000-4000-8000-000000000002',
  asks: 'software token',
  typedName: 'abcdefghijklmnopqrstuv',
  passwordSalt: '00'.repeat(16),
  secondFactorProved: false,
  secondFactorSetUp: false,
  deviceKey: undefined,
  startedAt: now.getTime(),
  expiresAt: later(180_000).getTime(),
}
const srp = { A: randomBytes(385), b: randomBytes(32), B: randomBytes(384) }

describe('a Session', () => {
  test('opens to what was sealed in it', () => {
    expect(readSession(keyring, writeSession(keyring, ticket), now)).toEqual({
      ...ticket,
      deviceKey: undefined,
    })
  })

  test('that was changed anywhere does not open', () => {
    const session = writeSession(keyring, ticket)
    const bytes = Buffer.from(session, 'base64url')
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(readSession(keyring, changed.toString('base64url'), now)).toBeUndefined()
    }
    expect(readSession(keyring, session.slice(0, -8), now)).toBeUndefined()
    expect(readSession(keyring, '', now)).toBeUndefined()
  })

  test('of another server does not open', () => {
    expect(readSession(makeKeyring(randomBytes(32)), writeSession(keyring, ticket), now)).toBeUndefined()
  })

  test('ends at its time, to the millisecond', () => {
    const session = writeSession(keyring, ticket)
    expect(readSession(keyring, session, later(179_999))).toBeDefined()
    expect(readSession(keyring, session, later(180_000))).toBeUndefined()
  })

  test('ends with the longest sign-in, however often it was prolonged', () => {
    const session = writeSession(keyring, { ...ticket, expiresAt: Number.MAX_SAFE_INTEGER })
    expect(readSession(keyring, session, later(LONGEST_SIGN_IN_MILLISECONDS - 1))).toBeDefined()
    expect(readSession(keyring, session, later(LONGEST_SIGN_IN_MILLISECONDS))).toBeUndefined()
  })

  test('is no SECRET_BLOCK, and a SECRET_BLOCK is no Session', () => {
    const block = writeSecretBlock(keyring, ticket, srp)
    expect(readSession(keyring, block, now)).toBeUndefined()
    expect(readSecretBlock(keyring, writeSession(keyring, ticket), now)).toBeUndefined()
  })

  test('is no longer than the model lets it be, even at its fullest', () => {
    const session = writeSession(keyring, {
      ...ticket,
      poolId: `${'r'.repeat(18)}_${'P'.repeat(36)}`,
      clientId: 'c'.repeat(128),
      // In a pool whose user ids are given by an import, say: four bytes to a character.
      userId: '\u{1F511}'.repeat(64),
      asks: 'second factor set-up',
      passwordSalt: 'f'.repeat(34),
      secondFactorProved: true,
      secondFactorSetUp: true,
      deviceKey: `${'r'.repeat(18)}_00000000-0000-4000-8000-000000000000`,
    })
    const request = { ClientId: 'c', ChallengeName: 'MFA_SETUP', Session: session }
    expect(checkRequest('RespondToAuthChallenge', request)).toMatchObject({ ok: true })
  })
})

describe('a SECRET_BLOCK', () => {
  test('opens to its ticket and to the SRP exchange, and is plain base64', () => {
    const block = writeSecretBlock(keyring, ticket, srp)
    expect(block).toMatch(/^[A-Za-z0-9+/]+=*$/)
    const opened = readSecretBlock(keyring, block, now)
    expect(opened?.ticket).toMatchObject({ signInId: ticket.signInId, asks: ticket.asks })
    expect(opened?.srp).toEqual(srp)
  })

  test('ends when its ticket does', () => {
    const block = writeSecretBlock(keyring, ticket, srp)
    expect(readSecretBlock(keyring, block, later(179_999))).toBeDefined()
    expect(readSecretBlock(keyring, block, later(180_000))).toBeUndefined()
  })

  test('that was changed does not open', () => {
    const bytes = Buffer.from(writeSecretBlock(keyring, ticket, srp), 'base64')
    for (const at of [0, 20, 40, bytes.length - 20, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(readSecretBlock(keyring, changed.toString('base64'), now)).toBeUndefined()
    }
  })
})
