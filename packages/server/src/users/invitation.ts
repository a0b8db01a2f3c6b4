import { announce } from '../messages/announce.js'
import { type Composition, causeOf, composeInvitation } from '../messages/compose.js'
import type { Medium, Message } from '../messages/message.js'
import type { Cause } from '../messages/outbox.js'
import { putMessage } from '../messages/put-message.js'
import type { Stores, World } from '../operation.js'

const DAY_MILLISECONDS = 86_400_000

/** What an invited user is told. */
export type Invitation = {
  username: string
  password: string
  messages: Message[]
  cause: Cause
  /** When its password is over. */
  expiresAt: Date
}

/**
 * An invitation on each of the media that the user has an address for; with none named, on the first of SMS and
 * e-mail. Without an address there is no message: the operator then hands the password over.
 * Call it before the transaction that keeps it.
 */
export async function invitationTo(
  world: World,
  composition: Composition,
  credentials: { username: string; password: string },
  media: readonly Medium[] | undefined,
): Promise<Invitation> {
  const { attributes } = composition.recipient
  const reachable = (['SMS', 'EMAIL'] as const).flatMap((medium) => {
    const to = attributes[medium === 'SMS' ? 'phone_number' : 'email']
    return to ? [{ medium, to }] : []
  })
  const chosen = media ? reachable.filter(({ medium }) => media.includes(medium)) : reachable.slice(0, 1)
  const messages: Message[] = []
  for (const one of chosen)
    messages.push(await composeInvitation(world, composition, { ...one, ...credentials }))
  const { temporaryPasswordDays } = composition.pool.passwordPolicy
  return {
    ...credentials,
    messages,
    cause: causeOf(composition, credentials.password),
    expiresAt: new Date(world.clock.now().getTime() + temporaryPasswordDays * DAY_MILLISECONDS),
  }
}

/** Puts an invitation into a transaction. */
export async function sendInvitation(
  world: World,
  stores: Stores,
  owner: { poolId: string; userId: string },
  { messages, cause, expiresAt }: Invitation,
): Promise<void> {
  for (const message of messages) await putMessage(world, stores, owner, message, { cause, expiresAt })
}

export function announceInvitation(world: World, { username, password, messages }: Invitation): void {
  for (const message of messages) announce(world, 'temporary password', username, message, password)
}
