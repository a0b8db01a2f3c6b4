import { randomCode } from '../chance.js'
import type { Stores, World } from '../operation.js'
import type { Address } from '../pools/pool.js'
import { announce } from './announce.js'
import type { CodeUse } from './code-store.js'
import { type Composition, causeOf, composeCode } from './compose.js'
import type { Message } from './message.js'
import type { Cause } from './outbox.js'
import { putMessage } from './put-message.js'

/** A code and the message that brings it, ready to be kept. */
export type PreparedCode = {
  use: CodeUse
  address: Address
  code: string
  expiresAt: Date
  message: Message
  cause: Cause
}

/** Makes a code and its message. Call it before the transaction that keeps them. */
export async function prepareCode(
  world: World,
  composition: Composition,
  { use, address, to, milliseconds }: { use: CodeUse; address: Address; to: string; milliseconds: number },
): Promise<PreparedCode> {
  const code = randomCode(world.random)
  const message = await composeCode(world, composition, { address, to, code })
  return {
    use,
    address,
    code,
    message,
    expiresAt: new Date(world.clock.now().getTime() + milliseconds),
    cause: { ...causeOf(composition, code), use },
  }
}

/**
 * Puts a code and its message into a transaction: both are kept, or neither. False when too many codes were asked for,
 * by this user or for this address; then throw in the transaction, so that a code which was not sent is not counted.
 */
export async function keepCode(
  world: World,
  stores: Stores,
  owner: { poolId: string; userId: string },
  { use, code, expiresAt, message, cause }: PreparedCode,
): Promise<boolean> {
  const now = world.clock.now()
  if (!(await mayGoTo(stores, owner, use, message, now))) return false
  if (!(await stores.codes.replace(owner, use, code, expiresAt, now))) return false
  await putMessage(world, stores, owner, message, { cause, expiresAt })
  return true
}

/** A forgotten password's code goes to an address that its user proved to own: strangers must not use that up. */
const mayGoTo = async (
  { addressCounts }: Stores,
  { poolId }: { poolId: string },
  { purpose }: CodeUse,
  { to }: Message,
  now: Date,
): Promise<boolean> => purpose === 'password reset' || addressCounts.countSent(poolId, to, now)

/** Says that a kept code is on its way; call it once the transaction is through. */
export const announceCode = (world: World, username: string, { message, code }: PreparedCode) =>
  announce(world, 'code', username, message, code)
