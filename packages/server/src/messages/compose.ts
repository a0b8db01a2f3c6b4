import type { World } from '../operation.js'
import type { Address, Pool } from '../pools/pool.js'
import {
  invitationMessage,
  type Medium,
  type Message,
  signInMessage,
  verificationMessage,
} from './message.js'

/** Why a message is sent. */
export type Occasion =
  | 'sign-up'
  | 'another code'
  | 'forgotten password'
  | 'changed address'
  | 'address to verify'
  | 'sign-in'
  | 'invitation'

/** Whom a message is for. */
export type Recipient = {
  readonly poolId: string
  readonly userId: string
  readonly username: string
  readonly attributes: Readonly<Record<string, string>>
  readonly status: string
}

/** Everything that decides what a message says. */
export type Composition = {
  pool: Pool
  /** The client of the request; undefined for an operator's. */
  clientId: string | undefined
  recipient: Recipient
  occasion: Occasion
  /** ClientMetadata, as the request gave it. */
  metadata: Record<string, string> | undefined
}

/**
 * The message that brings a code to an address. Call it before the transaction that keeps it: what is asked about
 * the words may be far away and slow, and the database must not wait for it.
 */
export async function composeCode(
  _world: World,
  { pool, occasion }: Composition,
  { address, to, code }: { address: Address; to: string; code: string },
): Promise<Message> {
  const compose = occasion === 'sign-in' ? signInMessage : verificationMessage
  return compose(pool.templates, address, to, code)
}

/** The message that invites a user. `username` is the name that the operator gave. See `composeCode`. */
export async function composeInvitation(
  _world: World,
  { pool }: Composition,
  { medium, to, username, password }: { medium: Medium; to: string; username: string; password: string },
): Promise<Message> {
  return invitationMessage(pool.templates, medium, to, { username, password })
}
