import { announce } from '../messages/announce.js'
import { invitationMessage, type Medium, type Message } from '../messages/message.js'
import type { Stores, World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import type { Attributes } from './attributes.js'

/** What an invited user is told. */
export type Invitation = { username: string; password: string; messages: Message[] }

/**
 * An invitation on each of the media that the user has an address for; with none named, on the first of SMS and
 * e-mail. Without an address there is no message: the operator then hands the password over.
 */
export function invitationTo(
  pool: Pool,
  attributes: Readonly<Attributes>,
  credentials: { username: string; password: string },
  media: readonly Medium[] | undefined,
): Invitation {
  const reachable = (['SMS', 'EMAIL'] as const).flatMap((medium) => {
    const to = attributes[medium === 'SMS' ? 'phone_number' : 'email']
    return to ? [{ medium, to }] : []
  })
  const chosen = media ? reachable.filter(({ medium }) => media.includes(medium)) : reachable.slice(0, 1)
  const messages = chosen.map(({ medium, to }) => invitationMessage(pool.templates, medium, to, credentials))
  return { ...credentials, messages }
}

/** Puts an invitation into a transaction. */
export async function sendInvitation(
  world: World,
  stores: Stores,
  owner: { poolId: string; userId: string },
  { messages }: Invitation,
): Promise<void> {
  for (const message of messages)
    await stores.outbox.put(owner, world.random.uuid(), message, world.clock.now())
}

export function announceInvitation(world: World, { username, password, messages }: Invitation): void {
  for (const message of messages) announce(world, 'temporary password', username, message, password)
}
