import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { tellSender } from '../triggers/custom-sender.js'
import { type Carrier, DeliveryFailure } from './carrier.js'
import type { Medium } from './message.js'
import type { Letter } from './outbox.js'
import { triggerCause } from './trigger-cause.js'

const senders = { EMAIL: 'CustomEmailSender', SMS: 'CustomSMSSender' } as const

/** Whether a function of the pool sends its messages, and not the server. */
export const sendsItself = (pool: Pick<Pool, 'triggers'>, medium: Medium) =>
  pool.triggers[senders[medium]] !== undefined

/** Hands messages to the pool's own function, as often as to any other carrier. */
export const customSenderCarrier = (world: World, pool: Pool): Carrier => ({
  async carry(letter) {
    const name = senders[letter.message.medium]
    const told = await tellSender(world, name, ...(await orderOf(world, pool, letter)))
    if (told?.outcome === 'refused') throw new DeliveryFailure(`${name} failed.`)
    if (told?.outcome === 'nonsense')
      throw new DeliveryFailure(`${name} answered with something that is not JSON.`)
    if (told?.outcome === 'timed out') throw new DeliveryFailure(`${name} did not answer in time.`)
    if (told?.outcome !== 'answered') throw new DeliveryFailure(`${name} was not reached.`)
  },
})

async function orderOf(world: World, pool: Pool, { messageId, poolId, userId, message, cause }: Letter) {
  const user = await world.stores.users.find({ poolId, userId })
  if (!user || cause?.secret === undefined)
    throw new DeliveryFailure('There is nothing to hand to a function of the pool.', { final: true })
  // The function sends to the address in the attributes; one that is still to be verified is not there yet.
  const address = message.medium === 'EMAIL' ? 'email' : 'phone_number'
  const attributes = { ...user.attributes, [address]: message.to }
  return [
    { pool, clientId: cause.clientId, username: user.username },
    {
      messageId,
      cause: triggerCause[cause.occasion],
      user: { ...user, attributes },
      code: cause.secret,
      metadata: cause.metadata,
    },
  ] as const
}
