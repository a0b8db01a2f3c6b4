import type { World } from '../operation.js'
import type { Address, Pool } from '../pools/pool.js'
import {
  codeMessage,
  invitationMessage,
  linkMessage,
  type Medium,
  type Message,
  type Occasion,
} from './message.js'
import type { Cause } from './outbox.js'

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

/** What is kept of a composition beside the message itself. */
export const causeOf = ({ occasion, clientId, metadata }: Composition, secret: string): Cause => ({
  occasion,
  clientId,
  metadata,
  secret,
})

/**
 * The message that brings a code to an address. Call it before the transaction that keeps it: what is asked about
 * the words may be far away and slow, and the database must not wait for it.
 */
export async function composeCode(
  world: World,
  composition: Composition,
  { address, to, code }: { address: Address; to: string; code: string },
): Promise<Message> {
  const { pool, occasion } = composition
  const link = address === 'email' ? confirmationLink(world, composition, code) : undefined
  return link === undefined
    ? codeMessage(pool.templates, occasion, { address, to, code })
    : linkMessage(pool.templates, to, link)
}

/** Where a sign-up is confirmed by a link, it is the whole of the message. The names are Cognito's. */
function confirmationLink(
  { publicUrl }: Pick<World, 'publicUrl'>,
  { pool, clientId, occasion, recipient }: Composition,
  code: string,
): string | undefined {
  const signsUp = occasion === 'sign-up' || occasion === 'another code'
  if (!pool.confirmsByLink || !signsUp || clientId === undefined) return undefined
  const parameters = { client_id: clientId, user_name: recipient.username, confirmation_code: code }
  return `${publicUrl}/confirmUser?${new URLSearchParams(parameters)}`
}

/** The message that invites a user. `username` is the name that the operator gave. See `composeCode`. */
export async function composeInvitation(
  _world: World,
  { pool }: Composition,
  { medium, to, username, password }: { medium: Medium; to: string; username: string; password: string },
): Promise<Message> {
  return invitationMessage(pool.templates, medium, to, { username, password })
}
