import { randomCode } from '../chance.js'
import { announce } from '../messages/announce.js'
import type { CodeUse } from '../messages/code-store.js'
import { type Message, verificationMessage } from '../messages/message.js'
import type { Stores, World } from '../operation.js'
import type { Address, Pool } from '../pools/pool.js'
import type { User } from './user.js'

/** How long the code of a sign-up is good. Source: Amazon Cognito developer guide, "Quotas", code validity. */
const CODE_MILLISECONDS = 24 * 3600 * 1000

export type SentCode = { address: Address; message: Message; code: string }

/** The use of a code that confirms a sign-up: it proves the address that it was sent to, and no later one. */
export const confirmationUse = (user: Pick<User, 'attributes'>, address: Address | undefined): CodeUse => ({
  purpose: 'sign-up',
  subject: address ? `${address} ${user.attributes[address]}` : '',
})

/** Puts a code, and the message that brings it, into a transaction. Undefined when too many were asked for. */
export async function sendConfirmation(
  world: World,
  stores: Stores,
  pool: Pool,
  user: Pick<User, 'poolId' | 'userId' | 'attributes'>,
  address: Address,
): Promise<SentCode | undefined> {
  const now = world.clock.now()
  const code = randomCode(world.random)
  const expiresAt = new Date(now.getTime() + CODE_MILLISECONDS)
  if (!(await stores.codes.replace(user, confirmationUse(user, address), code, expiresAt, now)))
    return undefined
  const message = verificationMessage(pool.templates, address, user.attributes[address] ?? '', code)
  await stores.outbox.put(user, world.random.uuid(), message, now)
  return { address, message, code }
}

export const announceConfirmation = (world: World, username: string, sent: SentCode) =>
  announce(world, 'code', username, sent.message, sent.code)
