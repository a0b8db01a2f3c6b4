import type { World } from '../operation.js'
import type { Address, MessageTemplates, Pool } from '../pools/pool.js'
import { CustomMessage } from '../triggers/CustomMessage.js'
import { sendsItself } from './custom-sender.js'
import {
  codeMessage,
  invitationMessage,
  linkMessage,
  type Medium,
  type Message,
  mediumOf,
  type Occasion,
  withWords,
} from './message.js'
import type { Cause } from './outbox.js'
import { triggerCause } from './trigger-cause.js'

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
export const causeOf = ({ pool, occasion, clientId, metadata }: Composition, secret: string): Cause => ({
  occasion,
  clientId,
  metadata,
  secret,
  sentByPool: (['EMAIL', 'SMS'] as const).filter((medium) => sendsItself(pool, medium)),
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
  const link = address === 'email' ? confirmationLink(world, composition, code) : undefined
  const brings = link === undefined ? 'a code' : 'a link'
  const templates = await templatesFor(world, composition, mediumOf(address), brings)
  return link === undefined
    ? codeMessage(templates, composition.occasion, { address, to, code })
    : linkMessage(templates, to, link)
}

/** The words of the pool, or those that its CustomMessage puts in their place. */
async function templatesFor(
  world: World,
  { pool, clientId, recipient, occasion, metadata }: Composition,
  medium: Medium,
  brings: 'a code' | 'a link' | 'a username and a code',
): Promise<MessageTemplates> {
  // What a function of the pool sends has its own words.
  if (sendsItself(pool, medium)) return pool.templates
  const words = await CustomMessage(
    world,
    { pool, clientId, username: recipient.username },
    { cause: triggerCause[occasion], user: recipient, medium, brings, metadata },
  )
  return words ? withWords(pool.templates, occasion, words) : pool.templates
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
  world: World,
  composition: Composition,
  { medium, to, username, password }: { medium: Medium; to: string; username: string; password: string },
): Promise<Message> {
  const templates = await templatesFor(world, composition, medium, 'a username and a code')
  return invitationMessage(templates, medium, to, { username, password })
}
