import type { Keyring } from '../keys/keyring.js'
import type { SecondFactor } from '../pools/pool.js'
import type { CustomKind } from './custom-sign-in.js'
import type { Proof } from './sign-in.js'

/**
 * The sealed Session: what has been proved so far. Any node can read it, nobody else can; nothing is stored until
 * the payout. Every ticket of one sign-in carries the same `signInId`, with which it can be paid out once.
 */
export type Ticket = {
  signInId: string
  poolId: string
  clientId: string
  userId: string
  /** What the ticket asks for: it is good for that answer and no other. */
  asks: Asked
  /** A keyed hash of the name as it was typed: answers may use that name too. */
  typedName: string
  /** The salt of the password that was proved: a password that is changed meanwhile ends the sign-in. */
  passwordSalt: string
  secondFactorProved: boolean
  /** Set when a new software token was verified under this ticket. */
  secondFactorSetUp: boolean
  /** Set where a proof that the sign-in rests on cannot be shown again: a code, a passkey, a temporary password. */
  spent?: true | undefined
  /** Set where the passkey that it began with was both factors. */
  passkeyCounted?: true | undefined
  /** Set in a sign-in that the pool's own triggers ask for; `round` while a question of theirs is open. */
  custom?: CustomKind | undefined
  round?: number | undefined
  /** An address that becomes the user's, and their second factor, with the code that was sent to it. */
  newEmail?: string | undefined
  /** A device key that came with an earlier step. */
  deviceKey: string | undefined
  /** Epoch milliseconds. */
  startedAt: number
  /** What a passkey has to sign, base64url. */
  passkeyChallenge?: string | undefined
  expiresAt: number
}

export type Asked =
  | Exclude<Proof, 'device' | 'second factor'>
  | SecondFactor
  | 'first factor'
  | 'passkey'
  | 'first email code'
  | 'first sms code'
  | 'custom answer'
  | 'password'
  | 'device key'
  | 'device secret'

/** What the server keeps of an SRP exchange between its two messages, inside SECRET_BLOCK. */
export type SrpState = { A: Uint8Array; b: Uint8Array; B: Uint8Array }

/**
 * The longest that a sign-in may take over all its steps. It stays below the shortest life of a session (60 minutes),
 * whose row is what makes a second payout fail.
 */
export const LONGEST_SIGN_IN_MILLISECONDS = 60 * 60 * 1000

const SESSION = 'sign-in session'
const SECRET_BLOCK = 'sign-in secret block'

export const writeSession = (keyring: Keyring, ticket: Ticket) =>
  keyring.seal(SESSION, JSON.stringify(ticket))

export function readSession(keyring: Keyring, session: string, now: Date): Ticket | undefined {
  const content = keyring.open(SESSION, session)
  return content && unexpired(JSON.parse(content.toString()), now)
}

/** The ticket and the SRP state as SECRET_BLOCK: clients that leave out the Session still show this. */
export function writeSecretBlock(keyring: Keyring, ticket: Ticket, { A, b, B }: SrpState): string {
  const head = Buffer.from(JSON.stringify(ticket))
  const lengths = Buffer.alloc(8)
  lengths.writeUInt16BE(A.length, 0)
  lengths.writeUInt16BE(b.length, 2)
  lengths.writeUInt16BE(B.length, 4)
  lengths.writeUInt16BE(head.length, 6)
  const sealed = keyring.seal(SECRET_BLOCK, Buffer.concat([lengths, A, b, B, head]))
  return Buffer.from(sealed, 'base64url').toString('base64')
}

export function readSecretBlock(
  keyring: Keyring,
  block: string,
  now: Date,
): { ticket: Ticket; srp: SrpState } | undefined {
  const content = keyring.open(SECRET_BLOCK, block)
  if (!content) return undefined
  const ends = [0, 2, 4, 6].map((at) => content.readUInt16BE(at))
  const parts: Buffer[] = []
  let start = 8
  for (const length of ends) {
    parts.push(content.subarray(start, start + length))
    start += length
  }
  const [A, b, B, head] = parts as [Buffer, Buffer, Buffer, Buffer]
  const ticket = unexpired(JSON.parse(head.toString()), now)
  return ticket && { ticket, srp: { A, b, B } }
}

function unexpired(ticket: Ticket, now: Date): Ticket | undefined {
  const over =
    now.getTime() >= ticket.expiresAt || now.getTime() >= ticket.startedAt + LONGEST_SIGN_IN_MILLISECONDS
  return over ? undefined : ticket
}
